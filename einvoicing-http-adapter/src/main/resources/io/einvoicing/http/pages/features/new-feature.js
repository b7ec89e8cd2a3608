import { post } from '../ui/api.js';
import { choiceField, textField } from '../ui/fields.js';
import { fault } from '../ui/form.js';
import { featureAddress } from './names.js';

/**
 * Asks for a new feature: from nothing, or derived from another one.
 *
 * @param bases [{key, text, feature, tenant, versions}] from which it can be derived
 * @param chosen the key of the one that is offered first; empty = from nothing
 */
export function newFeature(page, bases, chosen = '') {
  const baseOf = (key) => bases.find((each) => each.key === key);
  const latest = (base) => (base ? String(base.versions.at(-1)) : undefined);
  page.ask({
    title: chosen ? 'Derive a feature' : 'New feature',
    text: 'It starts with version 1 as a draft. A derived one begins with everything of its base, and can take over later versions of it.',
    values: { name: '', base: chosen || undefined, version: latest(baseOf(chosen)) },
    fields: (form) => {
      const base = baseOf(form.values.base);
      return [
        textField(form, 'name', { label: 'Name', required: true, maxlength: 128 }),
        bases.length === 0 ? '' : choiceField(form, 'base', { label: 'Derived from', none: 'Nothing: an empty feature', choices: bases.map(({ key, text }) => ({ value: key, text })) }),
        base
          ? choiceField(form, 'version', { label: 'Version of the base', none: `The latest: ${latest(base)}`, choices: base.versions.toReversed().map((number) => ({ value: String(number), text: `Version ${number}` })) })
          : '',
      ];
    },
    action: 'Create',
    check: ({ name }) => (name.trim() ? [] : [fault('name', 'the feature has no name', 'give it one')]),
    run: async ({ name, base: key, version }) => {
      const base = baseOf(key);
      const wanted = base?.versions.includes(Number(version)) ? Number(version) : base?.versions.at(-1);
      const created = await post('features', {
        name: name.trim(),
        ...(base ? { base: { feature: base.feature, version: wanted, ...(base.tenant ? { tenant: base.tenant } : {}) } } : {}),
      });
      location.assign(featureAddress(created.feature, { version: created.number }));
    },
  });
}

/** Returns the organization's own features as bases. */
export const ownBases = (features) =>
  features
    .filter(({ latestVersion }) => latestVersion)
    .map(({ id, name, provider, latestVersion }) => ({
      key: id,
      feature: id,
      text: provider ? `${name} (${provider.name})` : name,
      versions: Array.from({ length: latestVersion }, (_, index) => index + 1),
    }));

/** Returns what others share as bases. */
export const sharedBases = (shared) =>
  shared.map(({ tenant, organization, feature, name, versions }) => ({
    key: `${tenant} ${feature}`,
    tenant,
    feature,
    text: `${name} (shared by ${organization})`,
    versions: versions.toSorted((a, b) => a - b),
  }));
