import { get } from '../ui/api.js';
import { everything } from './names.js';

/** Reads all environments. */
export const readEnvironments = () => everything((after) => get('environments', { after }));

/** Reads which certificates, chains and secrets environments declare: suggestions only, so that a failure leaves them empty. */
export async function readDeclared() {
  const environments = await readEnvironments().catch(() => []);
  const certificates = new Map();
  const secrets = new Map();
  const note = (names, name, environment) => names.set(name, [...(names.get(name) ?? []), environment]);
  for (const { name, draft } of environments) {
    draft.certificateChains?.forEach((chain) => note(certificates, chain.name, name));
    for (const object of draft.keyVaults?.flatMap(({ objects }) => objects) ?? []) {
      note(object.type === 'CERTIFICATE' ? certificates : secrets, object.name, name);
    }
  }
  const listed = (names) => [...names].map(([name, where]) => ({ name, where: `declared in ${[...new Set(where)].join(', ')}` }));
  return { certificates: listed(certificates), secrets: listed(secrets) };
}
