import { get, Problem } from '../ui/api.js';
import { html } from '../ui/libraries.js';
import { icons } from '../ui/icons.js';

/** Words for what the API says in codes. */
const STATUSES = {
  DRAFT: { text: 'Draft', tone: 'warning', icon: icons.edit },
  COMPLETED: { text: 'Completed', tone: 'accent', icon: icons.lock },
  PUBLISHED: { text: 'Published', tone: 'good', icon: icons.check },
};

export function statusBadge(status) {
  const { text, tone, icon } = STATUSES[status] ?? { text: status, tone: '', icon: icons.dot };
  return html`<span class="badge ${tone}">${icon()}${text}</span>`;
}

/** Returns all items of a list that the API gives in pages. */
export async function everything(read) {
  const items = [];
  let after = '';
  do {
    const page = await read(after);
    items.push(...page.items);
    after = page.next ?? '';
  } while (after !== '');
  return items;
}

export const featureAddress = (feature, changes = {}) => `?${new URLSearchParams({ feature, ...changes })}`;

/** Reads one feature. */
export async function readFeature(id) {
  const features = await everything((after) => get('features', { after }));
  const feature = features.find((each) => each.id === id);
  if (!feature) {
    throw new Problem({ title: 'There is no such feature', detail: 'It may have been deleted; choose another in the list', status: 404 });
  }
  return feature;
}
