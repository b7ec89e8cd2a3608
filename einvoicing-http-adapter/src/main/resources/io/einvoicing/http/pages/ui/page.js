import './confirm.js';
import './form-dialog.js';
import './header.js';
import './sign-in.js';

import { query, setQuery } from './address.js';
import { PageElement } from './element.js';
import { session } from './session.js';

/**
 * The whole of a page: draws itself again when its address changes, and begins anew for another person. A subclass reads what it shows
 * in `load()`, which is called when there is somebody signed in.
 */
export class Page extends PageElement {
  view = query();
  #identity = '';

  connectedCallback() {
    addEventListener('popstate', () => {
      this.view = query();
      this.viewChanged();
      this.update();
    });
    addEventListener('beforeunload', (event) => {
      if (this.isUnsaved) {
        event.preventDefault();
      }
    });
    session.addEventListener('change', () => this.#sessionChanged());
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
      this.load();
    } else if (this.#identity !== identity) {
      location.reload();
    }
  }
}
