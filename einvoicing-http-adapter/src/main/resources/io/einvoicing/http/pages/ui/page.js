import './confirm.js';
import './form-dialog.js';
import './header.js';
import './sign-in.js';

import { access } from './access.js';
import { query, setQuery } from './address.js';
import { PageElement } from './element.js';
import { skeleton } from './feedback.js';
import { html } from './libraries.js';
import { openPage } from './pages.js';
import { session } from './session.js';

/**
 * The whole of a page: draws itself again when its address changes, and begins anew for another person. A subclass reads what it shows
 * in `load()`, which is called when somebody is signed in who may use the page; to others the page says which role it needs.
 */
export class Page extends PageElement {
  view = query();
  #identity = '';
  #begun = false;

  connectedCallback() {
    addEventListener('popstate', () => {
      this.view = query();
      if (this.#begun) {
        this.viewChanged();
      }
      this.update();
    });
    addEventListener('beforeunload', (event) => {
      if (this.isUnsaved) {
        event.preventDefault();
      }
    });
    session.addEventListener('change', () => this.#sessionChanged());
    access.addEventListener('change', () => this.#begin());
    super.connectedCallback();
    this.#sessionChanged();
  }

  /** Tells whether something was typed that is not saved yet: then the browser asks before it leaves. */
  get isUnsaved() {
    return false;
  }

  /** Reads what the page shows. */
  load() {}

  /** Called after the address has changed within the page. */
  viewChanged() {}

  /** Shows something else, and says so in the address. */
  show(changes, options) {
    setQuery(changes, options);
    this.view = query();
    this.viewChanged();
    this.update();
  }

  /** Asks with the page's confirmation dialog; see confirm.js. */
  confirm(question) {
    this.querySelector('confirm-dialog').ask(question);
  }

  /** Asks with the page's form dialog; see form-dialog.js. */
  ask(question) {
    this.querySelector('form-dialog').ask(question);
  }

  /** An expired token leaves the page as it is; who signs out leaves nothing behind, and another person sees a page of their own. */
  #sessionChanged() {
    if (session.token === null) {
      if (this.#identity !== '' && session.refused === '') {
        location.reload();
      }
      return;
    }
    const { identity } = session.bearer;
    if (this.#identity === '') {
      this.#identity = identity;
      this.#begin();
    } else if (this.#identity !== identity) {
      location.reload();
    } else {
      this.#begin();
    }
  }

  #begin() {
    if (!this.#begun && session.token !== null && access.mayUse(openPage())) {
      this.#begun = true;
      this.load();
    }
    this.update();
  }

  content() {
    const page = openPage();
    const allowed = access.mayUse(page);
    return allowed === undefined ? html`<div aria-busy="true"><h1 class="visually-hidden">${page.title}</h1>${skeleton()}</div>` : allowed ? this.template() : access.refusal(page);
  }
}
