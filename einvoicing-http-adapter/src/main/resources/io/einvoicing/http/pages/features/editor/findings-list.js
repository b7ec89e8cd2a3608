import { sentence } from '../../ui/feedback.js';
import * as format from '../../ui/format.js';
import { icons } from '../../ui/icons.js';
import { html, nothing } from '../../ui/libraries.js';

/** Lists everything that was found in a version; each leads to its place. */
export function findingsList(editing, { jump, again, close }) {
  const { findings, draft, isChecked, changedSinceCheck } = editing;
  const errors = findings.filter(({ severity }) => severity === 'ERROR').length;
  const sorted = findings.toSorted((a, b) => Number(a.severity !== 'ERROR') - Number(b.severity !== 'ERROR'));
  const none = isChecked && findings.length === 0;
  return html`<section class="card found" aria-labelledby="findings-title" id="findings" tabindex="-1">
    <div class="card-head">
      <div class="titles">
        <h2 id="findings-title">${none ? 'Nothing is wrong' : [count(errors, 'fault'), count(findings.length - errors, 'warning')].filter(Boolean).join(', ')}</h2>
        ${isChecked && changedSinceCheck ? html`<p class="muted small">You changed the version since it was checked.</p>` : nothing}
      </div>
      ${isChecked && changedSinceCheck ? html`<button type="button" class="button small-button" @click=${again}>Check again</button>` : nothing}
      ${isChecked ? html`<button type="button" class="button quiet icon-only" aria-label="Close the findings" title="Close" @click=${close}>${icons.close()}</button>` : nothing}
    </div>
    <div class="card-body">
      ${none
        ? html`<p class="notice good"><span>${icons.check()}</span><span>The version is consistent${editing.readOnly ? '' : ' and can be completed'}.</span></p>`
        : html`<ul class="finding-list">
            ${sorted.map(
              (finding) => html`<li>
                <span class="badge ${finding.severity === 'ERROR' ? 'danger' : 'warning'}">${icons.over()}${finding.severity === 'ERROR' ? 'Blocks' : 'Warning'}</span>
                <div>
                  <button type="button" class="link" @click=${() => jump(finding)}>${placeOf(finding.field, draft)}</button>
                  <p>${sentence(finding.message)} ${finding.remedy ? html`<span class="muted">${sentence(finding.remedy)}</span>` : nothing}</p>
                </div>
              </li>`,
            )}
          </ul>`}
    </div>
  </section>`;
}

/** Returns what the address says of the part in which a finding lies. */
export function partOf(field) {
  const setup = /^setups\[(\d+)\]/.exec(field);
  if (setup) {
    return { part: 'setup', setup: Number(setup[1]) + 1 };
  }
  const [, part] = Object.entries({ formatConfigurations: 'formats', parameters: 'parameters', applicationSetups: 'applications' }).find(([list]) => field.startsWith(list)) ?? [];
  return part ? { part } : {};
}

const count = (number, what) => (number === 0 ? '' : `${format.count(number)} ${what}${number === 1 ? '' : 's'}`);

const WORDS = {
  applicability: 'Applicability',
  orderedBy: 'In order by',
  variables: 'Variables',
  actions: 'Pipeline',
  channelActions: 'Export channel',
  retry: 'Retry',
  parameters: 'Feature parameters',
  formatConfigurations: 'Format configurations',
  applicationSetups: 'Application setups',
  responseTypes: 'Response types',
  setups: 'Setups',
  description: 'Description',
  effectiveFrom: 'Effective from',
};

/** Returns a path such as `setups[0].actions[1].parameters.Certificate` in words: Issue › Sign › Certificate. */
export function placeOf(field, draft) {
  const words = [];
  let here = draft;
  const parts = [...field.matchAll(/([^.[\]]+)(?:\[(\d+)\])?/g)].map(([, name, index]) => ({ name, index }));
  parts.forEach(({ name, index }, at) => {
    const inAction = name === 'parameters' && at > 0;
    here = index === undefined ? here?.[name] : here?.[name]?.[Number(index)];
    if (index !== undefined && (here?.name || here?.tableName)) {
      words.push(here.name || here.tableName);
    } else if (name === 'all' || name === 'any') {
      words.push(`clause ${Number(index) + 1}`);
    } else if (!inAction) {
      words.push(index === undefined ? (WORDS[name] ?? name) : `${WORDS[name] ?? name} ${Number(index) + 1}`);
    }
  });
  return words.join(' › ') || 'Version';
}
