import { icons } from './icons.js';
import { html } from './libraries.js';

/** A button that unfolds a few commands; closes by Escape, by choosing, and by leaving it. */
export function menu(label, content, items) {
  return html`<details
    class="menu"
    @keydown=${(event) => {
      if (event.key === 'Escape' && event.currentTarget.open) {
        event.stopPropagation();
        fold(event.currentTarget, true);
      }
    }}
    @focusout=${(event) => {
      if (!event.currentTarget.contains(event.relatedTarget)) {
        fold(event.currentTarget, false);
      }
    }}
  >
    <summary class="button quiet" aria-label=${label} title=${label}>${content}</summary>
    <div class="menu-items">
      ${items.map(
        ({ text, icon, run }) => html`<button
          type="button"
          @click=${(event) => {
            fold(event.currentTarget.closest('details'), true);
            run();
          }}
        >
          ${icon}<span>${text}</span>
        </button>`,
      )}
    </div>
  </details>`;
}

function fold(details, keepFocus) {
  details.open = false;
  if (keepFocus) {
    details.querySelector('summary').focus();
  }
}

/** The menu that saves a list as a file. */
export function exportMenu(what, save) {
  const items = ['csv', 'xlsx'].map((format) => ({
    text: format === 'csv' ? 'CSV file' : 'Excel workbook (XLSX)',
    icon: icons.save(),
    run: () => save(format),
  }));
  return menu(`Export: ${what}`, html`${icons.save()}<span>Export</span>`, items);
}
