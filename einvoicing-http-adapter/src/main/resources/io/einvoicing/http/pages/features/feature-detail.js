import { get, path, post, remove } from '../ui/api.js';
import { PageElement } from '../ui/element.js';
import { announce, emptyState, problemNotice } from '../ui/feedback.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { Remote } from '../ui/remote.js';
import { tabs } from '../ui/tabs.js';
import { deploy } from './deploy.js';
import { readDeployments, servingAt, stateOf } from './deployments.js';
import { localOf } from './editor/fields.js';
import { everything, featureAddress, readFeature, statusBadge } from './names.js';

const TABS = [
  { id: 'versions', title: 'Versions' },
  { id: 'deployments', title: 'Deployments' },
];

/** One feature: its versions, and where they are deployed. */
class FeatureDetail extends PageElement {
  page;
  #feature = new Remote(() => readFeature(this.#id), () => this.update());
  #versions = new Remote(() => everything((after) => get(`${this.#path}/versions`, { after })), () => this.update());
  #deployments = new Remote(() => readDeployments(this.#id), () => this.update());
  #problem = null;
  #busy = false;

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  get #id() {
    return this.page.view.feature;
  }

  get #path() {
    return path('features', this.#id);
  }

  #load() {
    this.#feature.load();
    this.#versions.load();
    this.#deployments.load();
  }

  template() {
    const { tab = 'versions' } = this.page.view;
    return html`
      <div class="title-line">
        <div>
          <a class="back" href="?">${icons.back()}Features</a>
          <h1>${this.#feature.value?.name ?? 'Feature'}</h1>
          ${this.#feature.value ? this.#origin(this.#feature.value) : nothing}
        </div>
        ${this.#versions.value ? this.#actions(this.#versions.value) : nothing}
      </div>
      ${this.#feature.problem ? html`<div class="above">${problemNotice(this.#feature.problem, () => this.#load())}</div>` : nothing}
      ${this.#problem ? html`<div class="above">${problemNotice(this.#problem)}</div>` : nothing}
      ${tabs('Parts of the feature', TABS, tab, (id) => this.page.show({ tab: id, at: '' }))}
      ${tab === 'deployments' ? this.#deploymentsPart() : this.#versionsPart()}
    `;
  }

  drawn() {
    document.title = `${this.#feature.value?.name ?? 'Feature'} · einvoicing`;
  }

  #origin({ provider, base }) {
    const parts = [provider ? `Provider ${provider.name}` : '', base ? `derived from ${base.name}, version ${base.version}` : ''].filter(Boolean);
    return parts.length ? html`<p class="muted small">${parts.join(', ')}</p>` : nothing;
  }

  #actions() {
    return html`<div class="actions">
      <button type="button" class="button primary" aria-busy=${this.#busy ? 'true' : nothing} ?disabled=${this.#busy} @click=${() => this.#newVersion()}>${icons.plus()}New version</button>
    </div>`;
  }

  #versionsPart() {
    const serving = (number) =>
      (this.#deployments.value ?? []).filter(({ deployments }) => servingAt(deployments, new Date())?.version === number).map(({ environment }) => environment.name);
    return html`<section class="card" aria-label="Versions"><div class="card-body">
      ${this.#versions.show(
        (versions) => html`<div class="table-scroll"><table class="cards">
          <caption class="visually-hidden">Versions, the newest first</caption>
          <thead><tr><th scope="col">Version</th><th scope="col">Status</th><th scope="col">Effective from</th><th scope="col">Serves in</th><th scope="col"><span class="visually-hidden">Commands</span></th></tr></thead>
          <tbody>
            ${versions.toReversed().map(
              (version) => html`<tr>
                <th scope="row"><a href=${featureAddress(this.#id, { version: version.number })}>Version ${version.number}</a></th>
                <td data-label="Status">${statusBadge(version.status)}</td>
                <td data-label="Effective from">${format.instant(version.effectiveFrom)}</td>
                <td data-label="Serves in">${serving(version.number).join(', ') || '–'}</td>
                <td class="number"><span class="marks">
                  ${version.status === 'DRAFT' ? nothing : html`<button type="button" class="button small-button" @click=${() => this.#deploy(version)}>Deploy</button>`}
                </span></td>
              </tr>`,
            )}
          </tbody>
        </table></div>`,
      )}
    </div></section>`;
  }

  #deploymentsPart() {
    const at = this.page.view.at ? new Date(this.page.view.at) : new Date();
    return html`<section class="card" aria-labelledby="deployments-title">
      <div class="card-head"><div class="titles">
        <h2 id="deployments-title">Which version serves when</h2>
        <p class="muted small">In each environment the deployment that began last serves; of several at one instant, the higher version.</p>
      </div></div>
      <div class="card-body">
        ${this.#deployments.show((all) => {
          const used = all.filter(({ deployments }) => deployments.length > 0);
          return used.length === 0
            ? emptyState('Not deployed', 'Deploy a completed version to a published environment, and documents can select it.')
            : html`<div class="toolbar at-line">
                  <div class="field">
                    <label for="at">As of</label>
                    <input id="at" type="datetime-local" .value=${localOf(at.toISOString())} @change=${(event) => this.page.show({ at: event.target.value ? new Date(event.target.value).toISOString() : '' })} />
                  </div>
                  ${this.page.view.at ? html`<button type="button" class="button quiet" @click=${() => this.page.show({ at: '' })}>Now</button>` : nothing}
                </div>
                ${used.map((each) => this.#environmentPart(each, at))}`;
        })}
      </div>
    </section>`;
  }

  #environmentPart({ environment, deployments }, at) {
    const serving = servingAt(deployments, at);
    return html`<section class="environment" aria-label=${environment.name}>
      <h3>${environment.name} ${serving ? html`<span class="badge good">${icons.check()}version ${serving.version} serves</span>` : html`<span class="badge">no version serves</span>`}</h3>
      <div class="table-scroll"><table class="cards">
        <caption class="visually-hidden">Deployments to ${environment.name}</caption>
        <thead><tr><th scope="col">Version</th><th scope="col">Effective from</th><th scope="col">State</th><th scope="col">Deployed at</th><th scope="col"><span class="visually-hidden">Commands</span></th></tr></thead>
        <tbody>
          ${deployments.map((deployment) => {
            const { text, tone } = stateOf(deployment, deployments, at);
            return html`<tr>
              <th scope="row">Version ${deployment.version}</th>
              <td data-label="Effective from">${format.instant(deployment.effectiveFrom)}</td>
              <td data-label="State"><span class="badge ${tone}">${text}</span>${deployment.canceledAt ? html` <span class="muted small">canceled ${format.instant(deployment.canceledAt)}</span>` : nothing}</td>
              <td data-label="Deployed at">${format.instant(deployment.deployedAt)}</td>
              <td class="number">${deployment.canceledAt ? nothing : html`<button type="button" class="button quiet small-button" aria-label="Cancel the deployment of version ${deployment.version} to ${environment.name}" @click=${() => this.#askToCancel(environment, deployment)}>Cancel deployment</button>`}</td>
            </tr>`;
          })}
        </tbody>
      </table></div>
    </section>`;
  }

  async #run(command) {
    this.#busy = true;
    this.#problem = null;
    this.update();
    try {
      await command();
    } catch (problem) {
      this.#problem = problem;
    }
    this.#busy = false;
    this.update();
  }

  #newVersion() {
    return this.#run(async () => {
      const created = await post(`${this.#path}/versions`);
      location.assign(featureAddress(this.#id, { version: created.number }));
    });
  }

  #deploy(version) {
    return this.#run(() => deploy(this.page, { ...version, feature: this.#id, featureName: this.#feature.value.name }, () => this.#load()));
  }

  #askToCancel(environment, { id, version }) {
    this.page.confirm({
      title: `Cancel the deployment of version ${version}?`,
      text: `In ${environment.name} the deployment before it serves from now on; without one, new documents find no version of this feature. Work that was accepted goes on.`,
      action: 'Cancel deployment',
      serious: true,
      run: async () => {
        await remove(`${path('environments', environment.id)}/deployments/${id}`);
        announce('The deployment is canceled.');
        this.#load();
      },
    });
  }
}

customElements.define('feature-detail', FeatureDetail);
