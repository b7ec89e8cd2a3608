import { get, path } from '../ui/api.js';
import { problemNotice, sentence } from '../ui/feedback.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { button, card } from '../ui/parts.js';
import { Refresh } from '../ui/refresh.js';

const OFTEN = 1_000;
/** What commands are called, while they run and when they are done, and what they did. */
const WORDS = {
  REPEAT: { runs: 'Repeating calls …', ended: 'Repeating calls is done', did: 'Repeated' },
  GIVE_UP: { runs: 'Giving up …', ended: 'Giving up is done', did: 'Given up' },
};
const DRIVING_ON = { runs: 'Driving on …', ended: 'Driving on is done', did: 'Driven on' };

/** How far a command to drive on many submissions, or to decide about many, is: the one that the address names, else one that still runs. */
export class Redrives {
  #page;
  #done;
  #refresh;
  #command = null;
  #problem = null;

  /** @param done is told when a command has come to its end */
  constructor(page, done) {
    this.#page = page;
    this.#done = done;
    this.#refresh = new Refresh(
      () => this.#again(),
      () => (this.#command && !this.#command.done ? OFTEN : 0),
    );
  }

  /** Looks for what still runs, also if somebody else began it. */
  async load() {
    if (this.#page.view.redrive) {
      await this.#again();
      return;
    }
    try {
      const { items } = await get('submission-redrives');
      this.#command = items.find(({ done }) => !done) ?? null;
    } catch (problem) {
      this.#problem = problem;
    }
    this.#page.update();
    this.#refresh.wait();
  }

  viewChanged() {
    const { redrive } = this.#page.view;
    if (redrive && redrive !== this.#command?.id) {
      this.#again();
    }
  }

  /** Shows a command that was just given, and keeps it in the address, so that it survives a reload. */
  follow(command) {
    this.#command = command;
    this.#problem = null;
    this.#page.show({ redrive: command.id }, { replace: true });
    this.#refresh.wait();
  }

  async #again() {
    const id = this.#page.view.redrive || this.#command?.id;
    if (!id) {
      return;
    }
    const ran = this.#command !== null && !this.#command.done;
    try {
      this.#command = await get(path('submission-redrives', id));
      this.#problem = null;
      if (ran && this.#command.done) {
        this.#done();
      }
    } catch (problem) {
      this.#problem = problem;
    }
    this.#page.update();
    this.#refresh.wait();
  }

  template() {
    const command = this.#command;
    if (command === null) {
      return this.#problem ? html`<div class="attention-notice">${problemNotice(this.#problem, () => this.load())}</div>` : nothing;
    }
    const { total, selected, redriven, refused, failed, done, startedBy, startedAt, endedAt } = command;
    const words = WORDS[command.decision] ?? DRIVING_ON;
    const left = refused.reduce((sum, { number }) => sum + number, 0);
    return card(
      {
        id: 'redrive',
        title: done ? words.ended : words.runs,
        text: html`${startedBy.name || 'Somebody'} began it ${format.instant(startedAt)}${done && endedAt ? html`; it ended ${format.instant(endedAt)}` : nothing}.`,
        tools: done ? button(icons.close(), { kind: 'quiet icon-only', label: 'Hide', run: () => this.#hide() }) : nothing,
      },
      html`
        <progress aria-label="Submissions looked at" max=${Math.max(total, selected, 1)} .value=${done ? Math.max(total, selected, 1) : selected}></progress>
        <dl class="figures" aria-live="polite">
          ${figure('Looked at', total > selected && !done ? `${format.count(selected)} of ${format.count(total)}` : format.count(selected))} ${figure(words.did, format.count(redriven), redriven > 0 ? 'good' : '')}
          ${figure('Left as they are', format.count(left), left > 0 ? 'warning' : '')} ${figure('Failed to store', format.count(failed), failed > 0 ? 'danger' : '')}
        </dl>
        ${refused.length > 0 ? html`<ul class="plain small">${refused.map(({ code, reason, number }) => html`<li data-code=${code}><strong>${format.count(number)}</strong> left: ${sentence(reason)}</li>`)}</ul>` : nothing}
        ${this.#problem ? problemNotice(this.#problem) : nothing}
      `,
    );
  }

  #hide() {
    this.#command = null;
    this.#page.show({ redrive: '' }, { replace: true });
  }
}

const figure = (name, value, tone = '') => html`<div><dt>${name}</dt><dd class="tone ${tone}">${value}</dd></div>`;
