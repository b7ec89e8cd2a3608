import { getAll, path, post } from '../ui/api.js';
import { announce } from '../ui/feedback.js';
import { choiceField, textField } from '../ui/fields.js';
import { fault } from '../ui/form.js';
import * as format from '../ui/format.js';
import { readEnvironments } from './environments.js';

/** Asks where and from when a version is deployed, and does it: to a service environment, to a connected application, or to both. */
export async function deploy(page, version, deployed = () => {}) {
  const [environments, applications] = await Promise.all([readEnvironments(), getAll('connected-applications')]);
  const published = environments.filter((environment) => environment.published);
  const choices = (items) => items.map(({ id, name }) => ({ value: id, text: name }));
  /** What is done already, so that a second attempt after an error does not do it again. */
  const done = new Set();
  page.ask({
    title: `Deploy version ${version.number}`,
    text: `${version.featureName}. Of the deployments that have begun, the latest serves; canceling one falls back to the one before it.`,
    values: { environment: published.length === 1 ? published[0].id : undefined, from: '' },
    fields: (form) => [
      choiceField(form, 'environment', {
        label: 'Service environment',
        none: 'None',
        choices: choices(published),
        help: published.length === 0 ? 'No environment is published yet: publish one first.' : 'Published environments.',
      }),
      textField(form, 'from', {
        label: 'Effective from',
        type: 'datetime-local',
        help: `Your local time; blank: at once. Never before the version’s own ${format.instant(version.effectiveFrom)}.`,
      }),
      applications.length === 0
        ? ''
        : choiceField(form, 'application', {
            label: 'Connected application',
            none: 'None',
            choices: choices(applications),
            help: 'Writes the version’s application setups there, at once.',
          }),
    ],
    action: 'Deploy',
    check: ({ environment, application }) => (environment || application ? [] : [fault('environment', 'nothing is chosen', 'choose an environment or a connected application')]),
    run: async ({ environment, application, from }) => {
      const once = async (what, command) => {
        if (!done.has(what)) {
          await command();
          done.add(what);
        }
      };
      if (environment) {
        await once(`${environment} ${from}`, () => toEnvironment(environment, version, from));
      }
      if (application) {
        await once(application, () => toApplication(application, version, applications));
      }
      deployed();
    },
  });
}

async function toEnvironment(environment, { feature, number }, from) {
  const deployment = await post(`${path('environments', environment)}/deployments`, {
    feature,
    version: number,
    ...(from ? { effectiveFrom: new Date(from).toISOString() } : {}),
  });
  announce(`Version ${number} is deployed, effective from ${format.instant(deployment.effectiveFrom)}.`);
}

async function toApplication(application, { feature, number }, applications) {
  const { settings } = await post(`${path('connected-applications', application)}/deployments`, { feature, version: number });
  const failed = settings.filter(({ outcome }) => outcome === 'FAILED').length;
  const { name } = applications.find(({ id }) => id === application);
  announce(failed === 0 ? `Version ${number} is deployed to ${name}.` : `${failed} of ${settings.length} settings failed in ${name}: see Connected applications.`);
}
