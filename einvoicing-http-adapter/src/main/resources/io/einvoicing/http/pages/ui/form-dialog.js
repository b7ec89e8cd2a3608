import { conflictNotice } from './conflict.js';
import { PageElement } from './element.js';
import { problemNotice } from './feedback.js';
import { Form, goTo } from './form.js';
import { icons } from './icons.js';
import { html, nothing } from './libraries.js';

/** Asks for a few values in a dialog; an error leaves it open with everything typed, and shows each fault at its field. */
class FormDialog extends PageElement {
  #question = null;
  #form = null;
  #busy = false;
  #problem = null;
  #conflict = null;

  /**
   * Asks {title, text, values, fields, action, check, run, reread, wide}.
   *
   * `fields(form)` draws the fields; `check(values)` returns faults found beforehand; `run(values)` does it, and the dialog closes;
   * after a 412, `reread()` returns the values as they are now, and later runs build on them.
   */
  ask(question) {
    this.#question = question;
    this.#form = new Form(question.values ?? {}, () => this.update());
    this.#busy = false;
    this.#problem = null;
    this.#conflict = null;
    this.update();
  }

  template() {
    return html`<dialog
      class=${this.#question?.wide ? 'roomy' : ''}
      aria-labelledby="form-dialog-title"
      @cancel=${(event) => this.#busy && event.preventDefault()}
      @close=${() => {
        this.#question = null;
        this.update();
      }}
    >
      ${this.#question === null ? nothing : this.#content(this.#question)}
    </dialog>`;
  }

  #content({ title, text, fields, action }) {
    return html`<form novalidate @submit=${(event) => this.#submit(event)}>
      <div class="dialog-head">
        <div>
          <h2 id="form-dialog-title">${title}</h2>
          ${text ? html`<p class="muted small">${text}</p>` : nothing}
        </div>
        <button type="button" class="button quiet icon-only" aria-label="Close" title="Close" @click=${() => this.querySelector('dialog').close()}>${icons.close()}</button>
      </div>
      <div class="dialog-body">
        ${this.#conflict ? conflictNotice(this.#conflict) : nothing}
        ${fields(this.#form)}
        ${this.#problem ? problemNotice({ ...this.#problem, title: this.#problem.title, findings: this.#unplaced() }) : nothing}
      </div>
      <div class="dialog-foot">
        <button type="button" class="button" @click=${() => this.querySelector('dialog').close()}>Cancel</button>
        <button type="submit" class="button primary" aria-busy=${this.#busy ? 'true' : nothing} ?disabled=${this.#busy || this.#conflict !== null}>${action}</button>
      </div>
    </form>`;
  }

  /** The findings for which the dialog has no field. */
  #unplaced() {
    const placed = (field) => field !== '' && this.querySelector(`[data-field="${CSS.escape(field)}"]`) !== null;
    return (this.#problem.findings ?? []).filter(({ field }) => !placed(field ?? ''));
  }

  drawn() {
    const dialog = this.querySelector('dialog');
    if (this.#question && !dialog.open) {
      dialog.showModal();
      dialog.querySelector('.dialog-body :is(input, select, textarea):not([readonly])')?.focus();
    } else if (!this.#question && dialog.open) {
      dialog.close();
    }
  }

  async #submit(event) {
    event.preventDefault();
    const question = this.#question;
    const faults = question.check?.(this.#form.values) ?? [];
    this.#form.blame(faults);
    this.#problem = null;
    if (faults.length > 0) {
      this.#goToFirstFault();
      return;
    }
    this.#busy = true;
    this.update();
    try {
      await question.run(this.#form.values);
      if (question === this.#question) {
        this.#question = null;
      }
    } catch (problem) {
      await this.#failed(question, problem);
    }
    this.#busy = false;
    this.update();
  }

  async #failed(question, problem) {
    this.#problem = problem;
    this.#form.blame(problem.findings ?? []);
    if (!problem.isStale || !question.reread) {
      this.#goToFirstFault();
      return;
    }
    try {
      const theirs = await question.reread();
      this.#problem = null;
      this.#conflict = {
        problem,
        theirs,
        base: this.#form.saved,
        mine: this.#form.values,
        take: (whose) => {
          this.#conflict = null;
          this.#form.saved = theirs;
          this.#form.values = whose === 'theirs' ? theirs : this.#form.values;
          this.update();
        },
      };
    } catch (failure) {
      this.#problem = failure;
    }
  }

  #goToFirstFault() {
    requestAnimationFrame(() => this.#form.findings.some(({ field }) => goTo(this, field)));
  }
}

customElements.define('form-dialog', FormDialog);
