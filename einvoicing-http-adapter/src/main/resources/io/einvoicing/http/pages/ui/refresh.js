/** Reads something again and again while the page is looked at: it pauses while the tab is hidden, and looks at once when it is seen again. */
export class Refresh {
  #read;
  #pause;
  #timer;
  #reading = false;

  /**
   * @param read reads it
   * @param pause returns the milliseconds until the next time, 0 if there is nothing to wait for
   */
  constructor(read, pause) {
    this.#read = read;
    this.#pause = pause;
    document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(this.#timer) : this.#now()));
  }

  /** Begins to wait, anew if it waits already; to be called whenever it was read. */
  wait() {
    clearTimeout(this.#timer);
    const pause = this.#pause();
    if (pause > 0 && !document.hidden) {
      this.#timer = setTimeout(() => this.#now(), pause);
    }
  }

  async #now() {
    if (this.#reading || this.#pause() === 0) {
      return;
    }
    this.#reading = true;
    await this.#read();
    this.#reading = false;
    this.wait();
  }
}
