import { icons } from './icons.js';
import { html, nothing } from './libraries.js';

/** A part of a page under its title. */
export function card({ id, title, text = '', tools = nothing }, body) {
  return html`<section class="card" id=${id} aria-labelledby="${id}-title">
    <div class="card-head">
      <div class="titles">
        <h2 id="${id}-title">${title}</h2>
        ${text ? html`<p class="muted small">${text}</p>` : nothing}
      </div>
      ${tools}
    </div>
    <div class="card-body">${body}</div>
  </section>`;
}

/** A button that says that it works, and cannot be pressed again meanwhile. */
export function button(text, { busy = false, disabled = false, kind = '', icon = nothing, label, run, type = 'button' }) {
  return html`<button type=${type} class="button ${kind}" aria-label=${label ?? nothing} title=${label ?? nothing} aria-busy=${busy ? 'true' : nothing} ?disabled=${busy || disabled} @click=${run ?? nothing}>${icon}${text}</button>`;
}

/** A mark whose meaning is in its words, not in its colour alone. */
export const badge = (text, tone = '', icon = undefined) => html`<span class="badge ${tone}">${icon ? icon() : nothing}${text}</span>`;

export const okBadge = (text) => badge(text, 'good', icons.check);
export const warningBadge = (text) => badge(text, 'warning', icons.over);
export const dangerBadge = (text) => badge(text, 'danger', icons.over);
