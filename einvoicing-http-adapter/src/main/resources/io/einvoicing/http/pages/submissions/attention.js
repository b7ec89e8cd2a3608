import { addressOf } from '../ui/address.js';
import { get } from '../ui/api.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { Remote } from '../ui/remote.js';
import { waitsForDecision } from './words.js';

/** Submissions that are counted here; where there are more, the numbers say "or more". */
const MOST = 100;
/** Milliseconds for which what was read is good enough. */
const FRESH = 15_000;

const GROUPS = [
  { is: waitsForDecision, one: 'waits for a decision', many: 'wait for a decision', icon: icons.question, filter: { needsPerson: 'true', pendingReason: 'OUTCOME_UNKNOWN', status: '' } },
  { is: ({ pendingReason }) => pendingReason === 'SET_ASIDE', one: 'is set aside', many: 'are set aside', icon: icons.over, filter: { needsPerson: 'true', pendingReason: 'SET_ASIDE', status: '' } },
  { is: ({ status }) => status === 'FAILED', one: 'failed', many: 'failed', icon: icons.close, filter: { needsPerson: '', pendingReason: '', status: 'FAILED' } },
];

/** What needs a person, in the whole log: the first thing that one sees. */
export class Attention {
  #read;
  #readAt = 0;

  constructor(changed) {
    this.#read = new Remote(() => get('submissions', { needsPerson: 'true', limit: MOST }), changed);
  }

  /** Reads it, unless that was just now and nothing was done meanwhile. */
  async load(anew = false) {
    if (anew || Date.now() - this.#readAt > FRESH) {
      this.#readAt = Date.now();
      await this.#read.load();
    }
  }

  /** How many there are; empty if there are none, or it is not known. */
  get text() {
    const { items = [], next } = this.#read.value ?? {};
    return items.length === 0 ? '' : `${format.count(items.length)}${next ? '+' : ''}`;
  }

  template(page) {
    if (this.#read.value === undefined) {
      return nothing;
    }
    const { items, next } = this.#read.value;
    if (items.length === 0) {
      return html`<p class="notice good attention-notice"><span>${icons.check()}</span><span>Nothing needs a person.</span></p>`;
    }
    const groups = GROUPS.map((group) => ({ ...group, number: items.filter(group.is).length })).filter(({ number }) => number > 0);
    return html`<section class="notice warning attention-notice" aria-label="What needs a person">
      <span>${icons.over()}</span>
      <div>
        <p class="attention-title">${this.text} ${items.length === 1 ? 'submission needs' : 'submissions need'} a person</p>
        <p class="attention-groups">
          ${groups.map(
            ({ number, one, many, icon, filter }) => html`<a
              class="button small-button"
              href=${addressOf(filter)}
              @click=${(event) => {
                if (event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
                  event.preventDefault();
                  page.show({ ...Object.fromEntries(Object.keys(page.view).map((name) => [name, ''])), ...filter });
                }
              }}
              >${icon()}<span><strong>${format.count(number)}${next ? '+' : ''}</strong> ${number === 1 && !next ? one : many}</span></a
            >`,
          )}
        </p>
      </div>
    </section>`;
  }
}
