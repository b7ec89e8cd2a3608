import { getAll } from '../ui/api.js';
import { html } from '../ui/libraries.js';
import { Page } from '../ui/page.js';
import { Remote } from '../ui/remote.js';
import { tabs } from '../ui/tabs.js';
import { Accesses } from './accesses.js';
import { Health } from './health.js';

/** Key vaults and containers in use: how they are, and who touched them. */
class VaultsPage extends Page {
  /** The environments, by which both parts filter. */
  environments = new Remote(() => getAll('environments'), () => this.update());
  /** The connected applications, whose credentials lie in vaults too. */
  applications = new Remote(() => getAll('connected-applications'), () => this.update());
  #parts = { health: new Health(this), accesses: new Accesses(this) };

  load() {
    this.environments.load();
    this.applications.load();
    this.#part.load();
  }

  viewChanged() {
    this.#part.load();
  }

  get #chosen() {
    return Object.hasOwn(this.#parts, this.view.tab ?? '') ? this.view.tab : 'health';
  }

  get #part() {
    return this.#parts[this.#chosen];
  }

  template() {
    return html`
      <div class="title-line">
        <div>
          <h1>Key vaults</h1>
          <p class="muted small">The vaults and containers that published environments use. They belong to the organization; the service reads them by name.</p>
        </div>
        ${this.#part.actions()}
      </div>
      ${tabs(
        'Parts of this page',
        [
          { id: 'health', title: 'Health' },
          { id: 'accesses', title: 'Accesses' },
        ],
        this.#chosen,
        (tab) => this.show({ tab }),
      )}
      ${this.#part.template()}
      <confirm-dialog></confirm-dialog>
      <form-dialog></form-dialog>
    `;
  }
}

customElements.define('vaults-page', VaultsPage);
