import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { badge } from '../ui/parts.js';
import { took } from './words.js';

const RUNS = {
  COMPLETED: { text: 'Completed', tone: 'good', icon: icons.check },
  WAITING: { text: 'Waits', tone: 'accent', icon: icons.clock },
  FAILED_RETRYABLY: { text: 'Failed, tries again', tone: 'warning', icon: icons.over },
  OUTCOME_UNKNOWN: { text: 'Outcome unknown', tone: 'warning', icon: icons.question },
  FAILED: { text: 'Failed', tone: 'danger', icon: icons.over },
};

const SEVERITIES = ['ERROR', 'WARNING', 'INFO'];
const SEVERITY_MARKS = {
  ERROR: () => badge('Error', 'danger', icons.over),
  WARNING: () => badge('Warning', 'warning', icons.over),
  INFO: () => badge('Info'),
};

/**
 * The runs of the actions in order, each with its messages, the errors first, and what it left.
 *
 * @param fileButton draws what shows a file
 */
export function runs(actions, fileButton) {
  return html`<ol class="runs">
    ${actions.map((run) => {
      const { text, tone, icon } = RUNS[run.status] ?? { text: run.status, tone: '', icon: icons.dot };
      const messages = run.messages.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
      return html`<li class="run ${tone}">
        <div class="run-head">
          <strong>${run.position}. ${run.action}</strong> ${badge(text, tone, icon)}
          <span class="muted small">${run.type}${run.attempt > 1 ? html` · attempt ${run.attempt}` : nothing} · <time datetime=${run.startedAt}>${format.instant(run.startedAt)}</time> · took ${took(run.startedAt, run.endedAt)}</span>
        </div>
        ${messages.length > 0
          ? html`<ul class="messages">
              ${messages.map(
                ({ severity, code, text: message, location }) => html`<li>
                  ${(SEVERITY_MARKS[severity] ?? SEVERITY_MARKS.INFO)()}
                  <div><span class="lines">${message}</span>${code || location ? html`<span class="second">${code ? html`<code>${code}</code>` : nothing} ${location ? html`at <code>${location}</code>` : nothing}</span>` : nothing}</div>
                </li>`,
              )}
            </ul>`
          : nothing}
        ${Object.keys(run.outputs).length > 0
          ? html`<dl class="facts outputs">
              ${Object.entries(run.outputs)
                .toSorted()
                .map(([name, { text: value, file }]) => html`<div><dt>${name}</dt><dd>${file ? fileButton(file) : html`<span class="lines">${value}</span>`}</dd></div>`)}
            </dl>`
          : nothing}
      </li>`;
    })}
  </ol>`;
}
