import { get } from '../ui/api.js';
import { emptyState } from '../ui/feedback.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { firstInstant, lastInstant } from '../ui/months.js';
import { badge, dangerBadge, okBadge, warningBadge } from '../ui/parts.js';
import { RemoteList } from '../ui/remote.js';

const OUTCOMES = {
  OK: { text: 'Succeeded', badge: () => okBadge('succeeded') },
  NOT_FOUND: { text: 'Not found', badge: () => warningBadge('not found') },
  DENIED: { text: 'Denied', badge: () => dangerBadge('denied') },
  UNAVAILABLE: { text: 'No answer', badge: () => dangerBadge('no answer') },
};

const OPERATIONS = { GET_SECRET: 'Read secret', GET_CERTIFICATE: 'Read certificate', LIST: 'List objects', SIGN: 'Sign' };

const BY = { SUBMISSION: 'Submission', USER: 'User', APPLICATION: 'Application', SERVICE: 'Service' };

/** Who reads a secret that is no environment's: the applications whose credentials it is. */
const readers = (applications, { vault, object }) => applications.filter(({ credentials }) => credentials.vault === vault && credentials.secret === object);

const FILTERS = ['environment', 'object', 'submission', 'principal', 'outcome', 'from', 'to'];

/** Every access of the service to a vault: when, what for, by whom, with which outcome. */
export class Accesses {
  #page;
  #accesses;
  #typed = {};

  constructor(page) {
    this.#page = page;
    this.#accesses = new RemoteList((after) => get('vault-accesses', { ...this.#filter, after, limit: 50 }), () => page.update());
  }

  load() {
    this.#typed = Object.fromEntries(FILTERS.map((name) => [name, this.#page.view[name] ?? '']));
    this.#accesses.load();
  }

  get #filter() {
    const { environment, object, submission, principal, outcome, from, to } = this.#page.view;
    return { environment, object, submission, principal, outcome, from: firstInstant(from), to: lastInstant(to) };
  }

  actions() {
    return nothing;
  }

  template() {
    const filtered = FILTERS.some((name) => this.#page.view[name]);
    return html`
      ${this.#toolbar(filtered)}
      <section class="card" aria-label="Accesses">
        <div class="card-body list-body">
          ${this.#accesses.show(({ items }) =>
            items.length === 0
              ? filtered
                ? emptyState('No access matches', 'Widen the filters.')
                : emptyState('No access yet', 'Each time the service reads a vault, it is recorded here.')
              : table(items, this.#page.applications.value ?? []),
          )}
          ${this.#accesses.moreButton()}
        </div>
      </section>
    `;
  }

  #toolbar(filtered) {
    return html`<form class="toolbar" role="search" aria-label="Which accesses" @submit=${(event) => this.#apply(event)}>
      ${this.#choice('environment', 'Environment', (this.#page.environments.value ?? []).map(({ id, name }) => ({ value: id, text: name })))}
      ${this.#choice('outcome', 'Outcome', Object.entries(OUTCOMES).map(([value, { text }]) => ({ value, text })))}
      ${this.#input('object', 'Object', 'text')} ${this.#input('submission', 'Submission', 'text')} ${this.#input('principal', 'User or application', 'text')}
      ${this.#input('from', 'From', 'date')} ${this.#input('to', 'To', 'date')}
      <button type="submit" class="button" aria-busy=${this.#accesses.busy ? 'true' : nothing}>${icons.check()}Apply</button>
      ${filtered ? html`<button type="button" class="button quiet" @click=${() => this.#clear()}>${icons.close()}Clear filters</button>` : nothing}
    </form>`;
  }

  #choice(name, label, choices) {
    const chosen = this.#typed[name] ?? '';
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <select id=${name} @change=${(event) => this.#page.show({ ...this.#typed, [name]: event.target.value })}>
        <option value="" .selected=${chosen === ''}>All</option>
        ${choices.map(({ value, text }) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`)}
      </select>
    </div>`;
  }

  #input(name, label, type) {
    return html`<div class="field ${type === 'date' ? 'day' : ''}">
      <label for=${name}>${label}</label>
      <input id=${name} type=${type} .value=${this.#typed[name] ?? ''} maxlength="200" spellcheck="false" autocapitalize="off" autocomplete="off" @input=${(event) => (this.#typed[name] = event.target.value.trim())} />
    </div>`;
  }

  #apply(event) {
    event.preventDefault();
    this.#page.show(this.#typed);
  }

  #clear() {
    this.#page.show(Object.fromEntries(FILTERS.map((name) => [name, ''])));
  }
}

function table(items, applications) {
  return html`<table class="cards">
    <caption class="visually-hidden">Accesses, the latest first</caption>
    <thead>
      <tr>
        <th scope="col">When</th>
        <th scope="col">What</th>
        <th scope="col">Object</th>
        <th scope="col">By</th>
        <th scope="col">For</th>
        <th scope="col">Outcome</th>
        <th scope="col" class="number">Took</th>
      </tr>
    </thead>
    <tbody>
      ${items.map(
        ({ at, operation, object, vault, by, environment, outcome, latencyMillis }) => html`<tr>
          <th scope="row" class="nowrap"><time datetime=${at}>${format.instant(at)}</time></th>
          <td data-label="What">${OPERATIONS[operation] ?? operation}</td>
          <td data-label="Object"><span>${object ?? 'The whole vault'}<span class="muted small vault-address">in ${vault}</span></span></td>
          <td data-label="By">${byWhom(by)}</td>
          <td data-label="For"><span>${environment ? environmentLink(environment) : forApplications(readers(applications, { vault, object }))}</span></td>
          <td data-label="Outcome"><span>${(OUTCOMES[outcome]?.badge ?? (() => badge(outcome)))()}</span></td>
          <td data-label="Took" class="number">${format.count(latencyMillis)} ms</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Says who caused an access: a person by name, a submission by the beginning of its id. */
function byWhom({ kind, id, name }) {
  const who = kind === 'SUBMISSION' && id ? html`<code>${id.slice(0, 8)}…</code>` : html`<span class="muted small">${kind === 'SERVICE' ? '' : name}</span>`;
  return html`<span title=${id ?? nothing}>${BY[kind] ?? kind} ${who}</span>`;
}

const environmentLink = ({ id, name }) => html`<a href="../environments/?environment=${id}">${name}</a>`;

const forApplications = (applications) =>
  applications.length === 0
    ? '–'
    : html`<span class="muted small">Connected application</span> ${applications.map(({ id, name }, index) => html`${index === 0 ? nothing : ', '}<a href="../applications/?application=${id}">${name}</a>`)}`;
