import { get, path } from '../ui/api.js';
import { differenceTable } from '../ui/differences.js';
import { PageElement } from '../ui/element.js';
import { emptyState } from '../ui/feedback.js';
import { html } from '../ui/libraries.js';
import { Remote } from '../ui/remote.js';

/** What differs between two versions of a feature. */
class FeatureCompare extends PageElement {
  page;
  #numbers = [];
  #shown = '';
  #differences = new Remote(() => this.#read(), () => this.update());

  /** The numbers of all versions, the oldest first. */
  set numbers(numbers) {
    this.#numbers = numbers;
    this.#show();
  }

  get #chosen() {
    const { from = this.#numbers.at(-2), to = this.#numbers.at(-1) } = this.page.view;
    return { from: Number(from), to: Number(to) };
  }

  #show() {
    const { from, to } = this.#chosen;
    if (from && to && this.#shown !== `${from} ${to}`) {
      this.#shown = `${from} ${to}`;
      this.#differences.load();
    }
    this.update();
  }

  #read() {
    return get(`${path('features', this.page.view.feature)}/differences`, this.#chosen);
  }

  template() {
    if (this.#numbers.length < 2) {
      return html`<section class="card" aria-label="Compare"><div class="card-body">${emptyState('Nothing to compare', 'The feature has one version only.')}</div></section>`;
    }
    const { from, to } = this.#chosen;
    return html`<section class="card" aria-labelledby="compare-title">
      <div class="card-head"><div class="titles"><h2 id="compare-title">What differs</h2></div></div>
      <div class="card-body">
        <div class="toolbar at-line">${this.#choice('from', 'Version', from)} ${this.#choice('to', 'compared with', to)}</div>
        ${this.#differences.show(({ changes }) =>
          changes.length === 0
            ? emptyState('No difference', `Versions ${from} and ${to} have the same content.`)
            : differenceTable(changes, { caption: 'Differences', before: `Version ${from}`, after: `Version ${to}` }),
        )}
      </div>
    </section>`;
  }

  #choice(name, label, chosen) {
    return html`<div class="field">
      <label for="compare-${name}">${label}</label>
      <select id="compare-${name}" @change=${(event) => {
        this.page.show({ ...this.#chosen, [name]: event.target.value });
        this.#show();
      }}>
        ${this.#numbers.map((number) => html`<option value=${number} .selected=${number === chosen}>Version ${number}</option>`)}
      </select>
    </div>`;
  }
}

customElements.define('feature-compare', FeatureCompare);
