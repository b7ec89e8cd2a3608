import { get, post } from '../ui/api.js';
import { differenceTable } from '../ui/differences.js';
import { emptyState } from '../ui/feedback.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { button, card, okBadge } from '../ui/parts.js';
import { Remote, RemoteList } from '../ui/remote.js';
import { environmentPath } from './environment-list.js';

const DRAFT = 'draft';

/** All snapshots of an environment: who published when, what differs between any two, and the way back to one. */
export class History {
  #environment;
  #page;
  #snapshots;
  #differences;
  #compared = '';

  constructor(environment, page) {
    this.#environment = environment;
    this.#page = page;
    const changed = () => page.update();
    this.#snapshots = new RemoteList((after) => get(environmentPath(environment.id, 'snapshots'), { after }), changed);
    this.#differences = new Remote(() => get(environmentPath(environment.id, 'differences'), this.#comparison), changed);
  }

  load() {
    if (!this.#snapshots.value) {
      this.#snapshots.load();
    }
    const { from, to } = this.#comparison;
    if (from && to && this.#compared !== `${from} ${to}`) {
      this.#compared = `${from} ${to}`;
      this.#differences.value = undefined;
      this.#differences.load();
    }
  }

  /** The two that are compared; the latest snapshot and the draft unless the address says otherwise. */
  get #comparison() {
    const { from = String(this.#environment.value.published?.number ?? ''), to = DRAFT } = this.#page.view;
    return { from, to };
  }

  template() {
    return html`<div class="stack">
      ${card({ id: 'snapshots', title: 'Snapshots', text: 'Each publication is kept. Rolling back copies a snapshot into the draft, checks it and publishes it as a new one.' }, this.#snapshots.show(({ items }) => this.#list(items)))}
      ${this.#environment.value.published ? this.#comparisonCard() : nothing}
    </div>`;
  }

  #list(items) {
    if (items.length === 0) {
      return emptyState('Never published', 'The first publication makes snapshot 1.');
    }
    const latest = this.#environment.value.published?.number;
    return html`
      <table class="cards">
        <caption class="visually-hidden">Snapshots, the latest first</caption>
        <thead>
          <tr><th scope="col">Snapshot</th><th scope="col">Published</th><th scope="col">By</th><th scope="col"><span class="visually-hidden">What to do</span></th></tr>
        </thead>
        <tbody>
          ${items.map(
            ({ number, publishedAt, publishedBy, publishedByName }) => html`<tr>
              <th scope="row">${number} ${number === latest ? okBadge('serves now') : nothing}</th>
              <td data-label="Published"><time datetime=${publishedAt}>${format.instant(publishedAt)}</time></td>
              <td data-label="By"><span title=${publishedBy}>${publishedByName || publishedBy}</span></td>
              <td class="row-actions">
                ${number > 1 ? button('What changed', { kind: 'quiet small-button', label: `What changed in snapshot ${number}`, run: () => this.#compare(number - 1, number) }) : nothing}
                ${number === latest ? nothing : button('Roll back …', { kind: 'quiet small-button', icon: icons.reverse(), label: `Roll back to snapshot ${number}`, run: () => this.#askForRollback(number) })}
              </td>
            </tr>`,
          )}
        </tbody>
      </table>
      ${this.#snapshots.moreButton()}
    `;
  }

  #comparisonCard() {
    const { from, to } = this.#comparison;
    return card(
      { id: 'comparison', title: 'Differences' },
      html`
        <div class="toolbar">${this.#choice('from', 'From', from, [])} ${this.#choice('to', 'To', to, [DRAFT])}</div>
        ${this.#differences.show(({ changes }) =>
          changes.length === 0
            ? html`<p class="notice good"><span>${icons.check()}</span><span>There is no difference.</span></p>`
            : differenceTable(changes, { caption: 'Differences', before: nameOf(from), after: nameOf(to) }),
        )}
      `,
    );
  }

  #choice(name, label, chosen, others) {
    const numbers = Array.from({ length: this.#environment.value.published.number }, (_, index) => String(index + 1)).reverse();
    return html`<div class="field">
      <label for="compare-${name}">${label}</label>
      <select id="compare-${name}" @change=${(event) => this.#page.show({ ...this.#comparison, [name]: event.target.value })}>
        ${[...others, ...numbers].map((value) => html`<option value=${value} .selected=${value === String(chosen)}>${nameOf(value)}</option>`)}
      </select>
    </div>`;
  }

  #compare(from, to) {
    this.#page.show({ from: String(from), to: String(to) });
    this.#page.querySelector('#comparison')?.scrollIntoView({ block: 'start' });
  }

  #askForRollback(number) {
    this.#page.confirm({
      title: `Roll back to snapshot ${number}?`,
      text: `Snapshot ${number} is copied into the draft, checked against your vault, and published as a new snapshot. What the draft holds now is replaced.`,
      action: 'Roll back',
      serious: true,
      run: async () => {
        const publication = await post(environmentPath(this.#environment.id, 'snapshots', number, 'rollback'), undefined, this.#environment.value.revision);
        this.#environment.published(publication);
        this.#compared = '';
        this.#snapshots.load();
        this.load();
      },
    });
  }
}

const nameOf = (which) => (which === DRAFT ? 'Draft' : `Snapshot ${which}`);
