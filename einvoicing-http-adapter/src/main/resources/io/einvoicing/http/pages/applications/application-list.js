import { getAll } from '../ui/api.js';
import { PageElement } from '../ui/element.js';
import { addressOf } from '../ui/address.js';
import { emptyState, problemNotice } from '../ui/feedback.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { Remote } from '../ui/remote.js';
import { askForApplication } from './application-form.js';
import { typeText } from './types.js';

/** The connected applications of the organization. */
class ApplicationList extends PageElement {
  page;
  #applications = new Remote(() => getAll('connected-applications'), () => this.update());
  #problem = null;

  connectedCallback() {
    super.connectedCallback();
    this.#applications.load();
  }

  template() {
    return html`
      <div class="title-line">
        <div>
          <h1>Connected applications</h1>
          <p class="muted small">ERP instances in which deployments configure the part of a feature that belongs there.</p>
        </div>
        <div class="actions"><button type="button" class="button primary" @click=${() => this.#new()}>${icons.plus()}New application</button></div>
      </div>
      ${this.#problem ? html`<div class="above">${problemNotice(this.#problem)}</div>` : nothing}
      <section class="card" aria-label="Connected applications"><div class="card-body">
        ${this.#applications.show((items) =>
          items.length === 0
            ? emptyState('No connected application', 'Without one, the ERP’s settings are made by hand. Connect one, and deploying a feature writes them.')
            : html`<div class="table-scroll"><table class="cards">
                <caption class="visually-hidden">Connected applications</caption>
                <thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Application URL</th><th scope="col">Tenant</th></tr></thead>
                <tbody>
                  ${items.map(
                    ({ id, name, type, applicationUrl, tenant }) => html`<tr>
                      <th scope="row"><a href=${addressOf({ application: id })}>${name}</a></th>
                      <td data-label="Type">${typeText(type)}</td>
                      <td data-label="Application URL" class="address">${applicationUrl}</td>
                      <td data-label="Tenant" class="address">${tenant}</td>
                    </tr>`,
                  )}
                </tbody>
              </table></div>`,
        )}
      </div></section>
    `;
  }

  async #new() {
    this.#problem = null;
    try {
      await askForApplication(this.page, undefined, ({ id }) => location.assign(addressOf({ application: id })));
    } catch (problem) {
      this.#problem = problem;
    }
    this.update();
  }
}

customElements.define('application-list', ApplicationList);
