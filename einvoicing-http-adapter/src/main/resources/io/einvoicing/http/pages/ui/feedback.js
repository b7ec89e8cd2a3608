import { icons } from './icons.js';
import { html, nothing } from './libraries.js';

/** Shows an error answer: what it is, what was wrong, and for every fault what to do. */
export function problemNotice(problem, retry = undefined) {
  return html`<div class="notice danger" role="alert">
    <span>${icons.over()}</span>
    <div>
      <strong>${problem.title}</strong>
      ${problem.detail ? html`<p>${sentence(problem.detail)}</p>` : nothing}
      ${problem.findings?.some(({ message, remedy }) => remedy || message !== problem.detail)
        ? html`<ul>
            ${problem.findings.map(
              // The only finding is often the detail itself.
              (finding) => html`<li>${finding.message === problem.detail ? nothing : sentence(finding.message)} ${finding.remedy ? html`<em>${sentence(finding.remedy)}</em>` : nothing}</li>`,
            )}
          </ul>`
        : nothing}
      ${problem.correlation ? html`<p class="small">Correlation id <code>${problem.correlation}</code></p>` : nothing}
      ${retry ? html`<button type="button" class="button small-button" @click=${retry}>Try again</button>` : nothing}
    </div>
  </div>`;
}

/** Says that there is nothing to show yet, and why. */
export function emptyState(title, text) {
  return html`<div class="empty">
    ${icons.empty()}
    <p class="empty-title">${title}</p>
    <p class="muted">${text}</p>
  </div>`;
}

/** Stands where figures will appear. */
export function skeleton(kind = 'block') {
  return html`<div class="skeleton ${kind}" aria-hidden="true"></div>`;
}

/** Tells in a corner of the screen, and to screen readers, what has just happened. */
export function announce(text) {
  let region = document.querySelector('.toasts');
  if (!region) {
    region = Object.assign(document.createElement('div'), { className: 'toasts' });
    region.setAttribute('role', 'status');
    document.body.append(region);
  }
  const toast = Object.assign(document.createElement('p'), { className: 'toast', textContent: text });
  region.replaceChildren(toast);
  setTimeout(() => toast.remove(), 8000);
}

export const sentence = (text = '') =>
  text && `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? '' : '.'}`;
