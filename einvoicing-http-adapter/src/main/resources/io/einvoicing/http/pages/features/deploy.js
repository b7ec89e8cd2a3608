import { path, post } from '../ui/api.js';
import { announce } from '../ui/feedback.js';
import { choiceField, textField } from '../ui/fields.js';
import { fault } from '../ui/form.js';
import * as format from '../ui/format.js';
import { readEnvironments } from './environments.js';

/** Asks where and from when a version is deployed, and does it. */
export async function deploy(page, version, deployed = () => {}) {
  const environments = (await readEnvironments()).filter(({ published }) => published);
  page.ask({
    title: `Deploy version ${version.number}`,
    text: `${version.featureName}. Of the deployments that have begun, the latest serves; canceling one falls back to the one before it.`,
    values: { environment: environments.length === 1 ? environments[0].id : undefined, from: '' },
    fields: (form) => [
      choiceField(form, 'environment', {
        label: 'Service environment',
        required: true,
        choices: environments.map(({ id, name }) => ({ value: id, text: name })),
        help: environments.length === 0 ? 'No environment is published yet: publish one first.' : 'Published environments.',
      }),
      textField(form, 'from', {
        label: 'Effective from',
        type: 'datetime-local',
        help: `Your local time; blank: at once. Never before the version’s own ${format.instant(version.effectiveFrom)}.`,
      }),
    ],
    action: 'Deploy',
    check: ({ environment }) => (environment ? [] : [fault('environment', 'no environment is chosen', 'choose where it is deployed')]),
    run: async ({ environment, from }) => {
      const deployment = await post(`${path('environments', environment)}/deployments`, {
        feature: version.feature,
        version: version.number,
        ...(from ? { effectiveFrom: new Date(from).toISOString() } : {}),
      });
      announce(`Version ${version.number} is deployed, effective from ${format.instant(deployment.effectiveFrom)}.`);
      deployed();
    },
  });
}
