import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { FILTERS, isFiltered, statusesOf } from './filter.js';
import { KINDS, REASONS, readable, STATUSES } from './words.js';

const COUNTINGS = { COUNTED: 'Counted', NOT_YET: 'Not counted yet', ALREADY_COUNTED: 'Counted before', RELATED: 'Never counts' };
const FIRST = ['record', 'legalEntity', 'environment', 'from', 'to', 'status'];

/** The filters: each takes effect when it is changed. */
export function toolbar(page, names) {
  const { view } = page;
  const more = FILTERS.filter((name) => !FIRST.includes(name) && name !== 'needsPerson' && view[name]).length;
  return html`<form
    class="filters"
    role="search"
    aria-label="Which submissions"
    @submit=${(event) => {
      event.preventDefault();
      apply(page, event.currentTarget);
    }}
    @change=${(event) => apply(page, event.currentTarget)}
  >
    <div class="toolbar">
      ${text('record', view.exactly ? 'Document is' : 'Document begins with', view, 128)} ${text('legalEntity', 'Legal entity', view, 64)}
      ${choice('environment', 'Environment', view, names.environments.map(({ id, name }) => [id, name]))} ${day('from', 'Submitted from', view)} ${day('to', 'to', view)}
      ${isFiltered(view) ? html`<button type="button" class="button quiet" @click=${() => page.show(Object.fromEntries(FILTERS.map((name) => [name, ''])))}>${icons.close()}Clear filters</button>` : nothing}
    </div>
    <fieldset class="statuses">
      <legend class="visually-hidden">Status</legend>
      ${Object.entries(STATUSES).map(
        ([status, words]) => html`<label><input type="checkbox" name="status" value=${status} .checked=${statusesOf(view).includes(status)} /><span>${words.text}</span></label>`,
      )}
    </fieldset>
    <details class="folded more-filters" ?open=${more > 0}>
      <summary>More filters</summary>
      <div class="toolbar">
        ${choice('feature', 'Feature', view, names.features.map(({ id, name }) => [id, name]))} ${choice('pendingReason', 'Waits for', view, Object.entries(REASONS).map(([code, words]) => [code, words.text]))}
        ${text('invoiceStatus', 'Invoice status', view, 40, ['ACCEPTED', 'REJECTED', 'DUPLICATE'])} ${choice('kind', 'Kind', view, Object.entries(KINDS))} ${text('documentContext', 'Context', view, 64)}
        ${choice('counting', 'Usage', view, Object.entries(COUNTINGS))}
        <div class="tick"><input id="exactly" name="exactly" type="checkbox" .checked=${view.exactly === 'true'} /><label for="exactly">Document number exactly</label></div>
      </div>
    </details>
  </form>`;
}

/** Reads the filters, and shows them if they are others: Enter and leaving a field tell the same twice. */
function apply(page, form) {
  const typed = new FormData(form);
  const value = (name) => (typed.get(name) ?? '').trim();
  const filters = Object.fromEntries(FILTERS.filter((name) => name !== 'needsPerson').map((name) => [name, value(name)]));
  filters.status = typed.getAll('status').join(',');
  filters.invoiceStatus = filters.invoiceStatus.toUpperCase().replaceAll(' ', '_');
  filters.exactly = filters.exactly ? 'true' : '';
  // What needs a person is a view of its own, which other statuses leave.
  filters.needsPerson = filters.status === (page.view.status ?? '') ? page.view.needsPerson : '';
  if (FILTERS.some((name) => (filters[name] ?? '') !== (page.view[name] ?? ''))) {
    page.show(filters);
  }
}

function text(name, label, view, longest, suggestions = undefined) {
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <input id=${name} name=${name} .value=${view[name] ?? ''} maxlength=${longest} spellcheck="false" autocapitalize="off" autocomplete="off" list=${suggestions ? `${name}-list` : nothing} />
    ${suggestions ? html`<datalist id="${name}-list">${suggestions.map((each) => html`<option value=${each}>${readable(each)}</option>`)}</datalist>` : nothing}
  </div>`;
}

function day(name, label, view) {
  return html`<div class="field day">
    <label for=${name}>${label}</label>
    <input id=${name} name=${name} type="date" .value=${view[name] ?? ''} />
  </div>`;
}

function choice(name, label, view, choices) {
  const value = view[name] ?? '';
  const known = choices.some(([each]) => each === value);
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <select id=${name} name=${name}>
      <option value="" .selected=${value === ''}>Any</option>
      ${known || value === '' ? nothing : html`<option value=${value} .selected=${true}>${value}</option>`}
      ${choices.map(([each, words]) => html`<option value=${each} .selected=${each === value}>${words}</option>`)}
    </select>
  </div>`;
}
