import { getAll, path } from '../ui/api.js';
import { readEnvironments } from './environments.js';

/** Reads the environments, each with its deployments of a feature, the ones that start last first. */
export async function readDeployments(feature) {
  const environments = await readEnvironments();
  return Promise.all(
    environments.map(async (environment) => {
      const all = await getAll(`${path('environments', environment.id)}/deployments`);
      return { environment, deployments: all.filter((each) => each.feature === feature).toSorted((a, b) => later(b, a)) };
    }),
  );
}

/** Orders deployments by when they start; of several at one instant the higher version serves. */
const later = (a, b) => new Date(a.effectiveFrom) - new Date(b.effectiveFrom) || a.version - b.version;

/** Returns the deployment that serves at an instant, of those of one feature in one environment; undefined if none does. */
export function servingAt(deployments, at) {
  const started = deployments.filter(({ effectiveFrom, canceledAt }) => new Date(effectiveFrom) <= at && (!canceledAt || at < new Date(canceledAt)));
  return started.toSorted(later).at(-1);
}

/** Says what is with a deployment at an instant: {text, tone}. */
export function stateOf(deployment, deployments, at) {
  if (deployment.canceledAt && new Date(deployment.canceledAt) <= at) {
    return { text: 'canceled', tone: '' };
  }
  if (new Date(deployment.effectiveFrom) > at) {
    return { text: 'scheduled', tone: 'accent' };
  }
  const serving = servingAt(deployments, at);
  return serving?.id === deployment.id ? { text: 'serves', tone: 'good' } : { text: `replaced by version ${serving.version}`, tone: '' };
}
