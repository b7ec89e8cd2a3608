import { addressOf } from '../ui/address.js';
import { get, path, post } from '../ui/api.js';
import { PageElement } from '../ui/element.js';
import { emptyState } from '../ui/feedback.js';
import { textField } from '../ui/fields.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { Remote } from '../ui/remote.js';
import { everything, featureAddress, statusBadge } from './names.js';

/** The features of the organization, what others share with it, and the providers. */
class FeatureList extends PageElement {
  page;
  #features = new Remote(() => everything((after) => get('features', { after })), () => this.update());

  connectedCallback() {
    super.connectedCallback();
    this.#features.load();
  }

  template() {
    return html`
      <div class="title-line">
        <div>
          <h1>Features</h1>
          <p class="muted small">What turns business documents into electronic invoices, versioned and deployed to environments.</p>
        </div>
        <div class="actions">
          <button type="button" class="button primary" @click=${() => this.#askForNew()}>${icons.plus()}New feature</button>
        </div>
      </div>
      <section class="card" aria-label="Features">
        <div class="card-body">${this.#features.show((items) => this.#table(items))}</div>
      </section>
    `;
  }

  #table(items) {
    return items.length === 0
      ? emptyState('No feature yet', 'Create one, derive one from another provider’s, or import one from a file.')
      : html`<div class="table-scroll">
          <table class="cards">
            <caption class="visually-hidden">Features</caption>
            <thead><tr><th scope="col">Name</th><th scope="col">Provider</th><th scope="col">Latest version</th><th scope="col">Derived from</th></tr></thead>
            <tbody>
              ${items.map(
                ({ id, name, provider, latestVersion, latestStatus, base }) => html`<tr>
                  <th scope="row"><a href=${featureAddress(id)}>${name}</a></th>
                  <td data-label="Provider">${provider?.name ?? '–'}</td>
                  <td data-label="Latest version">${latestVersion ? html`<a href=${featureAddress(id, { version: latestVersion })}>Version ${latestVersion}</a> ${statusBadge(latestStatus)}` : '–'}</td>
                  <td data-label="Derived from">${base ? html`${base.name ?? base.feature}, version ${base.version}` : '–'}</td>
                </tr>`,
              )}
            </tbody>
          </table>
        </div>`;
  }

  #askForNew() {
    this.page.ask({
      title: 'New feature',
      text: 'It starts with version 1 as a draft.',
      values: { name: '' },
      fields: (form) => textField(form, 'name', { label: 'Name', required: true, maxlength: 128 }),
      action: 'Create',
      run: async ({ name }) => {
        const created = await post('features', { name: name.trim() });
        location.assign(addressOf({ feature: created.feature, version: created.number }));
      },
    });
  }
}

customElements.define('feature-list', FeatureList);
