import { get, remove } from '../ui/api.js';
import { announce, emptyState } from '../ui/feedback.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { badge, button, card, okBadge } from '../ui/parts.js';
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
      get('features'),
    ]);
    const names = new Map(features.items.map(({ id, name }) => [id, name]));
    return {
      items: deployments.items
        .map((each) => ({ ...each, name: names.get(each.feature) ?? each.feature }))
        .sort((a, b) => a.name.localeCompare(b.name) || b.effectiveFrom.localeCompare(a.effectiveFrom)),
      serving: new Set(serving.items.map(({ id }) => id)),
    };
  }

  template() {
    return card(
      { id: 'deployments', title: 'Deployed features', text: 'Of each feature, the latest started deployment serves. Canceling one makes the one before it serve again.' },
      this.#deployments.show((value) =>
        value.items.length === 0
          ? html`${emptyState('Nothing is deployed', 'Complete a feature version, and deploy it to this environment.')}<p class="centre"><a class="button" href="../features/">Go to the features</a></p>`
          : this.#table(value),
      ),
    );
  }

  #table({ items, serving }) {
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
            <td data-label="State"><span>${stateBadge(item, serving)}</span></td>
            <td data-label="Effective from"><time datetime=${item.effectiveFrom}>${format.instant(item.effectiveFrom)}</time></td>
            <td data-label="Deployed"><time datetime=${item.deployedAt}>${format.instant(item.deployedAt)}</time></td>
            <td class="row-actions">
              ${item.canceledAt ? nothing : button('Cancel …', { kind: 'quiet small-button', icon: icons.close(), label: `Cancel the deployment of ${item.name} version ${item.version}`, run: () => this.#askForCancel(item) })}
            </td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #askForCancel({ id, name, version }) {
    this.#page.confirm({
      title: `Cancel the deployment of ${name}, version ${version}?`,
      text: 'The deployment of this feature before it serves again; if there is none, documents for this feature are refused here. Submissions in process go on with the version that they began with.',
      action: 'Cancel the deployment',
      serious: true,
      run: async () => {
        await remove(environmentPath(this.#environment.id, 'deployments', id));
        announce(`The deployment of ${name}, version ${version}, is canceled.`);
        this.#deployments.load();
      },
    });
  }
}

function stateBadge(item, serving) {
  if (item.canceledAt) {
    return html`${badge('canceled')} <span class="muted small">${format.instant(item.canceledAt)}</span>`;
  }
  if (serving.has(item.id)) {
    return okBadge('serves');
  }
  return new Date(item.effectiveFrom) > new Date() ? badge('planned', 'accent', icons.clock) : badge('does not serve');
}
