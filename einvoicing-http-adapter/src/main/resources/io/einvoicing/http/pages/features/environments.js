import { getAll, path } from '../ui/api.js';

/** Reads all environments. */
export const readEnvironments = () => getAll('environments');

/**
 * Reads which certificates, chains, secrets and number sequences environments have: suggestions only, so that a failure leaves them
 * empty.
 */
export async function readDeclared() {
  const environments = await readEnvironments().catch(() => []);
  const declared = { certificates: new Map(), secrets: new Map(), sequences: new Map() };
  const note = (kind, name, environment) => declared[kind].set(name, new Set([...(declared[kind].get(name) ?? []), environment]));
  for (const { name, draft } of environments) {
    draft.certificateChains?.forEach((chain) => note('certificates', chain.name, name));
    for (const object of draft.keyVaults?.flatMap(({ objects }) => objects) ?? []) {
      note(object.type === 'CERTIFICATE' ? 'certificates' : 'secrets', object.name, name);
    }
  }
  await Promise.all(
    environments.map(async ({ id, name }) => {
      const sequences = await getAll(`${path('environments', id)}/number-sequences`).catch(() => []);
      sequences.forEach((sequence) => note('sequences', sequence.name, name));
    }),
  );
  return Object.fromEntries(
    Object.entries(declared).map(([kind, names]) => [kind, [...names].map(([name, where]) => ({ name, where: `in ${[...where].join(', ')}` }))]),
  );
}
