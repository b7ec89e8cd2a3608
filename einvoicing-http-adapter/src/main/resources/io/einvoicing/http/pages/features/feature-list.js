import './providers-list.js';

import { getAll } from '../ui/api.js';
import { PageElement } from '../ui/element.js';
import { emptyState, problemNotice } from '../ui/feedback.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { Remote } from '../ui/remote.js';
import { tabs } from '../ui/tabs.js';
import { fileButton } from './editor/fields.js';
import { featureAddress, statusBadge } from './names.js';
import { newFeature, ownBases, sharedBases } from './new-feature.js';
import { importFeature } from './transfer.js';

const TABS = [
  { id: 'features', title: 'Features' },
  { id: 'shared', title: 'Shared with me' },
  { id: 'providers', title: 'Providers' },
];

/** The features of the organization, what others share with it, and the providers. */
class FeatureList extends PageElement {
  page;
  #features = new Remote(() => getAll('features'), () => this.update());
  #shared = new Remote(() => getAll('shared-features'), () => this.update());
  #problem = null;
  #importing = false;

  connectedCallback() {
    super.connectedCallback();
    this.#features.load();
    this.#shared.load();
  }

  template() {
    const { tab = 'features' } = this.page.view;
    return html`
      <div class="title-line">
        <div>
          <h1>Features</h1>
          <p class="muted small">What turns business documents into electronic invoices: versioned, and deployed to environments.</p>
        </div>
        <div class="actions">
          ${fileButton(this.#importing ? 'Importing …' : 'Import', (file) => this.#import(file), { accept: '.json,application/json', className: 'button' })}
          <button type="button" class="button primary" ?disabled=${this.#features.value === undefined} @click=${() => this.#new()}>${icons.plus()}New feature</button>
        </div>
      </div>
      ${this.#problem ? html`<div class="above">${problemNotice(this.#problem)}</div>` : nothing}
      ${tabs('Kinds of features', TABS, tab, (id) => this.page.show({ tab: id, q: '' }))}
      ${tab === 'shared' ? this.#sharedPart() : tab === 'providers' ? html`<providers-list .page=${this.page}></providers-list>` : this.#ownPart()}
    `;
  }

  #ownPart() {
    return html`<section class="card" aria-label="Features"><div class="card-body">${this.#features.show((items) => this.#table(items))}</div></section>`;
  }

  #table(items) {
    const wanted = (this.page.view.q ?? '').toLowerCase();
    const shown = items.filter(({ name }) => name.toLowerCase().includes(wanted));
    if (items.length === 0) {
      return emptyState('No feature yet', 'Create one, derive one from another provider’s, or import one from a file.');
    }
    return html`
      ${items.length > 8 || wanted
        ? html`<div class="field search"><label for="search">Find by name</label>
            <input id="search" type="search" .value=${this.page.view.q ?? ''} @input=${(event) => this.page.show({ q: event.target.value }, { replace: true })} /></div>`
        : nothing}
      ${shown.length === 0
        ? emptyState('None found', 'No feature’s name contains this text.')
        : html`<div class="table-scroll"><table class="cards">
            <caption class="visually-hidden">Features</caption>
            <thead><tr><th scope="col">Name</th><th scope="col">Provider</th><th scope="col">Latest version</th><th scope="col">Derived from</th></tr></thead>
            <tbody>${shown.map((feature) => row(feature))}</tbody>
          </table></div>`}
    `;
  }

  #sharedPart() {
    return html`<section class="card" aria-label="Shared with me"><div class="card-body">
      ${this.#shared.show((items) =>
        items.length === 0
          ? emptyState('Nothing is shared with you', 'Another organization shares a feature by the domain name of yours; then it is listed here, and you can derive your own from it.')
          : html`<div class="table-scroll"><table class="cards">
              <caption class="visually-hidden">Features that other organizations share</caption>
              <thead><tr><th scope="col">Name</th><th scope="col">Organization</th><th scope="col">Versions</th><th scope="col"><span class="visually-hidden">Commands</span></th></tr></thead>
              <tbody>
                ${items.map(
                  ({ tenant, organization, feature, name, versions }) => html`<tr>
                    <th scope="row">${name}</th>
                    <td data-label="Organization">${organization}</td>
                    <td data-label="Versions"><span class="marks">${versions.map((number) => html`<a href=${featureAddress(feature, { tenant, version: number })}>Version ${number}</a>`)}</span></td>
                    <td class="number"><button type="button" class="button small-button" aria-label="Derive from ${name}" @click=${() => this.#new(`${tenant} ${feature}`)}>${icons.branch()}Derive</button></td>
                  </tr>`,
                )}
              </tbody>
            </table></div>`,
      )}
    </div></section>`;
  }

  #new(base = '') {
    newFeature(this.page, [...ownBases(this.#features.value ?? []), ...sharedBases(this.#shared.value ?? [])], base);
  }

  async #import(file) {
    this.#problem = null;
    this.#importing = true;
    this.update();
    try {
      const created = await importFeature(file);
      location.assign(featureAddress(created.feature, { version: created.number }));
    } catch (problem) {
      this.#problem = problem;
    }
    this.#importing = false;
    this.update();
  }
}

function row({ id, name, provider, editable, latestVersion, latestStatus, base }) {
  return html`<tr>
    <th scope="row"><a href=${featureAddress(id)}>${name}</a></th>
    <td data-label="Provider">${provider?.name ?? '–'} ${editable === false ? html`<span class="badge">${icons.lock()}read only</span>` : nothing}</td>
    <td data-label="Latest version"><span class="marks"><a href=${featureAddress(id, { version: latestVersion })}>Version ${latestVersion}</a>${statusBadge(latestStatus)}</span></td>
    <td data-label="Derived from">${base ? `${base.name}, version ${base.version}` : html`<span class="muted">–</span>`}</td>
  </tr>`;
}

customElements.define('feature-list', FeatureList);
