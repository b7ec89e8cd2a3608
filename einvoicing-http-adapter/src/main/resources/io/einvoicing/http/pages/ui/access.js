import { get } from './api.js';
import { icons } from './icons.js';
import { html } from './libraries.js';
import { session } from './session.js';

/**
 * What who is signed in may use. The roles are those of the token, and what the service adds to them by its own record, as for the first
 * configurator of an organization: so it is asked unless the token says it all. For display only, the API decides.
 */
class Access extends EventTarget {
  /** By who is signed in: the roles that the service told, null if it gave none, undefined until then. */
  #told = new Map();

  constructor() {
    super();
    session.addEventListener('change', () => this.#ask());
    this.#ask();
  }

  hasRole = (role) => session.bearer.hasRole(role) || (this.#told.get(session.bearer.identity)?.includes(role) ?? false);

  /** Tells whether somebody may use a page; undefined until the service has answered. Without an answer, the page shows what the API says. */
  mayUse({ roles }) {
    if (session.token === null || roles === null || roles.some(this.hasRole)) {
      return true;
    }
    const told = this.#told.get(session.bearer.identity);
    return told === undefined ? undefined : told === null;
  }

  async #ask() {
    const { identity } = session.bearer;
    if (session.token === null || session.bearer.hasRole('configure') || this.#told.has(identity)) {
      return;
    }
    this.#told.set(identity, undefined);
    const told = await get('tenant').then(
      ({ roles }) => roles.map((role) => role.toLowerCase()),
      () => null,
    );
    this.#told.set(identity, told);
    this.dispatchEvent(new Event('change'));
  }

  /** Says which role a page needs, instead of the page. */
  refusal({ title, roles }) {
    const { name, roles: own } = session.bearer;
    const who = name || 'whose token this is';
    return html`<div class="title-line"><h1>${title}</h1></div>
      <section class="card" aria-label="No access"><div class="card-body">
        <p class="notice warning" role="alert"><span>${icons.lock()}</span><span><strong>This page needs the role ${roles.join(' or ')}.</strong> ${
          own.length === 0 ? 'You have no role' : `You have ${own.join(', ')}`
        }: ask your administrator to assign it to ${who}, then sign in with a new token.</span></p>
      </div></section>`;
  }
}

export const access = new Access();
