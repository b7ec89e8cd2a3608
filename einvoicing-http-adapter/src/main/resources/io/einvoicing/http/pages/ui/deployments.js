import { path, remove } from './api.js';
import { announce } from './feedback.js';
import * as format from './format.js';
import { icons } from './icons.js';
import { html, nothing } from './libraries.js';
import { badge, button, okBadge } from './parts.js';

/** What a person reads about deployments, on the page of a feature as on that of an environment. */
export const WHICH_SERVES = 'Of the deployments that have begun, the latest serves; of several at one instant, that of the higher version.';

/** Orders deployments by when they start; of several at one instant the higher version serves. */
export const later = (a, b) => new Date(a.effectiveFrom) - new Date(b.effectiveFrom) || a.version - b.version;

/** Returns the deployment that serves at an instant, of those of one feature in one environment; undefined if none does. */
export function servingAt(deployments, at) {
  const started = deployments.filter(({ effectiveFrom, canceledAt }) => new Date(effectiveFrom) <= at && (!canceledAt || at < new Date(canceledAt)));
  return started.toSorted(later).at(-1);
}

/** Says what is with a deployment at an instant; `serving` is the one of its feature that serves in its environment then, if any. */
export function stateOf({ id, effectiveFrom, canceledAt }, serving, at) {
  if (canceledAt && new Date(canceledAt) <= at) {
    return html`<span class="marks">${badge('canceled')}<span class="muted small">${format.instant(canceledAt)}</span></span>`;
  }
  if (serving?.id === id) {
    return okBadge('serves');
  }
  return !serving || new Date(effectiveFrom) > at ? badge('scheduled', 'accent', icons.clock) : badge(`replaced by version ${serving.version}`);
}

/** The button that cancels a deployment; nothing if it is canceled. `feature` and `environment` are {id, name}. */
export function cancelButton(page, { feature, environment, deployment: { id, version, canceledAt } }, canceled) {
  const what = `${feature.name}, version ${version}`;
  return canceledAt
    ? nothing
    : button('Cancel deployment', {
        kind: 'quiet small-button',
        label: `Cancel the deployment of ${what} to ${environment.name}`,
        run: () =>
          page.confirm({
            title: `Cancel the deployment of ${what}?`,
            text: `In ${environment.name} the deployment before it serves from now on; without one, new documents find no version of this feature. Work that was accepted goes on with the version that it began with, and nothing is removed from connected applications.`,
            action: 'Cancel deployment',
            serious: true,
            run: async () => {
              await remove(`${path('environments', environment.id)}/deployments/${id}`);
              announce(`The deployment of ${what} is canceled.`);
              canceled();
            },
          }),
      });
}
