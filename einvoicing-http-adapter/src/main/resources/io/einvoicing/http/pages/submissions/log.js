import { addressOf } from '../ui/address.js';
import { download, get, post } from '../ui/api.js';
import { announce, emptyState, skeleton } from '../ui/feedback.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { menu } from '../ui/menu.js';
import { button } from '../ui/parts.js';
import { Refresh } from '../ui/refresh.js';
import { RemoteList } from '../ui/remote.js';
import { Attention } from './attention.js';
import { FILTERS, filterBody, filterOf, isAboutDecisions, isFiltered, isOpen, isRepairable, VIEWS, viewOf } from './filter.js';
import { Names } from './names.js';
import { Redrives } from './redrives.js';
import { toolbar } from './toolbar.js';
import { counting, goesOn, KINDS, needsPerson, statusBadge, verdictBadge, waiting, waitsForDecision } from './words.js';

const PAGE = 50;
/** Most rows that are read again at once; the API gives no more. */
const MOST = 500;
/** Milliseconds until the log looks again: while something on it is in process, and else. */
const SOON = 3_000;
const LATER = 20_000;

/** What can be decided about many calls whose outcome is unknown; the answers of an authority are entered one by one. */
const DECISIONS = {
  REPEAT: {
    title: 'Repeat the calls',
    action: 'Repeat the calls',
    icon: icons.reverse,
    consequence: 'Each stored request is sent again as it was, under the same idempotency key. If the authority has it already and does not look for duplicates, the document may be there twice.',
  },
  GIVE_UP: {
    title: 'Give up the calls',
    action: 'Give up',
    icon: icons.close,
    consequence: 'Each submission becomes failed. What the authority has, it keeps: its answers can still be entered later, one by one.',
  },
};

/** The log: what needs a person, the filters, the submissions, and what is done with many of them. */
export class SubmissionLog {
  #page;
  #names;
  #attention;
  #redrives;
  #list;
  #refresh;
  #selected = new Set();
  /** What is listed, by its filter. */
  #filter;
  #saving = false;

