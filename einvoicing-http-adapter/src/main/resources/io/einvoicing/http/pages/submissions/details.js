import { addressOf } from '../ui/address.js';
import { download, get, path } from '../ui/api.js';
import { announce, sentence, skeleton } from '../ui/feedback.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { menu } from '../ui/menu.js';
import { button, card } from '../ui/parts.js';
import { Refresh } from '../ui/refresh.js';
import { Remote } from '../ui/remote.js';
import { Commands } from './commands.js';
import { Names } from './names.js';
import { runs } from './runs.js';
import { counting, goesOn, isActive, KINDS, needsPerson, size, statusBadge, verdictBadge, waiting, waitsForDecision } from './words.js';

/** Milliseconds until a submission is looked at again: while it runs, and while it waits. */
const RUNS = 2_000;
const WAITS = 10_000;

/** One submission: where it stands, what a person can do, and everything that happened to it. */
export class SubmissionDetails {
  #page;
  #id;
  #names;
  #submission;
  /** All submissions of the same document. */
  #family;
  #commands;
  #refresh;

  constructor(page, id) {
    const changed = () => page.update();
    this.#page = page;
    this.#id = id;
    this.#names = new Names(changed);
    this.#submission = new Remote(() => get(path('submissions', id)), changed);
    this.#family = new Remote(() => this.#readFamily(), changed);
    this.#commands = new Commands(page, this);
    this.#refresh = new Refresh(
      () => this.#again(),
      () => (!this.value || !goesOn(this.value) ? 0 : this.value.status === 'PENDING' ? WAITS : RUNS),
    );
  }

  /** The submission as it was read last. */
  get value() {
    return this.#submission.value;
  }

  async load() {
    this.#names.load();
    await this.#again();
    if (this.value) {
      document.title = `${this.value.document.sourceRecord} · Submissions · einvoicing`;
      this.#family.load();
    }
  }

  viewChanged() {}

  /** Takes what a command answered: it is the submission now. */
  accept(submission) {
    this.#submission.set(submission);
    this.#refresh.wait();
  }

  reread() {
    return this.#again();
  }

  /** Shows another submission, such as the child that a command made. */
  open(id) {
    location.assign(addressOf({ ...this.#page.view, submission: id }));
  }

  filePath(name) {
    return path('submissions', this.#id, 'files', ...name.split('/'));
  }

  async #again() {
    const active = this.value && isActive(this.value);
    await this.#submission.load();
    if (active && this.value && !isActive(this.value)) {
      this.#family.load();
    }
    this.#refresh.wait();
  }

  async #readFamily() {
    const { environment, document } = this.value;
    const { items } = await get('submissions', {
      environment,
      legalEntity: document.legalEntity,
      documentContext: document.documentContext,
      sourceRecord: document.sourceRecord,
      limit: 100,
    });
    return items.filter((each) => each.document.erpApplication === document.erpApplication);
  }

  template() {
    return html`
      <a class="back" href=${addressOf({ ...this.#page.view, submission: '' })}>${icons.back()}Submissions</a>
      ${this.value === undefined ? html`<h1 class="visually-hidden">Submission</h1>` : nothing}
      ${this.#submission.show((submission) => this.#content(submission), html`${skeleton('line')}${skeleton('chart')}`)}
    `;
  }

  #content(submission) {
    const { document, kind, invoiceStatus } = submission;
    const others = this.#commands.more(submission);
    return html`
      <div class="title-line">
        <div>
          <h1>${document.sourceRecord} ${statusBadge(submission)} ${invoiceStatus ? verdictBadge(invoiceStatus) : nothing}</h1>
          <p class="muted small">${KINDS[kind] ?? kind} · ${document.legalEntity} · ${document.documentContext} · ${document.erpApplication}</p>
        </div>
        <div class="actions">
          ${this.#commands.buttons(submission)} ${others.length > 0 ? menu('More commands', icons.more(), others) : nothing}
        </div>
      </div>
      <div class="stack">
        ${this.#attention(submission)}
        <div class="halves">
          <div class="stack">${this.#log(submission)} ${this.#files(submission)}</div>
          <div class="stack">${this.#facts(submission)} ${this.#variables(submission)} ${this.#relatives(submission)}</div>
        </div>
      </div>
    `;
  }

  /** What a person has to know first: what is wrong and what to do, or what it waits for. */
  #attention(submission) {
    const { status, failure } = submission;
    const wait = waiting(submission);
    if (waitsForDecision(submission)) {
      return html`<section class="notice warning" role="status" aria-label="A decision is needed">
        <span>${icons.question()}</span>
        <div>
          <strong>Nobody knows whether the authority got the document.</strong>
          ${failure ? html`<p>${sentence(failure)}</p>` : nothing}
          <p>Ask the authority, then enter what it says. Repeating sends the same request under the same key, which an authority with duplicate detection takes once. Giving up ends it as failed.</p>
          <div class="actions">${this.#commands.decisions(submission)}</div>
        </div>
      </section>`;
    }
    if (needsPerson(submission)) {
      return html`<section class="notice danger" role="status" aria-label="What is wrong">
        <span>${icons.over()}</span>
        <div>
          <strong>${status === 'FAILED' ? 'It failed.' : `${wait}.`}</strong>
          ${failure ? html`<p>${sentence(failure)}</p>` : nothing}
          <p>Repair what was wrong, then drive it on: it continues where it stopped.</p>
        </div>
      </section>`;
    }
    return wait || (failure && status !== 'COMPLETED')
      ? html`<section class="notice" role="status" aria-label="What it waits for">
          <span>${icons.clock()}</span>
          <div>
            ${wait ? html`<strong>${sentence(wait)}</strong>` : nothing} ${failure ? html`<p>${sentence(failure)}</p>` : nothing}
            ${status === 'SCHEDULED' && !submission.dueAt ? html`<p><a href=${this.#chainAddress(submission)}>What is in process before it</a></p>` : nothing}
          </div>
        </section>`
      : nothing;
  }

  #chainAddress({ environment, feature, document }) {
    return addressOf({ status: 'SCHEDULED,EXECUTING,PENDING', environment, feature, legalEntity: document.legalEntity });
  }

  #log({ log, status }) {
    return card(
      { id: 'runs', title: 'What happened', text: 'Every run of every action, in order.' },
      log.actions.length === 0
        ? html`<p class="muted">${status === 'SCHEDULED' ? 'Nothing yet: it waits for its turn.' : 'No action ran.'}</p>`
        : runs(log.actions, (file) => this.#fileButton(file)),
    );
  }

  #fileButton(file) {
    return html`<button type="button" class="link small" @click=${() => this.#page.showFile({ ...file, path: this.filePath(file.name) })}>${lastName(file.name)}</button>`;
  }

  #files({ log }) {
    const roles = rolesOf(log);
    return card(
      { id: 'files', title: 'Files' },
      html`<div class="table-scroll">
        <table class="cards files">
          <caption class="visually-hidden">Files of this submission</caption>
          <thead>
            <tr><th scope="col">What</th><th scope="col">Type</th><th scope="col" class="number">Size</th><th scope="col"><span class="visually-hidden">Commands</span></th></tr>
          </thead>
          <tbody>
            ${log.files.map((file) => {
              const what = roles.get(file.name) ?? 'File';
              return html`<tr>
                <th scope="row">${what}<span class="second">${lastName(file.name)}</span></th>
                <td data-label="Type">${file.mediaType}</td>
                <td data-label="Size" class="number">${size(file.size)}</td>
                <td class="row-actions">
                  ${button('View', { kind: 'small-button', label: `View: ${what}`, icon: icons.file(), run: () => this.#page.showFile({ ...file, path: this.filePath(file.name) }) })}
                  ${button('', { kind: 'small-button quiet icon-only', label: `Save: ${what}`, icon: icons.save(), run: () => this.#save(this.filePath(file.name)) })}
                </td>
              </tr>`;
            })}
          </tbody>
        </table>
      </div>`,
    );
  }

  async #save(address) {
    try {
      await download(address);
    } catch (problem) {
      announce(`${problem.title}. ${problem.detail ?? ''}`);
    }
  }

  #facts(submission) {
    const { id, status, environment, feature, featureVersion, setup, submittedAt, submittedBy, endedAt, dueAt, attempt, sent, chain, parent } = submission;
    const counted = counting(submission.counting);
    return card(
      { id: 'facts', title: 'Facts' },
      html`<dl class="facts">
        ${fact('Usage', html`${counted.text}<span class="second">${sentence(counted.why)}</span>`)} ${fact('Environment', this.#names.environment(environment))}
        ${fact('Feature', html`${this.#names.feature(feature)}, version ${featureVersion}<span class="second">Setup ${setup}</span>`)}
        ${fact('Submitted', html`${format.instant(submittedAt)}<span class="second">by <code>${submittedBy}</code></span>`)} ${endedAt ? fact('Ended', format.instant(endedAt)) : nothing}
        ${status === 'PENDING' && dueAt ? fact('Goes on', format.instant(dueAt)) : nothing}
        ${fact('Sent', sent ? 'A call was made, or may have been' : 'Nothing was sent yet')} ${fact('Taken up', attempt === 0 ? 'Not yet' : attempt === 1 ? 'Once' : `${format.count(attempt)} times`)}
        ${chain ? fact('In order with', html`documents of ${chain}`) : nothing}
        ${parent ? fact('Follows', html`<a href=${addressOf({ ...this.#page.view, submission: parent })}>the submission before it</a>`) : nothing} ${fact('Id', html`<code>${id}</code>`)}
      </dl>`,
    );
  }

  #variables({ log, results }) {
    const part = (title, values) =>
      Object.keys(values).length === 0
        ? nothing
        : html`<section class="values"><h3>${title}</h3>
            <dl class="facts">${Object.entries(values).toSorted().map(([name, value]) => fact(name, html`<span class="lines">${typeof value === 'string' ? value : JSON.stringify(value)}</span>`))}</dl>
          </section>`;
    const parts = [part('To the ERP', results), part('From the ERP', log.variables), part('Context', log.context)];
    return parts.every((each) => each === nothing) ? nothing : card({ id: 'values', title: 'Values' }, parts);
  }

  #relatives({ id, parent }) {
    // Alone, it needs no family.
    return !this.#family.problem && (this.#family.value?.length ?? 0) < 2
      ? nothing
      : card(
          { id: 'family', title: 'All submissions of this document' },
          this.#family.show(
            (items) => html`<ul class="family">
              ${items.map(
                (each) => html`<li aria-current=${each.id === id ? 'true' : nothing}>
                  <div>
                    ${each.id === id ? html`<strong>${KINDS[each.kind] ?? each.kind}</strong>` : html`<a href=${addressOf({ ...this.#page.view, submission: each.id })}>${KINDS[each.kind] ?? each.kind}</a>`}
                    <span class="second">${each.id === id ? 'this one, ' : each.id === parent ? 'parent, ' : each.parent === id ? 'child, ' : ''}${format.instant(each.submittedAt)}</span>
                  </div>
                  <span class="marks">${statusBadge(each)} ${each.invoiceStatus ? verdictBadge(each.invoiceStatus) : nothing}</span>
                </li>`,
              )}
            </ul>`,
          ),
        );
  }
}

const fact = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
const lastName = (name) => name.slice(name.lastIndexOf('/') + 1);

/** Says what each file is: the input, the request of a call whose outcome is not known, or what an action left. */
function rolesOf({ files, intent, actions }) {
  const roles = new Map();
  actions.forEach(({ action, outputs }) =>
    Object.entries(outputs).forEach(([output, { file }]) => {
      if (file) {
        roles.set(file.name, `${action}: ${output}`);
      }
    }),
  );
  if (intent) {
    roles.set(intent.request.name, roles.get(intent.request.name) ?? 'Request of the call whose outcome is unknown');
  }
  return files.length > 0 ? roles.set(files[0].name, 'Input') : roles;
}
