import { PageElement } from './element.js';
import { problemNotice } from './feedback.js';
import { html, nothing } from './libraries.js';

/** Asks before something is done that is not undone by a click. */
class ConfirmDialog extends PageElement {
  #question = null;
  #busy = false;
  #problem = null;

  /** Asks {title, text, action, run, serious}: `run()` does it; if it fails, the dialog says why and stays. */
  ask(question) {
    this.#question = question;
    this.#busy = false;
    this.#problem = null;
    this.update();
  }

  template() {
    const question = this.#question;
    return html`<dialog
      role="alertdialog"
      aria-labelledby="confirm-title"
      aria-describedby="confirm-text"
      @close=${() => {
        this.#question = null;
        this.update();
      }}
    >
      ${question === null
        ? nothing
        : html`<div class="dialog-head"><div><h2 id="confirm-title">${question.title}</h2></div></div>
            <div class="dialog-body">
              <p id="confirm-text">${question.text}</p>
              ${this.#problem ? problemNotice(this.#problem) : nothing}
            </div>
            <div class="dialog-foot">
              <button type="button" class="button" @click=${() => this.querySelector('dialog').close()}>Cancel</button>
              <button type="button" class="button ${question.serious ? 'danger' : 'primary'}" ?disabled=${this.#busy} @click=${() => this.#run()}>${question.action}</button>
            </div>`}
    </dialog>`;
  }

  drawn() {
    const dialog = this.querySelector('dialog');
    if (this.#question && !dialog.open) {
      dialog.showModal();
    } else if (!this.#question && dialog.open) {
      dialog.close();
    }
  }

  async #run() {
    this.#busy = true;
    this.#problem = null;
    this.update();
    try {
      await this.#question.run();
      this.#question = null;
    } catch (problem) {
      this.#problem = problem;
    }
    this.#busy = false;
    this.update();
  }
}

customElements.define('confirm-dialog', ConfirmDialog);
