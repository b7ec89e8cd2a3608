import { problemNotice, skeleton } from './feedback.js';
import { html, nothing } from './libraries.js';

/** Something that the API gives: a value stays until its successor is there, and each part of a page appears or fails by itself. */
export class Remote {
  value = undefined;
  problem = null;
  busy = false;
  #read;
  #changed;
  #turn = 0;

  /**
   * @param read reads it
   * @param changed is told whenever there is something new to draw
   */
  constructor(read, changed) {
    this.#read = read;
    this.#changed = changed;
  }

  /** Reads it again; only the latest call counts. Returns whether it is there. */
  async load() {
    const turn = ++this.#turn;
    this.busy = true;
    this.#changed();
    try {
      const value = await this.#read();
      if (turn !== this.#turn) {
        return false;
      }
      this.value = value;
      this.problem = null;
    } catch (problem) {
      if (turn !== this.#turn) {
        return false;
      }
      this.problem = problem;
    }
    this.busy = false;
    this.#changed();
    return this.problem === null;
  }

  /** Takes a value that is known without reading it, such as a command's answer. */
  set(value) {
    this.#turn++;
    this.value = value;
    this.problem = null;
    this.busy = false;
    this.#changed();
  }

  /** Shows what is there: the value, why there is none, or that it is on its way. */
  show(body, waiting = skeleton()) {
    return html`
      ${this.problem ? problemNotice(this.problem, () => this.load()) : nothing}
      ${this.value === undefined ? (this.problem ? nothing : html`<div aria-busy="true">${waiting}</div>`) : body(this.value)}
    `;
  }
}

/** A list that the API gives in pages: `value` is {items, next}, and grows by `more()`. */
export class RemoteList extends Remote {
  loadingMore = false;
  #page;
  #changed;

  /** @param page reads the page after a cursor, null for the first */
  constructor(page, changed) {
    super(() => page(null), changed);
    this.#page = page;
    this.#changed = changed;
  }

  get items() {
    return this.value?.items ?? [];
  }

  async more() {
    const before = this.value;
    this.loadingMore = true;
    this.#changed();
    try {
      const page = await this.#page(before.next);
      if (this.value === before) {
        this.value = { items: [...before.items, ...page.items], next: page.next };
      }
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
    this.loadingMore = false;
    this.#changed();
  }

  /** The button that shows more; nothing if there is no more. */
  moreButton(text = 'Show more') {
    return this.value?.next
      ? html`<button type="button" class="button more" aria-busy=${this.loadingMore ? 'true' : nothing} ?disabled=${this.loadingMore} @click=${() => this.more()}>${this.loadingMore ? 'Loading …' : text}</button>`
      : nothing;
  }
}
