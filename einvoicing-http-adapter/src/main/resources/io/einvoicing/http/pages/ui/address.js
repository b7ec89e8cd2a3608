/** What a page shows, kept in its address: whoever opens the address sees the same. */
export const query = () => Object.fromEntries(new URLSearchParams(location.search));

/** Returns the address of this page with those parameters and no others; empty ones are left out. */
export function addressOf(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== '' && value !== null && value !== undefined);
  return given.length === 0 ? location.pathname : `?${new URLSearchParams(given)}`;
}

/** Shows other parameters in the address; the ones that are not named stay. */
export function setQuery(changes, { replace = false } = {}) {
  const address = addressOf({ ...query(), ...changes });
  if (new URL(address, location.href).href !== location.href) {
    history[replace ? 'replaceState' : 'pushState'](null, '', address);
  }
}
