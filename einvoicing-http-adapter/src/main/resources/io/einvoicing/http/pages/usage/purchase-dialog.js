import { post } from '../ui/api.js';
import { PageElement } from '../ui/element.js';
import { problemNotice } from '../ui/feedback.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { isDay, monthOf } from '../ui/months.js';

/** Registers purchased packages: says beforehand what they add, and afterwards what was registered. */
class PurchaseDialog extends PageElement {
  #wanted = null;
  #acquiredOn = '';
  #packages = '1';
  #fault = {};
  #problem = null;
  #busy = false;
  #registered = null;

  /**
   * Takes {today, suggested, packageSizeOf, balanceOf, closed, registered} or null: `balanceOf(month)` gives the month's figures if
   * they are known.
   */
  set wanted(wanted) {
    if (wanted && !this.#wanted) {
      this.#acquiredOn = wanted.today;
      this.#packages = String(Math.max(1, wanted.suggested));
      this.#fault = {};
      this.#problem = null;
      this.#registered = null;
      this.#busy = false;
    }
    this.#wanted = wanted;
    this.update();
  }

  template() {
    return html`<dialog aria-labelledby="purchase-title" @close=${() => this.#wanted?.closed()}>
      ${this.#wanted === null ? nothing : this.#registered ? this.#confirmation(this.#registered) : this.#form()}
    </dialog>`;
  }

  drawn() {
    const dialog = this.querySelector('dialog');
    if (this.#wanted && !dialog.open) {
      dialog.showModal();
      dialog.querySelector('#purchase-packages')?.select();
    } else if (!this.#wanted && dialog.open) {
      dialog.close();
    }
  }

  #head(title, subtitle) {
    return html`<div class="dialog-head">
      <div>
        <h2 id="purchase-title">${title}</h2>
        ${subtitle ? html`<p class="muted small">${subtitle}</p>` : nothing}
      </div>
      <button type="button" class="button quiet icon-only" aria-label="Close" title="Close" @click=${() => this.querySelector('dialog').close()}>${icons.close()}</button>
    </div>`;
  }

  #form() {
    return html`<form @submit=${(event) => this.#submit(event)} novalidate>
      ${this.#head('Register purchased packages', 'Purchased volume counts in the month of acquisition only; what is left does not roll over.')}
      <div class="dialog-body">
        <div class="pair">
          <div class="field">
            <label for="purchase-date">Date of acquisition</label>
            <input id="purchase-date" type="date" required .value=${this.#acquiredOn} aria-invalid=${this.#fault.date ? 'true' : nothing} aria-describedby=${this.#fault.date ? 'purchase-date-fault' : nothing}
              @input=${(event) => this.#change({ acquiredOn: event.target.value })} />
            ${this.#fault.date ? html`<p class="fault" id="purchase-date-fault">${this.#fault.date}</p>` : nothing}
          </div>
          <div class="field">
            <label for="purchase-packages">Packages</label>
            <input id="purchase-packages" type="number" inputmode="numeric" min="1" max="1000000" step="1" required .value=${this.#packages} aria-invalid=${this.#fault.packages ? 'true' : nothing} aria-describedby=${this.#fault.packages ? 'purchase-packages-fault' : nothing}
              @input=${(event) => this.#change({ packages: event.target.value })} />
            ${this.#fault.packages ? html`<p class="fault" id="purchase-packages-fault">${this.#fault.packages}</p>` : nothing}
          </div>
        </div>
        <div aria-live="polite">${this.#effect()}</div>
        ${this.#problem ? problemNotice(this.#problem) : nothing}
      </div>
      <div class="dialog-foot">
        <button type="button" class="button" @click=${() => this.querySelector('dialog').close()}>Cancel</button>
        <button type="submit" class="button primary" ?disabled=${this.#busy}>${this.#busy ? 'Registering …' : 'Register'}</button>
      </div>
    </form>`;
  }

  /** Says what the purchase would add, as far as the form is filled. */
  #effect() {
    const number = packagesIn(this.#packages);
    if (!isDay(this.#acquiredOn) || number === null) {
      return html`<p class="notice"><span class="muted">Give a date and a number of packages to see what they add.</span></p>`;
    }
    const month = monthOf(this.#acquiredOn);
    const size = this.#wanted.packageSizeOf(month);
    const added = number * size;
    const known = this.#wanted.balanceOf(month);
    return html`<div class="effect">
      <p class="effect-sum number">${format.count(number)} × ${format.count(size)} = <strong>${format.documents(added)}</strong></p>
      <p class="muted small">added to ${format.month(month)}</p>
      ${known
        ? html`<p>
            Balance volume <span class="number">${format.signed(known.balance)}</span> →
            <strong class="number ${known.balance + added < 0 ? 'bad' : 'fine'}">${format.signed(known.balance + added)}</strong>
          </p>`
        : nothing}
      ${known?.state === 'CLOSED'
        ? html`<p class="badge warning">${format.month(month)} is closed: the purchase is shown as made after its close</p>`
        : nothing}
    </div>`;
  }

  #confirmation(purchase) {
    return html`
      ${this.#head('Registered', '')}
      <div class="dialog-body">
        <p class="notice good" role="status">
          <span>${icons.check()}</span>
          <span><strong>${format.packages(purchase.packages)} registered:</strong> ${format.documents(purchase.quantity)} more for
            ${format.month(monthOf(purchase.acquiredOn))}, acquired on ${format.day(purchase.acquiredOn)}. If that was a mistake, reverse it in the list of purchases.</span>
        </p>
      </div>
      <div class="dialog-foot">
        <button type="button" class="button" @click=${() => this.#again()}>Register another</button>
        <button type="button" class="button primary" @click=${() => this.querySelector('dialog').close()}>Done</button>
      </div>
    `;
  }

  #again() {
    this.#registered = null;
    this.update();
  }

  #change({ acquiredOn = this.#acquiredOn, packages = this.#packages }) {
    this.#acquiredOn = acquiredOn;
    this.#packages = packages;
    this.#fault = {};
    this.#problem = null;
    this.update();
  }

  async #submit(event) {
    event.preventDefault();
    const packages = packagesIn(this.#packages);
    this.#fault = {
      ...(isDay(this.#acquiredOn) ? {} : { date: 'Choose the day on which the packages were acquired.' }),
      ...(packages === null ? { packages: 'Give a whole number from 1 to 1,000,000.' } : {}),
    };
    this.update();
    if (Object.keys(this.#fault).length > 0) {
      this.querySelector(this.#fault.date ? '#purchase-date' : '#purchase-packages').focus();
      return;
    }
    this.#busy = true;
    this.#problem = null;
    try {
      this.#registered = await post('usage/purchases', { acquiredOn: this.#acquiredOn, packages });
      this.#wanted?.registered();
    } catch (problem) {
      this.#problem = problem;
    }
    this.#busy = false;
    this.update();
  }
}

function packagesIn(text) {
  const number = Number(text);
  return text.trim() !== '' && Number.isInteger(number) && number >= 1 && number <= 1_000_000 ? number : null;
}

customElements.define('purchase-dialog', PurchaseDialog);
