/**
 * Who is signed in in this tab. The token comes in the address (`#token=…`, taken out of it at once) or from the sign-in form, and
 * stays in the tab's session storage. Another way to obtain tokens, such as OpenID Connect, ends in `signIn(token)` too.
 */
const KEY = 'einvoicing.token';

class Session extends EventTarget {
  #token = sessionStorage.getItem(KEY);
  #refused = '';
  #waiting = [];

  constructor() {
    super();
    this.#takeFromAddress();
    addEventListener('hashchange', () => this.#takeFromAddress());
  }

  get token() {
    return this.#token;
  }

  /** Why the last token was not accepted; empty if there was none. */
  get refused() {
    return this.#refused;
  }

  /** What the token says about its bearer; for display only, the API decides. */
  get bearer() {
    const claims = claimsOf(this.#token);
    const roles = Array.isArray(claims.roles) ? claims.roles.map((each) => String(each).toLowerCase()) : [];
    return {
      name: claims.preferred_username ?? claims.name ?? '',
      tenant: claims.tid ?? '',
      /** The person's or application's id in the directory. */
      id: claims.oid ?? '',
      /** The same for every token of the same person or application in the same organization. */
      identity: `${claims.tid ?? ''} ${claims.oid ?? claims.sub ?? ''}`,
      roles,
      /** True also if the token does not tell; the service may know of more: see access.js. */
      hasRole: (role) => Object.keys(claims).length === 0 || roles.includes(role),
    };
  }

  signIn(token) {
    this.#token = token.trim();
    this.#refused = '';
    sessionStorage.setItem(KEY, this.#token);
    const waiting = this.#waiting;
    this.#waiting = [];
    waiting.forEach((resume) => resume(this.#token));
    this.dispatchEvent(new Event('change'));
  }

  /** Forgets the token; `why` is shown in the sign-in form. */
  signOut(why = '') {
    this.#token = null;
    this.#refused = why;
    sessionStorage.removeItem(KEY);
    this.dispatchEvent(new Event('change'));
  }

  /** Returns the token, as soon as there is one. */
  signedIn() {
    return this.#token ? Promise.resolve(this.#token) : new Promise((resume) => this.#waiting.push(resume));
  }

  #takeFromAddress() {
    const match = /^#token=(.+)$/.exec(location.hash);
    if (match) {
      history.replaceState(history.state, '', location.pathname + location.search);
      this.signIn(decodeURIComponent(match[1]));
    }
  }
}

function claimsOf(token) {
  try {
    const payload = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return {}; // Not a JSON web token: nothing to show.
  }
}

export const session = new Session();
