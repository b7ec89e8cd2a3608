import { get } from '../ui/api.js';
import { PageElement } from '../ui/element.js';
import { problemNotice, skeleton } from '../ui/feedback.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';

const KINDS = {
  COUNTED_WITHOUT_ENTRY: 'Counted, but without an entry',
  ENTRY_WITHOUT_COUNTED_SUBMISSION: 'Entry without a counted submission',
  ROLL_UP_DIFFERS: 'Sum differs from its entries',
};

/** Proves the figures of a period: completed submissions against the ledger against the sums that the dashboard shows. */
class CheckDialog extends PageElement {
  #days = null;
  #check = null;
  #problem = null;

  /** Opens the dialog and checks the days {from, to}. */
  open(days) {
    this.#days = days;
    this.#run();
  }

  template() {
    return html`<dialog
      aria-labelledby="check-title"
      @close=${() => {
        this.#days = null;
        this.update();
      }}
    >
      ${this.#days === null
        ? nothing
        : html`<div class="dialog-head">
              <div>
                <h2 id="check-title">Check of the figures</h2>
                <p class="muted small">Exporting direction, ${format.day(this.#days.from)} – ${format.day(this.#days.to)}</p>
              </div>
              <button type="button" class="button quiet icon-only" aria-label="Close" title="Close" @click=${() => this.querySelector('dialog').close()}>${icons.close()}</button>
            </div>
            <div class="dialog-body" aria-live="polite">
              ${this.#problem ? problemNotice(this.#problem, () => this.#run()) : this.#check ? result(this.#check) : skeleton()}
            </div>`}
    </dialog>`;
  }

  drawn() {
    const dialog = this.querySelector('dialog');
    if (this.#days && !dialog.open) {
      dialog.showModal();
    } else if (!this.#days && dialog.open) {
      dialog.close();
    }
  }

  async #run() {
    const days = this.#days;
    this.#check = null;
    this.#problem = null;
    this.update();
    try {
      const check = await get('usage/reconciliation', days);
      if (days === this.#days) {
        this.#check = check;
      }
    } catch (problem) {
      this.#problem = problem;
    }
    this.update();
  }
}

function result(check) {
  const { differences, omitted } = check;
  const found = differences.length + omitted;
  return html`
    ${found === 0
      ? html`<p class="notice good"><span>${icons.check()}</span><span><strong>Everything agrees.</strong> No document is missing, none is counted twice.</span></p>`
      : html`<p class="notice danger"><span>${icons.over()}</span><span><strong>${format.count(found)} ${found === 1 ? 'difference' : 'differences'}.</strong> Resetting history data repairs sums; tell the operator of the service about the others.</span></p>`}
    <table>
      <caption class="visually-hidden">What was compared</caption>
      <tbody>
        ${row('Submissions completed', check.completed)} ${row('− whose document was counted before', check.alreadyCounted)}
        ${row('− cancellations and status changes', check.related)} ${row('= counted submissions', check.counted, true)}
        ${row('+ documents fed by other systems', check.fed)} ${row('= entries in the ledger', check.ledger, true)}
        ${row('Used volume as the dashboard shows it', check.rolledUp, true)}
      </tbody>
    </table>
    ${differences.length > 0
      ? html`<ul class="differences">
          ${differences.map(({ kind, subject, text }) => html`<li><strong>${KINDS[kind] ?? kind}</strong>: ${subject}<br /><span class="muted">${text}</span></li>`)}
          ${omitted > 0 ? html`<li>and ${format.count(omitted)} more</li>` : nothing}
        </ul>`
      : nothing}
  `;
}

function row(name, number, whole = false) {
  return html`<tr>
    <th scope="row" class=${whole ? '' : 'part'}>${name}</th>
    <td class="number">${whole ? html`<strong>${format.count(number)}</strong>` : format.count(number)}</td>
  </tr>`;
}

customElements.define('check-dialog', CheckDialog);
