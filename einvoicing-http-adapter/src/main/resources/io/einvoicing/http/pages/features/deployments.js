import { getAll, path } from '../ui/api.js';
import { later } from '../ui/deployments.js';
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