  constructor(page) {
    const changed = () => page.update();
    this.#page = page;
    this.#filter = JSON.stringify(filterOf(page.view));
    this.#names = new Names(changed);
    this.#attention = new Attention(changed);
    this.#redrives = new Redrives(page, () => this.#again(true));
    // The first page is as long as what is shown, so that looking again takes nothing away.
    this.#list = new RemoteList(
      (after) => get('submissions', { ...filterOf(page.view), after, limit: after ? PAGE : Math.min(MOST, Math.max(PAGE, this.#list.items.length)) }),
      changed,
    );
    this.#refresh = new Refresh(
      () => this.#again(),
      () => (this.#list.items.some(goesOn) ? SOON : LATER),
    );
  }

  load() {
    this.#names.load();
    this.#redrives.load();
    this.#again();
  }

  viewChanged() {
    this.#redrives.viewChanged();
    const filter = JSON.stringify(filterOf(this.#page.view));
    if (filter !== this.#filter) {
      this.#filter = filter;
      this.#selected.clear();
      this.#list.value = undefined;
      this.#again();
    }
  }

  /** Looks again; `anew` also at what needs a person, if that was just now. */
  async #again(anew = false) {
    await Promise.all([this.#list.load(), this.#attention.load(anew)]);
    const shown = new Set(this.#list.items.map(({ id }) => id));
    this.#selected.forEach((id) => shown.has(id) || this.#selected.delete(id));
    this.#refresh.wait();
  }

  template() {
    return html`
      <div class="title-line">
        <div>
          <h1>Submissions</h1>
          <p class="muted small">Every document on its way to the authorities, the newest first.</p>
        </div>
        <div class="actions">
          ${button('Refresh', { icon: icons.update(), run: () => this.#again(true) })}
          ${menu('More commands', icons.more(), this.#commands())}
        </div>
      </div>
      ${this.#attention.template(this.#page)} ${this.#redrives.template()} ${this.#views()} ${toolbar(this.#page, this.#names)}
      <section class="card" aria-label="Submissions">
        <div class="card-body list-body">
          ${this.#list.show(({ items }) => (items.length === 0 ? this.#none() : this.#table(items)), skeleton('chart'))}
          ${this.#list.moreButton()}
        </div>
      </section>
      ${this.#selected.size > 0 ? this.#selectionBar() : nothing}
    `;
  }

  /** What is done with everything that the filters mean. */
  #commands() {
    const results = { text: isFiltered(this.#page.view) ? 'Results of all that match (ZIP)' : 'Results of all (ZIP)', icon: icons.save(), run: () => this.#saveResults(filterOf(this.#page.view)) };
    const redrive = { text: isFiltered(this.#page.view) ? 'Drive on all that match …' : 'Drive on all that failed …', icon: icons.play(), run: () => this.#askForAll() };
    const decisions = Object.entries(DECISIONS).map(([decision, { title, icon }]) => ({ text: `${title} of all that wait for it …`, icon: icon(), run: () => this.#askToDecideAll(decision) }));
    return [...(isRepairable(this.#page.view) ? [redrive] : []), ...(isAboutDecisions(this.#page.view) ? decisions : []), results];
  }

  #views() {
    const chosen = viewOf(this.#page.view);
    const none = { status: '', pendingReason: '', needsPerson: '' };
    return html`<nav class="tabs" aria-label="Views">
      ${VIEWS.map(
        (view) => html`<a
          href=${addressOf({ ...this.#page.view, ...none, ...view.filters })}
          aria-current=${view === chosen ? 'true' : nothing}
          @click=${(event) => {
            if (event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
              event.preventDefault();
              this.#page.show({ ...none, ...view.filters });
            }
          }}
          >${view.title}${view.id === 'attention' && this.#attention.text ? html` <span class="badge warning">${this.#attention.text}</span>` : nothing}</a
        >`,
      )}
    </nav>`;
  }

  #none() {
    const { view } = this.#page;
    return viewOf(view)?.id === 'attention' && !FILTERS.some((name) => name !== 'needsPerson' && view[name])
      ? emptyState('Nothing needs a person', 'What fails, is set aside or waits for a decision appears here.')
      : isFiltered(view)
        ? emptyState('No submission matches', 'Widen the filters, or clear them.')
        : emptyState('No submissions yet', 'Documents appear here as soon as the ERP submits them.');
  }

  #table(items) {
    const all = items.every(({ id }) => this.#selected.has(id));
    return html`<div class="table-scroll">
      <table class="cards submissions">
        <caption class="visually-hidden">Submissions, the newest first</caption>
        <thead>
          <tr>
            <th scope="col"><input type="checkbox" class="pick" aria-label="Select all that are shown" .checked=${all} .indeterminate=${!all && this.#selected.size > 0} @change=${(event) => this.#selectAll(event.target.checked)} /></th>
            <th scope="col">Document</th>
            <th scope="col">Status</th>
            <th scope="col">Invoice status</th>
            <th scope="col">Environment, feature</th>
            <th scope="col">Submitted</th>
            <th scope="col">Usage</th>
          </tr>
        </thead>
        <tbody>
          ${items.map((item) => this.#row(item))}
        </tbody>
      </table>
    </div>`;
  }

  #row(submission) {
    const { id, document, kind, status, failure, invoiceStatus, environment, feature, featureVersion, submittedAt, endedAt } = submission;
    const wait = waiting(submission);
    const counted = counting(submission.counting);
    return html`<tr class=${needsPerson(submission) ? 'attention' : ''} ?data-selected=${this.#selected.has(id)}>
      <td><input type="checkbox" class="pick" aria-label="Select ${document.sourceRecord}" .checked=${this.#selected.has(id)} @change=${(event) => this.#select(id, event.target.checked)} /></td>
      <th scope="row">
        <a href=${addressOf({ ...this.#page.view, redrive: '', submission: id })}>${document.sourceRecord}</a> ${kind === 'ORIGINAL' ? nothing : html`<span class="badge">${KINDS[kind] ?? kind}</span>`}
        <span class="second">${document.legalEntity} · ${document.documentContext}</span>
      </th>
      <td data-label="Status">
        <div class="state">
          ${statusBadge(submission)} ${wait ? html`<span class="second">${wait}</span>` : nothing} ${failure && status !== 'COMPLETED' ? html`<span class="second failure" title=${failure}>${failure}</span>` : nothing}
        </div>
      </td>
      <td data-label="Invoice status">${invoiceStatus ? verdictBadge(invoiceStatus) : html`<span class="muted">–</span>`}</td>
      <td data-label="Environment"><div>${this.#names.environment(environment)}<span class="second">${this.#names.feature(feature)}, version ${featureVersion}</span></div></td>
      <td data-label="Submitted"><div><time datetime=${submittedAt} class="nowrap">${format.instant(submittedAt)}</time>${endedAt ? html`<span class="second nowrap">ended ${format.instant(endedAt)}</span>` : nothing}</div></td>
      <td data-label="Usage"><div title=${counted.why}>${counted.text}<span class="second">${counted.short}</span></div></td>
    </tr>`;
  }

  #select(id, chosen) {
    this.#selected[chosen ? 'add' : 'delete'](id);
    this.#page.update();
  }

  #selectAll(chosen) {
    this.#selected = new Set(chosen ? this.#list.items.map(({ id }) => id) : []);
    this.#page.update();
  }

  #selectionBar() {
    const chosen = this.#list.items.filter(({ id }) => this.#selected.has(id));
    const ids = chosen.map(({ id }) => id);
    return html`<div class="save-bar" role="group" aria-label="Selected submissions">
      <p role="status"><strong>${format.count(ids.length)} selected.</strong></p>
      ${button('Clear selection', { kind: 'quiet', run: () => this.#selectAll(false) })}
      ${button('Results (ZIP)', { icon: icons.save(), busy: this.#saving, run: () => this.#saveResults({}, { submissions: ids }) })}
      ${
        chosen.some(waitsForDecision)
          ? Object.entries(DECISIONS).map(([decision, { action, icon }]) => button(`${action} …`, { icon: icon(), run: () => this.#askToDecide(decision, chosen) }))
          : nothing
      }
      ${button('Drive on …', { kind: 'primary', icon: icons.play(), run: () => this.#askForSelected(chosen) })}
    </div>`;
  }

  async #saveResults(parameters, body = undefined) {
    this.#saving = true;
    this.#page.update();
    try {
      await download('submission-results', parameters, body);
      announce('The results are saved. Its file ERRORS.txt, if there is one, names what is missing.');
    } catch (problem) {
      announce(`${problem.title}. ${problem.detail ?? ''}`);
    }
    this.#saving = false;
    this.#page.update();
  }

  #askForSelected(chosen) {
    const able = chosen.filter(needsPerson).length;
    this.#page.confirm({
      title: chosen.length === 1 ? `Drive on ${chosen[0].document.sourceRecord}?` : `Drive on ${format.count(chosen.length)} submissions?`,
      text: `${
        able === chosen.length ? 'Each' : 'Each that failed or waits'
      } goes on where it stopped, with new retries. No call that was answered is made again. What has ended well, or waits for a decision, stays as it is and is reported.`,
      action: 'Drive on',
      run: () => this.#begin({ submissions: chosen.map(({ id }) => id) }),
    });
  }

  #askForAll() {
    const { view } = this.#page;
    this.#page.confirm({
      title: isFiltered(view) ? 'Drive on all that match the filters?' : 'Drive on everything that failed?',
      text: `${
        isOpen(view) ? 'Every submission that failed and matches' : 'Every submission that matches'
      } goes on where it stopped, with new retries, whether it is shown here or not. No call that was answered is made again. What waits for a decision stays as it is and is reported. This cannot be stopped once it has begun.`,
      action: 'Drive on',
      run: () => this.#begin({ filter: filterBody(view) }),
    });
  }

  #askToDecide(decision, chosen) {
    const { action, consequence } = DECISIONS[decision];
    const able = chosen.filter(waitsForDecision).length;
    this.#page.confirm({
      title: `${action} for ${able === 1 ? '1 submission' : `${format.count(able)} submissions`}?`,
      text: `${consequence}${able === chosen.length ? '' : ' What waits for no decision stays as it is and is reported.'}`,
      action,
      serious: true,
      run: () => this.#begin({ submissions: chosen.map(({ id }) => id), decision }),
    });
  }

  #askToDecideAll(decision) {
    const { action, consequence } = DECISIONS[decision];
    this.#page.confirm({
      title: `${action} for all that wait for a decision?`,
      text: `Every submission that matches the filters and waits for a decision is meant, whether it is shown here or not. ${consequence} This cannot be stopped once it has begun.`,
      action,
      serious: true,
      run: () => this.#begin({ filter: filterBody(this.#page.view), decision }),
    });
  }

  async #begin(selection) {
    const command = await post('submission-redrives', selection);
    this.#selected.clear();
    this.#redrives.follow(command);
  }
}
