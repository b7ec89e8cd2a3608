import { PageElement } from '../ui/element.js';
import * as format from '../ui/format.js';
import { html, nothing } from '../ui/libraries.js';

const SHORT = 8;

/** Features or environments by how many documents they issued, the most used first, each with its share as a bar. */
class UsageRanking extends PageElement {
  #ranking;
  #whole = false;
  #sought = '';

  /** Takes {kind, items, used, selected, open}: `open(item)` shows the documents behind a quantity. */
  set ranking(ranking) {
    this.#ranking = ranking;
    this.update();
  }

  template() {
    if (!this.#ranking) {
      return nothing;
    }
    const { kind, items, used, selected, open } = this.#ranking;
    const most = items[0]?.quantity ?? 0;
    const ranked = items.map((item, index) => ({ ...item, rank: index + 1 }));
    const found = ranked.filter(({ name }) => name.toLocaleLowerCase().includes(this.#sought.toLocaleLowerCase()));
    const long = items.length > SHORT;
    return html`
      ${long
        ? html`<div class="ranking-tools">
            <label class="visually-hidden" for="seek-${kind}">Search ${kind}s</label>
            <input
              id="seek-${kind}"
              type="search"
              placeholder="Search ${format.count(items.length)} ${kind}s"
              .value=${this.#sought}
              @input=${(event) => {
                this.#sought = event.target.value;
                this.update();
              }}
            />
          </div>`
        : nothing}
      <div class="table-scroll ${this.#whole ? 'whole' : ''}" tabindex=${this.#whole ? '0' : nothing} role=${this.#whole ? 'group' : nothing} aria-label=${this.#whole ? `All ${kind}s` : nothing}>
        <table class="ranking">
          <caption class="visually-hidden">Usage by ${kind}, the most used first</caption>
          <thead>
            <tr>
              <th class="rank" scope="col"><span class="visually-hidden">Rank</span></th>
              <th scope="col">${kind === 'feature' ? 'Feature' : 'Environment'}</th>
              <th class="number" scope="col">Quantity</th>
              <th class="number share" scope="col">Share</th>
            </tr>
          </thead>
          <tbody>
            ${found.map(
              (item, index) => html`<tr class=${index >= SHORT && !this.#whole && !this.#sought ? 'beyond' : ''} aria-current=${item.id === selected ? 'true' : nothing}>
                <td class="rank muted number">${item.rank}</td>
                <th scope="row">
                  <span class="bar-name" title=${item.name}>${item.name}</span>
                  <span class="bar" aria-hidden="true"><span .style=${`width:${most > 0 ? Math.max(0.5, (100 * item.quantity) / most) : 0}%`}></span></span>
                </th>
                <td class="number">
                  <button type="button" class="link" aria-label="${format.documents(item.quantity)} of ${item.name}: show them" @click=${() => open(item)}>${format.count(item.quantity)}</button>
                </td>
                <td class="number share muted">${format.share(item.quantity, used)}</td>
              </tr>`,
            )}
            ${found.length === 0 ? html`<tr><td></td><td colspan="3" class="muted">No ${kind} has “${this.#sought}” in its name.</td></tr>` : nothing}
          </tbody>
          <tfoot>
            <tr>
              <td></td>
              <th scope="row">All ${kind}s</th>
              <td class="number">${format.count(used)}</td>
              <td class="share"></td>
            </tr>
          </tfoot>
        </table>
      </div>
      ${long && !this.#sought
        ? html`<button
            type="button"
            class="button small-button more"
            aria-expanded=${String(this.#whole)}
            @click=${() => {
              this.#whole = !this.#whole;
              this.update();
            }}
          >
            ${this.#whole ? `Show the first ${SHORT}` : `Show all ${format.count(items.length)}`}
          </button>`
        : nothing}
    `;
  }
}

customElements.define('usage-ranking', UsageRanking);
