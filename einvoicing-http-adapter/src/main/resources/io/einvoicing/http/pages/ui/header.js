import { PageElement } from './element.js';
import { icons } from './icons.js';
import { html, nothing } from './libraries.js';
import { session } from './session.js';

/** The pages of the product; a new page adds its line. */
const PAGES = [{ folder: 'usage', title: 'Usage' }];

/** The line above every page: where one is, which other pages there are, the theme, and who is signed in. */
class PageHeader extends PageElement {
  connectedCallback() {
    session.addEventListener('change', () => this.update());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#themeChanged());
    super.connectedCallback();
  }

  template() {
    const here = this.getAttribute('page');
    const bearer = session.bearer;
    return html`
      <header class="header-line">
        <span class="brand"><span class="brand-mark">${icons.mark()}</span>einvoicing</span>
        <nav aria-label="Pages">
          ${PAGES.map(
            ({ folder, title }) =>
              html`<a href="../${folder}/" aria-current=${folder === here ? 'page' : nothing}>${title}</a>`,
          )}
        </nav>
        <span class="spring"></span>
        <button
          type="button"
          class="button quiet icon-only"
          aria-label=${isDark() ? 'Use the light theme' : 'Use the dark theme'}
          title=${isDark() ? 'Light theme' : 'Dark theme'}
          @click=${() => this.#switchTheme()}
        >
          ${isDark() ? icons.sun() : icons.moon()}
        </button>
        ${session.token === null
          ? nothing
          : html`<span class="bearer" title=${bearer.tenant ? `Organization ${bearer.tenant}` : nothing}>
                ${icons.person()}<span>${bearer.name || 'Signed in'}</span>
              </span>
              <button type="button" class="button quiet" @click=${() => session.signOut()}>Sign out</button>`}
      </header>
    `;
  }

  #switchTheme() {
    const theme = isDark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    localStorage.setItem('einvoicing.theme', theme);
    this.#themeChanged();
  }

  #themeChanged() {
    this.update();
    document.dispatchEvent(new Event('theme-changed'));
  }
}

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

customElements.define('page-header', PageHeader);
