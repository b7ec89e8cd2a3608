import { get } from '../ui/api.js';
import { PageElement } from '../ui/element.js';
import { emptyState, problemNotice, skeleton } from '../ui/feedback.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { exportMenu } from '../ui/menu.js';

const PAGE = 50;

/** The documents behind a number, page by page. */
class DocumentsDialog extends PageElement {
  #wanted = null;
  #key = '';
  #items = [];
  #next = null;
  #busy = false;
  #problem = null;

  /** Takes {query, title, closed, save} or null: `query` is what the API is asked for. */
  set wanted(wanted) {
    const key = JSON.stringify(wanted?.query ?? null);
    this.#wanted = wanted;
    if (key !== this.#key) {
      this.#key = key;
      this.#items = [];
      this.#next = null;
      this.#problem = null;
      if (wanted) {
        this.#load();
      }
    }
    this.update();
  }

  template() {
    return html`<dialog class="wide" aria-labelledby="documents-title" @close=${() => this.#wanted?.closed()}>
      ${this.#wanted === null ? nothing : this.#content(this.#wanted)}
    </dialog>`;
  }

  #content({ title, query, save }) {
    const exported = query.direction === 'EXPORT';
    return html`
      <div class="dialog-head">
        <div>
          <h2 id="documents-title">${title}</h2>
          <p class="muted small">
            ${exported ? 'Issued documents that were counted' : 'Received documents'} from ${format.day(query.from)} to ${format.day(query.to)}
          </p>
        </div>
        ${exportMenu('these documents', save)}
        <button type="button" class="button quiet icon-only" aria-label="Close" title="Close" @click=${() => this.#dialog().close()}>${icons.close()}</button>
      </div>
      <div class="dialog-body" tabindex="0" role="group" aria-label="Documents">
        ${this.#items.length > 0 ? this.#table(exported) : nothing}
        ${this.#busy && this.#items.length === 0 ? skeleton() : nothing}
        ${this.#problem ? problemNotice(this.#problem, () => this.#load()) : nothing}
        ${!this.#busy && !this.#problem && this.#items.length === 0
          ? emptyState('No documents', 'Nothing was counted in this period with these filters.')
          : nothing}
      </div>
      <div class="dialog-foot">
        <p class="muted small spring" role="status">
          ${this.#items.length === 0 ? '' : `${format.documents(this.#items.length)} shown${this.#next ? ', there are more' : ''}`}
        </p>
        ${this.#next
          ? html`<button type="button" class="button" ?disabled=${this.#busy} @click=${() => this.#load()}>
              ${this.#busy ? 'Loading …' : `Show ${PAGE} more`}
            </button>`
          : nothing}
      </div>
    `;
  }

  #table(exported) {
    return html`<div class="table-scroll">
      <table class="documents">
        <caption class="visually-hidden">Documents, one in each row</caption>
        <thead>
          <tr>
            <th scope="col">Source record</th>
            <th scope="col">Context</th>
            <th scope="col">Legal entity</th>
            <th scope="col">Environment</th>
            <th scope="col">Feature</th>
            <th scope="col">Billing day</th>
            <th scope="col">${exported ? 'Completed' : 'Taken over'}</th>
            <th scope="col">Submission</th>
          </tr>
        </thead>
        <tbody>
          ${this.#items.map(
            (item) => html`<tr>
              <th scope="row" class="identity">${item.document.sourceRecord}<span class="muted small" title=${item.document.erpApplication}>ERP ${shortened(item.document.erpApplication)}</span></th>
              <td>${item.document.documentContext}</td>
              <td>${item.document.legalEntity}</td>
              <td>${item.environment.name}</td>
              <td>${item.feature?.name ?? '–'}</td>
              <td class="nowrap">${format.day(item.billingDay)} ${item.late ? html`<span class="badge warning" title="Its month was closed: it counts on the day on which it was recorded">late</span>` : nothing}</td>
              <td class="nowrap"><time datetime=${item.occurredAt}>${format.instant(item.occurredAt)}</time></td>
              <td class="nowrap">${item.submission ? html`<code title=${item.submission}>${shortened(item.submission)}</code>` : html`<span class="muted">fed by another system</span>`}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  drawn() {
    const dialog = this.#dialog();
    if (this.#wanted && !dialog.open) {
      dialog.showModal();
    } else if (!this.#wanted && dialog.open) {
      dialog.close();
    }
  }

  #dialog() {
    return this.querySelector('dialog');
  }

  async #load() {
    const key = this.#key;
    this.#busy = true;
    this.#problem = null;
    this.update();
    try {
      const page = await get('usage/documents', { ...this.#wanted.query, limit: PAGE, after: this.#next });
      if (key === this.#key) {
        this.#items = [...this.#items, ...page.items];
        this.#next = page.next;
      }
    } catch (problem) {
      if (key === this.#key) {
        this.#problem = problem;
      }
    }
    if (key === this.#key) {
      this.#busy = false;
      this.update();
    }
  }
}

const shortened = (id) => (id.length > 12 ? `${id.slice(0, 8)}…` : id);

customElements.define('documents-dialog', DocumentsDialog);
