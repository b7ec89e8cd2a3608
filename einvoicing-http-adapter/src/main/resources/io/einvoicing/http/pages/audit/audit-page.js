import { access } from '../ui/access.js';
import { download, get } from '../ui/api.js';
import { differences, differenceTable, valueOf } from '../ui/differences.js';
import { announce, emptyState } from '../ui/feedback.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { exportMenu } from '../ui/menu.js';
import { firstInstant, lastInstant } from '../ui/months.js';
import { Page } from '../ui/page.js';
import { dangerBadge } from '../ui/parts.js';
import { RemoteList } from '../ui/remote.js';

/** The trail of administrative changes: who changed what, and what it was before and is after. */
class AuditPage extends Page {
  #records = new RemoteList((after) => get('audit', { ...this.#filter, after, limit: 50 }), () => this.update());
  /** What is typed in the filters and not applied yet. */
  #typed = { ...this.view };

  load() {
    this.#records.load();
  }

  viewChanged() {
    this.#typed = { ...this.view };
    this.load();
  }

  get #filter() {
    const { from, to, actor, operation, subject, tenant } = this.view;
    return { from: firstInstant(from), to: lastInstant(to), actor, operation, subject, tenant };
  }

  template() {
    return html`
      <div class="title-line">
        <div>
          <h1>Audit</h1>
          <p class="muted small">Every administrative change, the latest first. Values of secrets are never part of it.</p>
        </div>
        <div class="actions">${exportMenu('these changes', (type) => this.#save(type))}</div>
      </div>
      ${this.#toolbar()}
      <section class="card" aria-label="Changes">
        <div class="card-body list-body">
          ${this.#records.show(({ items }) => (items.length === 0 ? this.#none() : html`<ol class="records">${items.map((item) => this.#record(item))}</ol>`))}
          ${this.#records.moreButton()}
        </div>
      </section>
      <confirm-dialog></confirm-dialog>
      <form-dialog></form-dialog>
    `;
  }

  #toolbar() {
    return html`<form class="toolbar" role="search" aria-label="Which changes" @submit=${(event) => this.#apply(event)}>
      ${this.#text('operation', 'Operation', 'environment.publish')} ${this.#text('subject', 'Subject', 'environment/…')} ${this.#text('actor', 'Who', 'object id')}
      ${this.#day('from', 'From')} ${this.#day('to', 'To')}
      ${access.hasRole('operate') ? this.#text('tenant', 'Organization', 'own') : nothing}
      <button type="submit" class="button" aria-busy=${this.#records.busy ? 'true' : nothing}>${icons.check()}Apply</button>
      ${Object.keys(this.view).length > 0 ? html`<button type="button" class="button quiet" @click=${() => this.#clear()}>${icons.close()}Clear filters</button>` : nothing}
    </form>`;
  }

  #text(name, label, placeholder) {
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <input id=${name} .value=${this.#typed[name] ?? ''} placeholder=${placeholder} maxlength="200" spellcheck="false" autocapitalize="off" autocomplete="off" @input=${(event) => this.#type(name, event.target.value)} />
    </div>`;
  }

  #day(name, label) {
    return html`<div class="field day">
      <label for=${name}>${label}</label>
      <input id=${name} type="date" .value=${this.#typed[name] ?? ''} @input=${(event) => this.#type(name, event.target.value)} />
    </div>`;
  }

  #type(name, value) {
    this.#typed = { ...this.#typed, [name]: value.trim() };
  }

  #apply(event) {
    event.preventDefault();
    this.show(this.#typed);
  }

  #clear() {
    this.show(Object.fromEntries(Object.keys(this.view).map((name) => [name, ''])));
  }

  #none() {
    return Object.keys(this.view).length > 0
      ? emptyState('No change matches', 'Widen the filters: the operation and the subject are matched as they are written in the list.')
      : emptyState('No changes yet', 'Whatever somebody administers is recorded here.');
  }

  #record(record) {
    const { at, actor, operation, subject, before, after } = record;
    const [kind, ...id] = subject.split('/');
    const name = nameOf(record, this.#records.items);
    const only = (filter, label, text) => html`<button type="button" class="link quiet-link" title=${label} @click=${() => this.show(filter)}>${text}</button>`;
    return html`<li class="record">
      <div class="record-head">
        <strong class="operation">${only({ operation }, `Only ${operation}`, operation)}</strong>
        <span class="subject">${only({ subject }, `Only this ${kind}`, html`${kind} ${name ? html`<strong title=${id.join('/')}>${name}</strong>` : html`<code>${id.join('/')}</code>`}`)}</span>
        <span class="muted small who">${only({ actor: actor.id }, `Only changes by ${actor.name || actor.id}`, actor.name || actor.id)} · <time datetime=${at}>${format.instant(at)}</time></span>
      </div>
      ${stateOf(operation, before, after)}
    </li>`;
  }

  async #save(type) {
    try {
      await download('audit/export', { ...this.#filter, format: type });
    } catch (problem) {
      announce(`${problem.title}. ${problem.detail ?? ''}`);
    }
  }
}

/** Shows what a change made of the state before, or the whole of what was created or removed. */
function stateOf(operation, before, after) {
  if (before && after) {
    const changes = differences(before, after).filter(({ path }) => path !== 'revision');
    return changes.length === 0
      ? html`<p class="muted small">The state is the same as before.</p>`
      : html`<details>
          <summary>${changes.length === 1 ? 'One difference' : `${format.count(changes.length)} differences`}</summary>
          ${differenceTable(changes, { caption: `What ${operation} changed` })}
        </details>`;
  }
  return before || after
    ? html`<details>
        <summary>${summaryOf(operation, before, after)}</summary>
        <div class="state">${valueOf(after ?? before)}</div>
      </details>`
    : nothing;
}

/** Says what the only state of a record is: of a deployment to an application, what became of each setting. */
function summaryOf(operation, before, after) {
  if (!after) {
    return 'What was removed';
  }
  if (operation !== 'connectedApplication.deploy') {
    return operation.endsWith('.deploy') ? 'What was deployed' : /\.(edit|set|save|enable)/.test(operation) ? 'What was set' : 'What was created';
  }
  const failed = after.settings?.filter(({ outcome }) => outcome === 'FAILED').length ?? 0;
  return failed === 0 ? 'What was deployed' : html`What was tried ${dangerBadge(`${format.count(failed)} of ${format.count(after.settings.length)} settings failed`)}`;
}

/** Returns what people call the subject of a record, as that one or another of the records has it; empty if none does. */
function nameOf({ subject, before, after }, records) {
  const state = after ?? before;
  const own = nameIn(state) || records.filter((each) => each.subject === subject).map((each) => nameIn(each.after ?? each.before)).find(Boolean);
  if (own || !subject.startsWith('deployment/')) {
    return own ?? '';
  }
  const [feature, environment] = ['feature', 'environment'].map((kind) => records.find((each) => each.subject.split('/', 2).join('/') === `${kind}/${state?.[kind]}`));
  const name = (record) => (record?.after ?? record?.before)?.name;
  return [name(feature) && `${name(feature)}, version ${state.version}`, name(environment) && `to ${name(environment)}`].filter(Boolean).join(' ');
}

function nameIn(state) {
  const name = state?.name ?? state?.details?.name;
  return name && state.number ? `${name}, version ${state.number}` : name;
}

customElements.define('audit-page', AuditPage);
