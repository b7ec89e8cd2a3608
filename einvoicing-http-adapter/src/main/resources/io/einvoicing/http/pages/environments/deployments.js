import { get, getAll } from '../ui/api.js';
import { cancelButton, later, stateOf, WHICH_SERVES } from '../ui/deployments.js';
import { emptyState } from '../ui/feedback.js';
import * as format from '../ui/format.js';
import { html } from '../ui/libraries.js';
import { card } from '../ui/parts.js';
import { Remote } from '../ui/remote.js';
import { environmentPath } from './environment-list.js';

/** The feature versions that were deployed to an environment: which one serves, which ones will, and which were canceled. */
export class Deployments {
  #environment;
  #page;
  #deployments;

  constructor(environment, page) {
    this.#environment = environment;
    this.#page = page;
    this.#deployments = new Remote(() => this.#read(), () => page.update());
  }

  load() {
    this.#deployments.load();
  }

  async #read() {
    const [deployments, serving, features] = await Promise.all([
      get(environmentPath(this.#environment.id, 'deployments')),
      get(environmentPath(this.#environment.id, 'serving')),
      getAll('features'),
    ]);
    const names = new Map(features.map(({ id, name }) => [id, name]));
    return deployments.items
      .map((each) => ({
        ...each,
        name: names.get(each.feature) ?? each.feature,
        serving: serving.items.find(({ feature }) => feature === each.feature),
      }))
      .sort((a, b) => a.name.localeCompare(b.name) || later(b, a));
  }

  template() {
    return card(
      { id: 'deployments', title: 'Deployed features', text: `For each feature: ${WHICH_SERVES.charAt(0).toLowerCase()}${WHICH_SERVES.slice(1)}` },
      this.#deployments.show((items) =>
        items.length === 0
          ? html`${emptyState('Nothing is deployed', 'Complete a feature version, and deploy it to this environment.')}<p class="centre"><a class="button" href="../features/">Go to the features</a></p>`
          : this.#table(items),
      ),
    );
  }

  #table(items) {
    const { id, value } = this.#environment;
    const now = new Date();
    return html`<table class="cards">
      <caption class="visually-hidden">Deployments by feature, the latest first</caption>
      <thead>
        <tr>
          <th scope="col">Feature</th>
          <th scope="col">Version</th>
          <th scope="col">State</th>
          <th scope="col">Effective from</th>
          <th scope="col">Deployed</th>
          <th scope="col"><span class="visually-hidden">What to do</span></th>
        </tr>
      </thead>
      <tbody>
        ${items.map(
          (item) => html`<tr>
            <th scope="row"><a href="../features/?feature=${item.feature}">${item.name}</a></th>
            <td data-label="Version">${item.version}</td>
            <td data-label="State">${stateOf(item, item.serving, now)}</td>
            <td data-label="Effective from"><time datetime=${item.effectiveFrom}>${format.instant(item.effectiveFrom)}</time></td>
            <td data-label="Deployed"><time datetime=${item.deployedAt}>${format.instant(item.deployedAt)}</time></td>
            <td class="row-actions">
              ${cancelButton(this.#page, { feature: { id: item.feature, name: item.name }, environment: { id, name: value.name }, deployment: item }, () => this.#deployments.load())}
            </td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }
}
