import { access } from '../ui/access.js';
import { get } from '../ui/api.js';
import { html, nothing } from '../ui/libraries.js';
import { Page } from '../ui/page.js';
import { Remote } from '../ui/remote.js';
import { tabs } from '../ui/tabs.js';
import { Organization } from './organization.js';
import { TenantDetails } from './tenant-details.js';
import { Tenants } from './tenants.js';

/** Service activation: the own organization with its service parameters, and for operators all organizations. */
class ActivationPage extends Page {
  /** Which service serves which geography. */
  endpoints = new Remote(() => get('endpoints'), () => this.update());
  #organization = new Organization(this);
  #tenants = new Tenants(this);
  #tenant = this.view.tenant ? new TenantDetails(this, this.view.tenant) : null;

  get isUnsaved() {
    return this.#organization.isUnsaved;
  }

  load() {
    this.endpoints.load();
    this.#shown.load();
  }

  viewChanged() {
    this.#shown.load();
  }

  get #chosen() {
    return this.view.tab ?? (this.#configures ? 'organization' : 'tenants');
  }

  /** Who only operates has no parameters of an organization to set. */
  get #configures() {
    return access.hasRole('configure') || !access.hasRole('operate');
  }

  get #shown() {
    return this.#tenant ?? (this.#chosen === 'tenants' ? this.#tenants : this.#organization);
  }

  template() {
    return html`
      ${this.#tenant
        ? this.#tenant.template()
        : html`<div class="title-line">
              <div>
                <h1>Activation</h1>
                <p class="muted small">For which organizations and ERP instances the service is enabled, and where it is reached.</p>
              </div>
              ${this.#shown.actions()}
            </div>
            ${access.hasRole('operate') ? this.#tabs() : nothing} ${this.#shown.template()}`}
      <confirm-dialog></confirm-dialog>
      <form-dialog></form-dialog>
    `;
  }

  #tabs() {
    const all = [
      { id: 'organization', title: 'Your organization' },
      { id: 'tenants', title: 'All organizations' },
    ];
    return tabs('Parts of this page', this.#configures ? all : all.toReversed(), this.#chosen, (tab) => this.show({ tab }));
  }
}

customElements.define('activation-page', ActivationPage);
