import { session } from './session.js';

const BASE = new URL('../api/v1/', import.meta.url);

/** An error answer of the API (problem+json) with all its members, or no answer. */
export class Problem extends Error {
  constructor(members) {
    super(members.title);
    Object.assign(this, { detail: '', status: 0, findings: [], correlation: '' }, members);
  }

  /** Somebody else changed the resource meanwhile: `current` has it as it is now. */
  get isStale() {
    return this.status === 412;
  }
}

/** Returns a GET answer's JSON; parameters that are null, undefined or empty are left out, those that are lists are repeated. */
export async function get(path, parameters = {}, signal = undefined) {
  return (await call(path, { parameters, signal })).json();
}

/** Returns the JSON of what the API tells everybody: without a token, and without asking for one. */
export async function getOpenly(path) {
  const answer = await send(new URL(path, BASE), { headers: { Accept: 'application/json' } });
  if (!answer.ok) {
    throw await problemOf(answer);
  }
  return answer.json();
}

/** Returns all items of a list that the API gives in pages. */
export async function getAll(path, parameters = {}, signal = undefined) {
  const items = [];
  for (let after = ''; after !== undefined; ) {
    const page = await get(path, { ...parameters, after }, signal);
    items.push(...page.items);
    after = page.next ?? undefined;
  }
  return items;
}

/** Returns a POST answer's JSON; `revision` is that of the resource as it was read, for operations that want If-Match. */
export const post = (path, body = undefined, revision = undefined) => change('POST', path, body, revision);

/** Returns a PUT answer's JSON; `revision` as for `post`. */
export const put = (path, body = undefined, revision = undefined) => change('PUT', path, body, revision);

/** Returns a DELETE answer's JSON, null if it has none; `revision` as for `post`. */
export const remove = (path, revision = undefined) => change('DELETE', path, undefined, revision);

/** Makes a path of texts: each one is a single segment, whatever its characters. */
export const path = (...segments) => segments.map((each) => encodeURIComponent(each)).join('/');

/** Returns a file of the API as text. */
export async function getText(path) {
  return (await call(path, { accept: '*/*' })).text();
}

/** Saves a file of the API under the name that the API gives it; asks for it by POST if there is a body. */
export async function download(path, parameters, body = undefined) {
  const answer = await call(path, { method: body === undefined ? 'GET' : 'POST', parameters, body, accept: '*/*' });
  const named = /filename="?([^";]+)"?/.exec(answer.headers.get('Content-Disposition') ?? '');
  const address = URL.createObjectURL(await answer.blob());
  const link = Object.assign(document.createElement('a'), {
    href: address,
    download: named?.[1] ?? path.split('/').pop(),
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

async function change(method, path, body, revision) {
  const answer = await call(path, { method, body, revision });
  const text = await answer.text();
  return text === '' ? null : JSON.parse(text);
}

async function call(path, { method = 'GET', parameters = {}, body, revision, signal, accept = 'application/json' }) {
  const address = new URL(path, BASE);
  for (const [name, value] of Object.entries(parameters)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== null && each !== undefined && each !== '') {
        address.searchParams.append(name, each);
      }
    }
  }
  let first;
  for (;;) {
    const token = await session.signedIn();
    first ??= session.bearer.identity;
    if (method !== 'GET' && first !== session.bearer.identity) {
      throw new Problem({
        title: 'Somebody else has signed in meanwhile',
        detail: 'Nothing was changed. Repeat the command if you want it now.',
      });
    }
    const answer = await send(address, {
      method,
      signal,
      headers: {
        Accept: accept,
        Authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(revision === undefined ? {} : { 'If-Match': `"${revision}"` }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (answer.ok) {
      return answer;
    }
    const problem = await problemOf(answer);
    if (answer.status !== 401) {
      throw problem;
    }
    // The view stays as it is behind the sign-in form; then the same request is made with the new token.
    if (session.token === token) {
      session.signOut(problem.detail || problem.title);
    }
  }
}

async function send(address, request) {
  try {
    return await fetch(address, { ...request, cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' });
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new Problem({
      title: 'The service cannot be reached',
      detail: 'Check your connection, then try again.',
    });
  }
}

async function problemOf(answer) {
  const problem = await answer.json().catch(() => ({}));
  return new Problem({
    ...problem,
    title: problem.title ?? `The service answered ${answer.status}`,
    detail: problem.detail ?? 'Try again; if it stays so, tell the operator of the service.',
    status: answer.status,
  });
}
