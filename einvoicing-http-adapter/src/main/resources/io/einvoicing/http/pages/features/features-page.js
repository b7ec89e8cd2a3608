import './feature-detail.js';
import './feature-list.js';
import './version-page.js';

import { html } from '../ui/libraries.js';
import { Page } from '../ui/page.js';

/** The features: all of them, one, or one of its versions, as the address says. */
class FeaturesPage extends Page {
  template() {
    const { feature, version } = this.view;
    return html`
      ${feature && version
        ? html`<version-page .page=${this}></version-page>`
        : feature
          ? html`<feature-detail .page=${this}></feature-detail>`
          : html`<feature-list .page=${this}></feature-list>`}
      <confirm-dialog></confirm-dialog>
      <form-dialog></form-dialog>
    `;
  }

  get #shown() {
    return this.querySelector('version-page, feature-detail, feature-list');
  }

  get isUnsaved() {
    return this.#shown?.isUnsaved ?? false;
  }

  load() {
    this.update();
  }

  viewChanged() {
    this.#shown?.update();
  }
}

customElements.define('features-page', FeaturesPage);
