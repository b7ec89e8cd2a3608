import { PageElement } from './element.js';
import { sentence } from './feedback.js';
import { icons } from './icons.js';
import { html, nothing } from './libraries.js';
import { openPage } from './pages.js';
import { session } from './session.js';

/**
 * Asks for an access token whenever there is none, above a view that stays as it is. A second way to sign in gets its button beside
 * the form.
 */
class SignIn extends PageElement {
  #fault = '';

  connectedCallback() {
    session.addEventListener('change', () => {
      this.#fault = '';
      this.update();
    });
    super.connectedCallback();
  }

  template() {
    const { roles } = openPage();
    return html`<dialog
      class="sign-in"
      aria-labelledby="sign-in-title"
      closedby="none"
      @cancel=${(event) => event.preventDefault()}
      @close=${() => this.update()}
    >
      <form @submit=${(event) => this.#submit(event)} novalidate>
        <span class="brand"><span class="brand-mark">${icons.mark()}</span>einvoicing</span>
        <h2 id="sign-in-title">${session.refused ? 'Sign in again' : 'Sign in'}</h2>
        ${session.refused
          ? html`<p class="notice warning" role="alert">
              <span>${icons.over()}</span><span><strong>Your session has ended.</strong> ${sentence(session.refused)} What you were looking at is kept.</span>
            </p>`
          : html`<p class="muted">
              Paste an access token of your organization with ${roles === null ? 'any role' : html`the role <em>${roles.join(' or ')}</em>`}. It stays in this tab and is
              forgotten when you close it.
            </p>`}
        <label for="sign-in-token">Access token</label>
        <textarea
          id="sign-in-token"
          name="token"
          rows="4"
          spellcheck="false"
          autocomplete="off"
          autocapitalize="off"
          autofocus
          placeholder="eyJhbGciOi…"
          aria-invalid=${this.#fault ? 'true' : nothing}
          aria-describedby=${this.#fault ? 'sign-in-fault' : nothing}
        ></textarea>
        ${this.#fault ? html`<p class="fault" id="sign-in-fault">${this.#fault}</p>` : nothing}
        <button type="submit" class="button primary wide">Sign in</button>
        <details class="hint">
          <summary>Where do I get a token?</summary>
          <p>
            From your identity provider, as for the REST API. On a service that runs for development, ask its command line:
          </p>
          <pre tabindex="0"><code>./einvoicing token --tenant T --user you --role usage,configure,operate</code></pre>
        </details>
      </form>
    </dialog>`;
  }

  drawn() {
    const dialog = this.querySelector('dialog');
    if (session.token === null && !dialog.open) {
      dialog.showModal();
    } else if (session.token !== null && dialog.open) {
      dialog.close();
      dialog.querySelector('textarea').value = '';
    }
  }

  #submit(event) {
    event.preventDefault();
    const field = this.querySelector('textarea');
    const token = field.value.trim().replace(/^Bearer\s+/i, '');
    if (token === '' || /\s/.test(token)) {
      this.#fault = token === '' ? 'Paste a token first.' : 'A token has no spaces or line breaks: paste it alone.';
      this.update();
      field.focus();
      return;
    }
    session.signIn(token);
  }
}

customElements.define('sign-in', SignIn);
