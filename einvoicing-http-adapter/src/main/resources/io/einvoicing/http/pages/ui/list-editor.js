import { faultsAt } from './fields.js';
import { icons } from './icons.js';
import { html, nothing } from './libraries.js';

/**
 * Edits a list of a form (form.js): add, remove, and up and down where the order matters.
 *
 * @param options {what: one item in a word or two, blank: makes a new item, item: draws the fields of the item at a path, name: names an
 *     item for its buttons, ordered, empty: what an empty list means, compact: fields and buttons in one line, columns: the lines have
 *     the same fields, so that the labels of the first one do for all}
 */
export function listEditor(form, path, { what, blank, item, name, ordered = false, empty = '', compact = false, columns = false }) {
  const items = form.at(path) ?? [];
  return html`<div class="list-editor ${compact || columns ? 'compact' : ''} ${columns ? 'columns' : ''}" data-field=${path} data-list=${path} tabindex="-1">
    ${items.length === 0 && empty ? html`<p class="muted small">${empty}</p>` : nothing}
    ${items.map((value, index) => {
      const title = name?.(value) || `${what} ${index + 1}`;
      const place = `${path}[${index}]`;
      return html`<div class="list-item" role="group" aria-label=${title} data-field=${place}>
        <div class="list-fields">${item(place, value, index)} ${typeof value === 'object' ? faultsAt(form, place) : nothing}</div>
        <div class="list-buttons">
          ${ordered
            ? html`${tool(icons.up(), `Move ${title} up`, 'up', index === 0, (event) => move(event, form, path, index, -1))}
              ${tool(icons.down(), `Move ${title} down`, 'down', index === items.length - 1, (event) => move(event, form, path, index, 1))}`
            : nothing}
          ${tool(icons.remove(), `Remove ${title}`, 'remove', false, (event) => drop(event, form, path, index))}
        </div>
      </div>`;
    })}
    ${faultsAt(form, path)}
    <button type="button" class="button small-button add" @click=${(event) => add(event, form, path, blank)}>${icons.plus()}Add ${what}</button>
  </div>`;
}

function tool(icon, label, kind, disabled, run) {
  return html`<button type="button" class="button quiet icon-only ${kind}" aria-label=${label} title=${label} ?disabled=${disabled} @click=${run}>${icon}</button>`;
}

/** The focus follows what a person works on, as soon as it is drawn. */
function focusAfter(event, choose) {
  const list = event.target.closest('[data-list]');
  requestAnimationFrame(() => choose([...list.querySelectorAll(':scope > .list-item')], list)?.focus());
}

function add(event, form, path, blank) {
  const list = event.target.closest('[data-list]');
  form.add(path, blank());
  requestAnimationFrame(() => [...list.querySelectorAll(':scope > .list-item')].at(-1)?.querySelector('input, select, textarea')?.focus());
}

function drop(event, form, path, index) {
  focusAfter(event, (items, list) => items[Math.min(index, items.length - 1)]?.querySelector('.list-buttons .remove') ?? list.querySelector(':scope > .add'));
  form.drop(path, index);
}

function move(event, form, path, index, by) {
  const kind = by < 0 ? '.up' : '.down';
  focusAfter(event, (items) => {
    const buttons = items[index + by].querySelector('.list-buttons');
    return buttons.querySelector(`${kind}:not(:disabled)`) ?? buttons.querySelector('.up:not(:disabled), .down:not(:disabled)');
  });
  form.move(path, index, by);
}
