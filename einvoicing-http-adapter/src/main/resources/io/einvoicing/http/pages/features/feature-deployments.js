import { path, remove } from '../ui/api.js';
import { PageElement } from '../ui/element.js';
import { announce, emptyState } from '../ui/feedback.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { servingAt, stateOf } from './deployments.js';
import { localOf } from './editor/fields.js';

/** Where a feature is deployed, and which version serves at an instant. */
class FeatureDeployments extends PageElement {
  page;
  /** The deployments by environment, read by the page of the feature. */
  remote;

  /** Has it drawn again. */
  set shown(_) {
    this.update();
  }

  template() {
    const at = this.page.view.at ? new Date(this.page.view.at) : new Date();
    return html`<section class="card" aria-labelledby="deployments-title">
      <div class="card-head"><div class="titles">
        <h2 id="deployments-title">Which version serves when</h2>
        <p class="muted small">In each environment the deployment that began last serves; of several at one instant, the higher version.</p>
      </div></div>
      <div class="card-body">
        ${this.remote.show((all) => {
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
                ${used.map((each) => this.#environment(each, at))}`;
        })}
      </div>
    </section>`;
  }

  #environment({ environment, deployments }, at) {
    const serving = servingAt(deployments, at);
    return html`<section class="environment" aria-label=${environment.name}>
      <h3>${environment.name} ${serving ? html`<span class="badge good">${icons.check()}version ${serving.version} serves</span>` : html`<span class="badge">no version serves</span>`}</h3>
      <div class="table-scroll"><table class="cards">
        <caption class="visually-hidden">Deployments to ${environment.name}</caption>
        <thead><tr><th scope="col">Version</th><th scope="col">Effective from</th><th scope="col">State</th><th scope="col">Deployed at</th><th scope="col"><span class="visually-hidden">Commands</span></th></tr></thead>
        <tbody>${deployments.map((deployment) => this.#row(environment, deployment, deployments, at))}</tbody>
      </table></div>
    </section>`;
  }

  #row(environment, deployment, deployments, at) {
    const { version, effectiveFrom, deployedAt, canceledAt } = deployment;
    const { text, tone } = stateOf(deployment, deployments, at);
    return html`<tr>
      <th scope="row">Version ${version}</th>
      <td data-label="Effective from">${format.instant(effectiveFrom)}</td>
      <td data-label="State"><span class="marks"><span class="badge ${tone}">${text}</span>${canceledAt ? html`<span class="muted small">canceled ${format.instant(canceledAt)}</span>` : nothing}</span></td>
      <td data-label="Deployed at">${format.instant(deployedAt)}</td>
      <td class="number">${canceledAt ? nothing : html`<button type="button" class="button quiet small-button" aria-label="Cancel the deployment of version ${version} to ${environment.name}" @click=${() => this.#askToCancel(environment, deployment)}>Cancel deployment</button>`}</td>
    </tr>`;
  }

  #askToCancel(environment, { id, version }) {
    this.page.confirm({
      title: `Cancel the deployment of version ${version}?`,
      text: `In ${environment.name} the deployment before it serves from now on; without one, new documents find no version of this feature. Work that was accepted goes on, and nothing is removed from connected applications.`,
      action: 'Cancel deployment',
      serious: true,
      run: async () => {
        await remove(`${path('environments', environment.id)}/deployments/${id}`);
        announce('The deployment is canceled.');
        this.remote.load();
      },
    });
  }
}

customElements.define('feature-deployments', FeatureDeployments);
