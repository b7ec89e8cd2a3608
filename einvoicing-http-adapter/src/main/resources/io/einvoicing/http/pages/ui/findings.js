import { readableIndexPath } from './differences.js';
import { sentence } from './feedback.js';
import { count } from './format.js';
import { icons } from './icons.js';
import { html, nothing } from './libraries.js';

/**
 * Lists everything that a check found, what blocks before what warns; each with its place, and its remedy.
 *
 * @param goTo brings a person to a finding's place; without, the place is named only
 */
export function findingList(findings, goTo = undefined) {
  const sorted = [...findings].sort((a, b) => rank(a) - rank(b));
  return html`<ul class="findings">
    ${sorted.map(
      (finding) => html`<li class=${rank(finding) === 0 ? 'danger' : 'warning'}>
        <span class="badge ${rank(finding) === 0 ? 'danger' : 'warning'}">${icons.over()}${rank(finding) === 0 ? 'Fault' : 'Warning'}</span>
        <div>
          <p>${sentence(finding.message)}</p>
          ${finding.remedy ? html`<p class="remedy">${sentence(finding.remedy)}</p>` : nothing}
          ${finding.field
            ? goTo
              ? html`<button type="button" class="link small" @click=${() => goTo(finding.field)}>${readableIndexPath(finding.field)}</button>`
              : html`<span class="muted small">${readableIndexPath(finding.field)}</span>`
            : nothing}
        </div>
      </li>`,
    )}
  </ul>`;
}

/** Says in a few words what a check found. */
export function findingSummary(findings) {
  const blocking = findings.filter((finding) => rank(finding) === 0).length;
  const warnings = findings.length - blocking;
  const parts = [
    blocking > 0 ? `${count(blocking)} ${blocking === 1 ? 'fault' : 'faults'}` : '',
    warnings > 0 ? `${count(warnings)} ${warnings === 1 ? 'warning' : 'warnings'}` : '',
  ].filter(Boolean);
  return parts.length === 0 ? 'Nothing found' : parts.join(', ');
}

const rank = ({ severity }) => (severity === 'WARNING' ? 1 : 0);
