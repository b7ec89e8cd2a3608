import { get, post } from '../ui/api.js';

const FIRST_LOOK = 200;
const LONGEST_BETWEEN_LOOKS = 2000;

/** Runs Update and Reset history data, and follows the one that runs, whoever started it. Tells `change` at every look. */
export class Commands extends EventTarget {
  /** The command that runs or ran last; null if none is known. */
  latest = null;
  /** Why it could not be started or followed. */
  problem = null;
  #following = false;

  get running() {
    return this.latest?.state === 'RUNNING' ? this.latest : null;
  }

  /** Finds out what ran last, and follows it if it still runs. */
  async look() {
    const { items } = await get('usage/commands');
    this.latest = items[0] ?? null;
    this.#changed();
    this.#follow();
  }

  /** Starts `update` or `reset`. */
  async start(kind) {
    this.problem = null;
    this.latest = await post(`usage/${kind}`);
    this.#changed();
    this.#follow();
  }

  async #follow() {
    if (this.#following || !this.running) {
      return;
    }
    this.#following = true;
    try {
      for (let wait = FIRST_LOOK; this.running; wait = Math.min(wait * 1.3, LONGEST_BETWEEN_LOOKS)) {
        await new Promise((resume) => setTimeout(resume, wait));
        this.latest = await get(`usage/commands/${this.latest.id}`);
        this.#changed();
      }
      this.dispatchEvent(new Event('ended'));
    } catch (problem) {
      this.problem = problem;
      this.#changed();
    }
    this.#following = false;
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
