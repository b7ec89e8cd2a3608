import { get } from '../ui/api.js';
import { html } from '../ui/libraries.js';
import { Page } from '../ui/page.js';
import { RemoteList } from '../ui/remote.js';
import { environmentList } from './environment-list.js';
import { EnvironmentDetails } from './environment-details.js';

/** Service environments: all of them, or the one that the address names. */
class EnvironmentsPage extends Page {
  #environments = new RemoteList((after) => get('environments', { after }), () => this.update());
  #details = this.view.environment ? new EnvironmentDetails(this, this.view.environment) : null;

  get isUnsaved() {
    return this.#details?.form?.isDirty ?? false;
  }

  load() {
    (this.#details ?? this.#environments).load();
  }

  viewChanged() {
    this.#details?.viewChanged();
  }

  template() {
    return html`
      ${this.#details ? this.#details.template() : environmentList(this, this.#environments)}
      <confirm-dialog></confirm-dialog>
      <form-dialog></form-dialog>
    `;
  }
}

customElements.define('environments-page', EnvironmentsPage);
