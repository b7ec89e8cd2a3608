import { cancelButton, servingAt, stateOf, WHICH_SERVES } from '../ui/deployments.js';
import { PageElement } from '../ui/element.js';
import { emptyState } from '../ui/feedback.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { localOf } from './editor/fields.js';

/** Where a feature is deployed, and which version serves at an instant. */
class FeatureDeployments extends PageElement {
  page;
  feature;
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
        <p class="muted small">${WHICH_SERVES}</p>
      </div></div>
      <div class="card-body">
        ${this.remote.show((all) => {
          const used = all.filter(({ deployments }) => deployments.length > 0);
          return used.length === 0
            ? emptyState('Nothing is deployed', 'Deploy a completed version to a published environment, and documents can select it.')
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
        <thead><tr><th scope="col">Version</th><th scope="col">State</th><th scope="col">Effective from</th><th scope="col">Deployed</th><th scope="col"><span class="visually-hidden">Commands</span></th></tr></thead>
        <tbody>${deployments.map((deployment) => this.#row(environment, deployment, serving, at))}</tbody>
      </table></div>
    </section>`;
  }

  #row(environment, deployment, serving, at) {
    const { version, effectiveFrom, deployedAt } = deployment;
    return html`<tr>
      <th scope="row">Version ${version}</th>
      <td data-label="State">${stateOf(deployment, serving, at)}</td>
      <td data-label="Effective from"><time datetime=${effectiveFrom}>${format.instant(effectiveFrom)}</time></td>
      <td data-label="Deployed"><time datetime=${deployedAt}>${format.instant(deployedAt)}</time></td>
      <td class="row-actions">${cancelButton(this.page, { feature: this.feature, environment, deployment }, () => this.remote.load())}</td>
    </tr>`;
  }
}

customElements.define('feature-deployments', FeatureDeployments);
