import { access } from './access.js';
import { PageElement } from './element.js';
import { icons } from './icons.js';
import { html, nothing } from './libraries.js';
import { openPage, PAGES } from './pages.js';
import { session } from './session.js';

/** The line above every page: where one is, which other pages there are, the theme, and who is signed in. */
class PageHeader extends PageElement {
  /** Whether the list of pages is unfolded where there is no room for it in the line. */
  #unfolded = false;

  connectedCallback() {
    document.addEventListener('click', (event) => this.contains(event.target) || this.#fold());
    session.addEventListener('change', () => this.update());
    access.addEventListener('change', () => this.update());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#themeChanged());
    super.connectedCallback();
  }

  template() {
    const here = openPage();
    const bearer = session.bearer;
    const pages = PAGES.filter(({ roles }) => roles === null || roles.some(access.hasRole));
    return html`
      <header class="header-line">
        <span class="brand"><span class="brand-mark">${icons.mark()}</span><span class="brand-name">einvoicing</span></span>
        <nav aria-label="Pages" class=${this.#unfolded ? 'unfolded' : ''} @keydown=${(event) => event.key === 'Escape' && this.#fold(true)}>
          <button type="button" class="button quiet pages-button" aria-expanded=${this.#unfolded} aria-controls="pages" @click=${() => this.#unfold()}>
            ${icons.menu()}<span>${here.title}</span>
          </button>
          <div class="pages" id="pages">
            ${pages.map(
              ({ folder, title }) =>
                html`<a href="../${folder}/" aria-current=${folder === here.folder ? 'page' : nothing}>${title}</a>`,
            )}
          </div>
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

  #unfold() {
    this.#unfolded = !this.#unfolded;
    this.update();
  }

  #fold(keepFocus = false) {
    if (this.#unfolded) {
      this.#unfold();
      if (keepFocus) {
        this.querySelector('.pages-button').focus();
      }
    }
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
