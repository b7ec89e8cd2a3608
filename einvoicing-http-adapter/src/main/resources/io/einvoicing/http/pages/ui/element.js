import { render } from './libraries.js';

/**
 * A custom element without shadow root: the design's styles reach it, and it prints and reads like the page around it. A subclass
 * gives its `template()` and calls `update()` whenever what the template shows has changed; several calls draw once.
 */
export class PageElement extends HTMLElement {
  #due = false;

  connectedCallback() {
    this.update();
  }

  update() {
    if (this.#due) {
      return;
    }
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      if (this.isConnected) {
        render(this.content(), this);
        this.drawn();
      }
    });
  }

  /** What is drawn: the template, unless something else stands in its place. */
  content() {
    return this.template();
  }

  /** Called after each drawing. */
  drawn() {}
}
