import { icons } from './icons.js';
import { html } from './libraries.js';

/**
 * Compares two JSON values and returns [{path, kind, before, after}] as the API's own differences have it: entries of lists are told by
 * their name or id, lists of plain values as a whole.
 */
export function differences(before, after, path = '') {
  if (textOf(before) === textOf(after)) {
    return [];
  }
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => differences(before[name], after[name], path === '' ? name : `${path}.${name}`));
  }
  if (isNamed(before) && isNamed(after)) {
    const keys = [...new Set([...before, ...after].map(keyOf))];
    const find = (list, key) => list.find((each) => keyOf(each) === key);
    const changes = keys.flatMap((key) => differences(find(before, key), find(after, key), `${path}[${key}]`));
    return changes.length > 0 ? changes : [{ path, kind: 'CHANGED', before: before.map(keyOf), after: after.map(keyOf) }];
  }
  return [{ path, kind: isEmpty(before) ? 'ADDED' : isEmpty(after) ? 'REMOVED' : 'CHANGED', before, after }];
}

/** Shows differences: what was where, and what is there now, under the titles of the two. */
export function differenceTable(changes, { caption, before = 'Before', after = 'After' }) {
  return html`<div class="table-scroll">
    <table class="differences-table cards">
      <caption class="visually-hidden">${caption}</caption>
      <thead>
        <tr><th scope="col">What</th><th scope="col">${before}</th><th scope="col">${after}</th></tr>
      </thead>
      <tbody>
        ${changes.map(
          (change) => html`<tr>
            <th scope="row"><span class="place">${readablePath(change.path) || 'The whole'}</span> ${kindBadge(change.kind)}</th>
            <td data-label=${before}><div class=${change.kind === 'ADDED' ? '' : 'was'}>${valueOf(change.before)}</div></td>
            <td data-label=${after}><div class=${change.kind === 'REMOVED' ? '' : 'is'}>${valueOf(change.after)}</div></td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Writes a path such as `keyVaults[Main].objects[storage].type` as people read it: Key vaults › Main › Objects › storage › Type. */
export const readablePath = (path) => partsOf(path).map(({ property, entry }) => entry ?? words(property)).join(' › ');

/** Writes a path whose entries are indexes, as findings have them: `users[0].email` is Users › 1 › Email. */
export const readableIndexPath = (path) =>
  partsOf(path)
    .map(({ property, entry }) => (entry === undefined ? words(property) : /^\d+$/.test(entry) ? String(Number(entry) + 1) : entry))
    .join(' › ');

const partsOf = (path) =>
  [...path.matchAll(/\[((?:\\.|[^\]\\])*)\]|([^.[\]]+)/g)].map(([, entry, property]) => ({ entry: entry?.replaceAll(/\\(.)/g, '$1'), property }));

/** Writes a JSON value as people read it. */
export function valueOf(value) {
  if (isEmpty(value)) {
    return html`<span class="muted">–</span>`;
  }
  if (typeof value === 'boolean') {
    return value ? 'Yes' : 'No';
  }
  if (Array.isArray(value)) {
    return html`<ol class="plain">${value.map((each) => html`<li>${valueOf(each)}</li>`)}</ol>`;
  }
  if (isObject(value)) {
    return html`<dl class="properties">
      ${Object.entries(value)
        .filter(([, each]) => !isEmpty(each))
        .map(([name, each]) => html`<div><dt>${words(name)}</dt><dd>${valueOf(each)}</dd></div>`)}
    </dl>`;
  }
  return html`<span class="lines">${String(value)}</span>`;
}

const KINDS = {
  ADDED: { tone: 'good', icon: icons.plus, text: 'added' },
  REMOVED: { tone: 'danger', icon: icons.remove, text: 'removed' },
  CHANGED: { tone: 'accent', icon: icons.update, text: 'changed' },
};

function kindBadge(kind) {
  const { tone, icon, text } = KINDS[kind] ?? KINDS.CHANGED;
  return html`<span class="badge ${tone}">${icon()}${text}</span>`;
}

/** Writes a value so that equal ones have equal texts, whatever the order of their properties. */
const textOf = (value) => JSON.stringify(value, (_, each) => (isObject(each) ? Object.fromEntries(Object.entries(each).toSorted()) : each));
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const keyOf = (value) => (isObject(value) ? (value.name ?? value.id) : undefined);
const isNamed = (value) => Array.isArray(value) && value.every((each) => keyOf(each) !== undefined);
const isEmpty = (value) => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

function words(name) {
  const text = name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
