import './application-detail.js';
import './application-list.js';

import { html } from '../ui/libraries.js';
import { Page } from '../ui/page.js';

/** The connected applications: all of them, or one, as the address says. */
class ApplicationsPage extends Page {
  template() {
    return html`
      ${this.view.application ? html`<application-detail .page=${this}></application-detail>` : html`<application-list .page=${this}></application-list>`}
      <confirm-dialog></confirm-dialog>
      <form-dialog></form-dialog>
    `;
  }

  load() {
    this.update();
  }

  viewChanged() {
    this.querySelector('application-detail, application-list')?.update();
  }
}

customElements.define('applications-page', ApplicationsPage);
