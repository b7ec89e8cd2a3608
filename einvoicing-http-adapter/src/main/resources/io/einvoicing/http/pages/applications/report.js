import { readablePath, valueOf } from '../ui/differences.js';
import { sentence } from '../ui/feedback.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';

const OUTCOMES = {
  CREATED: { text: 'created', tone: 'good', icon: icons.plus },
  CHANGED: { text: 'changed', tone: 'accent', icon: icons.update },
  UNCHANGED: { text: 'unchanged', tone: '', icon: icons.check },
  FAILED: { text: 'failed', tone: 'danger', icon: icons.over },
};

const badge = (outcome, text = OUTCOMES[outcome].text) => html`<span class="badge ${OUTCOMES[outcome].tone}">${OUTCOMES[outcome].icon()}${text}</span>`;

/** Says in a few marks what became of the settings. */
export function outcomeSummary(settings) {
  const counts = Object.keys(OUTCOMES).map((outcome) => ({ outcome, number: settings.filter((each) => each.outcome === outcome).length }));
  return html`<span class="marks">${counts.filter(({ number }) => number > 0).map(({ outcome, number }) => badge(outcome, `${number} ${OUTCOMES[outcome].text}`))}</span>`;
}

/** Shows what became of each setting. */
export function report(settings) {
  return html`<div class="table-scroll"><table class="cards">
    <caption class="visually-hidden">Settings</caption>
    <thead><tr><th scope="col">Table and document context</th><th scope="col">Setting</th><th scope="col">Outcome</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
    <tbody>
      ${settings.map(
        ({ table, documentContext, setting, outcome, before, after, problem }) => html`<tr>
          <th scope="row">${table}<span class="context muted small">${documentContext}</span></th>
          <td data-label="Setting">${readablePath(setting)}</td>
          <td data-label="Outcome"><div>${badge(outcome)}${problem ? html`<p class="fault">${sentence(problem)}</p>` : nothing}</div></td>
          <td data-label="Before">${valueOf(before)}</td>
          <td data-label="After">${valueOf(after)}</td>
        </tr>`,
      )}
    </tbody>
  </table></div>`;
}
