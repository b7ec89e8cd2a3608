import { addressOf, query } from './address.js';
import { html, nothing } from './libraries.js';

/**
 * The parts of a page, one of which is shown; which one stands in the address.
 *
 * @param label what the parts are of
 * @param tabs [{id, title, mark: a short remark behind the title}], the first one is shown when the address names none
 * @param chosen id of the one that is shown
 * @param choose is told the id of another one
 */
export function tabs(label, items, chosen, choose) {
  return html`<nav class="tabs" aria-label=${label}>
    ${items.map(
      ({ id, title, mark }, index) => html`<a
        href=${addressOf({ ...query(), tab: index === 0 ? '' : id })}
        aria-current=${id === chosen ? 'true' : nothing}
        @click=${(event) => {
          if (event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
            event.preventDefault();
            choose(index === 0 ? '' : id);
          }
        }}
        >${title}${mark ? html` <span class="badge">${mark}</span>` : nothing}</a
      >`,
    )}
  </nav>`;
}
