import { fault } from '../ui/form.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Finds, at all places at once, what the service would refuse as no value of its kind. */
export function draftFaults({ keyVaults, users, applications, certificateChains }) {
  return [
    ...each('keyVaults', keyVaults, vaultFaults),
    ...twice('keyVaults', keyVaults, 'name', 'vault name'),
    ...each('users', users, ({ id, email }, at) => [
      ...(UUID.test(id) ? [] : [fault(`${at}.id`, 'Give the user’s object id in the directory.', 'It looks like 3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a')]),
      ...(isBlank(email) ? [fault(`${at}.email`, 'Give an e-mail address, so that people know who it is.')] : []),
    ]),
    ...twice('users', users, 'id', 'user id'),
    ...each('applications', applications, ({ id, name }, at) => [
      ...(isBlank(name) ? [fault(`${at}.name`, 'Give the application a name.')] : []),
      ...(UUID.test(id) ? [] : [fault(`${at}.id`, 'Give the enterprise application’s object id.', 'It looks like 3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a')]),
    ]),
    ...twice('applications', applications, 'id', 'application id'),
    ...each('certificateChains', certificateChains, chainFaults),
    ...twice('certificateChains', certificateChains, 'name', 'chain name'),
  ];
}

function vaultFaults({ name, uri, objects }, at) {
  return [
    ...(isBlank(name) ? [fault(`${at}.name`, 'Give the key vault a name.')] : []),
    ...(isAddress(uri) ? [] : [fault(`${at}.uri`, 'Give the vault’s address.', 'It looks like https://NAME.vault.azure.net/')]),
    ...each(`${at}.objects`, objects, (object, place) =>
      /^[0-9A-Za-z-]{1,127}$/.test(object.name) ? [] : [fault(`${place}.name`, 'Give the object’s own name in the vault: 1 to 127 letters, digits or hyphens.')],
    ),
    ...twice(`${at}.objects`, objects, 'name', 'object name'),
  ];
}

function chainFaults({ name, certificates }, at) {
  return [
    ...(isBlank(name) ? [fault(`${at}.name`, 'Give the chain a name.')] : []),
    ...(certificates.length === 0 ? [fault(`${at}.certificates`, 'A chain holds at least one certificate.')] : []),
    ...each(`${at}.certificates`, certificates, (certificate, place, index) =>
      isBlank(certificate)
        ? [fault(place, 'Choose a declared certificate.')]
        : certificates.indexOf(certificate) < index
          ? [fault(place, 'The chain holds this certificate already.')]
          : [],
    ),
  ];
}

const each = (path, items, check) => items.flatMap((item, index) => check(item, `${path}[${index}]`, index));

/** The second of two with the same value is at fault. */
const twice = (path, items, field, what) =>
  each(path, items, (item, at, index) =>
    !isBlank(item[field]) && items.findIndex((other) => same(other[field], item[field])) < index ? [fault(`${at}.${field}`, `This ${what} is there twice.`)] : [],
  );

const same = (one, other) => String(one).toLowerCase() === String(other).toLowerCase();
const isBlank = (text) => (text ?? '').trim() === '';
const isAddress = (text) => /^[a-z]+:\S+$/i.test(text) && URL.canParse(text);
