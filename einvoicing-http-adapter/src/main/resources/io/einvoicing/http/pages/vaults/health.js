import { addressOf } from '../ui/address.js';
import { get, path, post } from '../ui/api.js';
import { emptyState, problemNotice, sentence } from '../ui/feedback.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { badge, button, dangerBadge, okBadge, warningBadge } from '../ui/parts.js';
import { RemoteList } from '../ui/remote.js';

const STATUS = {
  HEALTHY: () => okBadge('healthy'),
  WARNING: () => warningBadge('needs attention'),
  FAILED: () => dangerBadge('failed'),
  UNKNOWN: () => badge('not checked yet'),
};

const STATES = {
  OK: () => okBadge('fine'),
  EXPIRING: () => warningBadge('expires soon'),
  EXPIRED: () => dangerBadge('expired'),
  OLD: () => warningBadge('old: rotate it'),
  MISSING: () => dangerBadge('missing'),
  DENIED: () => dangerBadge('access denied'),
  UNREADABLE: () => dangerBadge('not of its type'),
  NOT_YET_VALID: () => dangerBadge('not yet valid'),
};

/** How every vault and container in use is: reached or not, how fast, and what expires when. */
export class Health {
  #page;
  #health;
  /** Of each environment that is being checked, or whose check failed: true, or the problem. */
  #checks = new Map();

  constructor(page) {
    this.#page = page;
    this.#health = new RemoteList((after) => get('vault-health', { after }), () => page.update());
  }

  load() {
    this.#health.load();
  }

  actions() {
    const running = [...this.#checks.values()].includes(true);
    return html`<div class="actions">
      ${button('Check all now', { kind: 'primary', icon: icons.update(), busy: running, disabled: this.#health.items.length === 0, run: () => this.#checkAll() })}
    </div>`;
  }

  template() {
    return this.#health.show(({ items }) =>
      items.length === 0
        ? html`<div class="card">${emptyState('No vault is in use', 'Vaults appear here when an environment that refers to them is published.')}</div>`
        : html`<div class="stack">${items.map((item) => this.#card(item))} ${this.#health.moreButton()}</div>`,
    );
  }

  #card(item) {
    const { environment, checkedAt, status, vault, container, objects = [] } = item;
    const check = this.#checks.get(environment.id);
    const id = `health-${environment.id}`;
    return html`<section class="card" aria-labelledby=${id}>
      <div class="card-head">
        <div class="titles">
          <h2 id=${id}><a class="plain-link" href="../environments/?environment=${environment.id}">${environment.name}</a> ${(STATUS[status] ?? STATUS.UNKNOWN)()}</h2>
          <p class="muted small" role="status">${checkedAt ? html`Checked <time datetime=${checkedAt}>${format.instant(checkedAt)}</time>` : 'Not checked since the service started'}</p>
        </div>
        <div class="actions">
          <a class="button quiet" href=${addressOf({ tab: 'accesses', environment: environment.id })}>Accesses</a>
          ${button('Check now', { icon: icons.update(), busy: check === true, label: `Check ${environment.name} now`, run: () => this.#check(environment.id) })}
        </div>
      </div>
      <div class="card-body">
        ${check && check !== true ? problemNotice(check) : nothing}
        ${vault || container
          ? html`<dl class="places">
              ${vault ? place('Key vault', vault.uri, vault, nothing) : nothing}
              ${container ? place('Container', container.address, container, expiry(container)) : nothing}
            </dl>`
          : nothing}
        ${objects.length > 0 ? objectTable(environment.name, objects) : nothing}
      </div>
    </section>`;
  }

  #checkAll() {
    return Promise.all(this.#health.items.map(({ environment }) => this.#check(environment.id)));
  }

  async #check(id) {
    this.#checks.set(id, true);
    this.#page.update();
    try {
      const item = await post(path('environments', id, 'health-checks'));
      this.#checks.delete(id);
      const { items, next } = this.#health.value;
      this.#health.set({ items: items.map((each) => (each.environment.id === id ? item : each)), next });
    } catch (problem) {
      this.#checks.set(id, problem);
    }
    this.#page.update();
  }
}

function place(title, address, { reachable, latencyMillis, problem }, more) {
  return html`<div>
    <dt>${title}</dt>
    <dd>
      <code class="address">${address}</code>
      <p class="facts-line">${reachable ? okBadge('reachable') : dangerBadge('not reachable')} ${reachable && latencyMillis !== undefined ? html`<span class="muted small">answered in ${format.count(latencyMillis)} ms</span>` : nothing} ${more}</p>
      ${problem ? html`<p class="fault">${icons.over()}<span>${sentence(problem)}</span></p>` : nothing}
    </dd>
  </div>`;
}

function expiry({ expiresAt, daysLeft }) {
  return expiresAt ? html`<span class="small">SAS expires ${format.instant(expiresAt)} ${daysBadge(daysLeft)}</span>` : nothing;
}

function objectTable(environment, objects) {
  return html`<table class="cards">
    <caption class="visually-hidden">Declared objects of ${environment}</caption>
    <thead>
      <tr>
        <th scope="col">Object</th>
        <th scope="col">Type</th>
        <th scope="col">State</th>
        <th scope="col">Version</th>
        <th scope="col">Changed</th>
        <th scope="col">Expires</th>
      </tr>
    </thead>
    <tbody>
      ${objects.map(
        ({ name, type, version, createdAt, updatedAt, expiresAt, daysLeft, state, problem }) => html`<tr>
          <th scope="row">${name}</th>
          <td data-label="Type">${type === 'CERTIFICATE' ? 'Certificate' : 'Secret'}</td>
          <td data-label="State"><span>${(STATES[state] ?? (() => badge(state)))()}${problem ? html`<span class="small object-problem">${sentence(problem)}</span>` : nothing}</span></td>
          <td data-label="Version">${version ? html`<code title=${version}>${version.slice(0, 8)}</code>` : '–'}</td>
          <td data-label="Changed">${(updatedAt ?? createdAt) ? format.instant(updatedAt ?? createdAt) : '–'}</td>
          <td data-label="Expires"><span>${expiresAt ? html`${format.instant(expiresAt)} ${daysBadge(daysLeft)}` : html`<span class="muted">no date</span>`}</span></td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function daysBadge(days) {
  if (days === undefined) {
    return nothing;
  }
  if (days < 0) {
    return dangerBadge(`since ${format.count(-days)} ${days === -1 ? 'day' : 'days'}`);
  }
  const text = `${format.count(days)} ${days === 1 ? 'day' : 'days'} left`;
  return days <= 30 ? warningBadge(text) : badge(text);
}
