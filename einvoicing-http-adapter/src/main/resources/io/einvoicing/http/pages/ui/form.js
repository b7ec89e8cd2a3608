import { sentence } from './feedback.js';

/**
 * What a person edits: a JSON value, whose places have the paths that the API's findings name, such as `keyVaults[0].uri`. Knows what
 * was saved, and which fault belongs to which place.
 */
export class Form {
  /** What was read last: the values differ from it by what the person did. */
  saved;
  values;
  findings = [];
  #changed;

  /** @param changed is told after each change, to draw again */
  constructor(values, changed) {
    this.saved = values;
    this.values = values;
    this.#changed = changed;
  }

  get isDirty() {
    return JSON.stringify(this.values) !== JSON.stringify(this.saved);
  }

  get isFaulty() {
    return this.findings.some(({ severity }) => severity !== 'WARNING');
  }

  at(path) {
    return keysOf(path).reduce((value, key) => value?.[key], this.values);
  }

  /** Enters a value; the faults of its place, of what is in it and of what it is in are history. */
  set(path, value) {
    this.values = replaced(this.values, keysOf(path), value);
    this.findings = this.findings.filter(({ field }) => field === '' || !(isWithin(field, path) || isWithin(path, field)));
    this.#changed();
  }

  /** Changes a list as a whole: its faults named places that may be others now. */
  add(path, item) {
    this.set(path, [...(this.at(path) ?? []), item]);
  }

  drop(path, index) {
    this.set(path, this.at(path).toSpliced(index, 1));
  }

  move(path, index, by) {
    const list = [...this.at(path)];
    list.splice(index + by, 0, ...list.splice(index, 1));
    this.set(path, list);
  }

  /** Shows faults at their places; `prefix` is what the API's paths have before those of the form. */
  blame(findings, prefix = '') {
    this.findings = findings.map((finding) => ({
      ...finding,
      field: finding.field?.startsWith(prefix) ? finding.field.slice(prefix.length) : (finding.field ?? ''),
    }));
    this.#changed();
  }

  faultsAt(path) {
    return this.findings.filter(({ field }) => field === path);
  }

  /** Takes what the service answered: it is saved, and nothing of it is faulty. */
  accept(values) {
    this.saved = values;
    this.values = values;
    this.findings = [];
    this.#changed();
  }
}

/** A fault that a page finds before it asks the service. */
export const fault = (field, message, remedy = '') => ({ severity: 'ERROR', field, message, remedy });

/** Says what is wrong and what to do, as a person reads it. */
export const findingText = ({ message, remedy }) => [sentence(message), sentence(remedy)].filter(Boolean).join(' ');

/** Brings a person to the place that a finding names, or to the nearest around it; tells whether there is one. */
export function goTo(root, field) {
  for (let path = field; path !== ''; path = path.replace(/(^|[.[])[^.[]*$/, '')) {
    const place = root.querySelector(`[data-field="${CSS.escape(path)}"]`);
    if (place) {
      for (let around = place.closest('details:not([open])'); around; around = around.parentElement.closest('details:not([open])')) {
        around.open = true;
      }
      const target = place.matches('input, select, textarea, button') ? place : (place.querySelector('input, select, textarea, button') ?? place);
      target.focus();
      place.scrollIntoView({ block: 'center' });
      return true;
    }
  }
  return false;
}

const isWithin = (inner, outer) => inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);

/** Makes the keys of a path: `users[2].id` is users, 2, id. */
const keysOf = (path) => (path === '' ? [] : path.split(/[.[]/).map((key) => (key.endsWith(']') ? Number(key.slice(0, -1)) : key)));

function replaced(value, [key, ...rest], part) {
  if (key === undefined) {
    return part;
  }
  const next = replaced(value?.[key], rest, part);
  if (typeof key === 'number') {
    return value.with(key, next);
  }
  const { [key]: _, ...others } = value ?? {};
  return next === undefined ? others : { ...value, [key]: next };
}
