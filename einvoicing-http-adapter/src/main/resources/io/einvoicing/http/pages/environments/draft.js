import { choiceField, linesField, textField, tickField } from '../ui/fields.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { listEditor } from '../ui/list-editor.js';
import { card } from '../ui/parts.js';
import { session } from '../ui/session.js';

const TYPES = [
  { value: 'SECRET', text: 'Secret' },
  { value: 'CERTIFICATE', text: 'Certificate' },
];

/** The draft of an environment as a form: everything that takes effect by publication. */
export function draft(form) {
  return html`
    ${card({ id: 'general', title: 'Description' }, linesField(form, 'description', { label: 'What the environment is for', rows: 2 }))}
    ${card(
      { id: 'vaults', title: 'Key vaults', text: 'References to the organization’s own vaults, and the objects in them that the environment may use. Values never leave the vault.' },
      listEditor(form, 'keyVaults', { what: 'key vault', name: ({ name }) => name, blank: () => ({ name: '', description: '', uri: '', objects: [] }), item: (at) => vault(form, at), empty: 'No key vault yet: publishing needs the one that holds the storage secret.' }),
    )}
    ${card({ id: 'storage', title: 'Storage', text: 'Every document and file is kept in the organization’s own container.' }, storage(form))}
    ${card({ id: 'users', title: 'Users', text: 'Who may submit documents through the environment, and who may deploy features to it.' }, users(form))}
    ${card(
      { id: 'applications', title: 'Applications', text: 'Programs that submit and query without a user.' },
      listEditor(form, 'applications', { what: 'application', name: ({ name }) => name, blank: () => ({ name: '', id: '' }), columns: true, item: (at) => application(form, at), empty: 'No application is listed.' }),
    )}
    ${card(
      { id: 'chains', title: 'Certificate chains', text: 'For signing and for TLS client authentication: root first, then intermediates, the client certificate last.' },
      listEditor(form, 'certificateChains', { what: 'chain', name: ({ name }) => name, blank: () => ({ name: '', description: '', certificates: [''] }), item: (at) => chain(form, at), empty: 'No chain is set up.' }),
    )}
  `;
}

function vault(form, at) {
  return html`
    <div class="fields two">
      ${textField(form, `${at}.name`, { label: 'Name', required: true, maxlength: 128 })}
      ${textField(form, `${at}.uri`, { label: 'Key vault URI', required: true, type: 'url', maxlength: 4000, placeholder: 'https://NAME.vault.azure.net/' })}
      ${textField(form, `${at}.description`, { label: 'Description', maxlength: 4000, wide: true })}
    </div>
    <div class="inner" role="group" aria-label="Declared objects of ${form.at(`${at}.name`) || 'this vault'}">
      <h3>Declared objects</h3>
      ${listEditor(form, `${at}.objects`, {
        what: 'object',
        name: ({ name }) => name,
        blank: () => ({ name: '', description: '', type: 'SECRET' }),
        columns: true,
        empty: 'None yet. Declare the secret that holds the container’s SAS URL, and the certificates that features use.',
        item: (place) => html`<div class="fields object">
          ${textField(form, `${place}.name`, { label: 'Name in the vault', required: true, maxlength: 127 })}
          ${choiceField(form, `${place}.type`, { label: 'Type', choices: TYPES })}
          ${textField(form, `${place}.description`, { label: 'Description', maxlength: 4000 })}
        </div>`,
      })}
    </div>
  `;
}

function storage(form) {
  const secrets = declared(form, 'SECRET');
  const chosen = form.values.storageSecret;
  const binding = form.values.keyVaults.find(({ objects }) => objects.some(({ name, type }) => name === chosen && type === 'SECRET'));
  return html`<div class="fields">
    ${choiceField(form, 'storageSecret', {
      label: 'Storage secret',
      none: 'None chosen',
      choices: secrets.map((name) => ({ value: name, text: name })),
      help: 'The declared secret whose value is the Blob SAS URL of the container.',
    })}
    ${binding && chosen
      ? html`<p class="notice binding"><span>${icons.lock()}</span><span>This binds the environment to the vault <strong>${binding.name || 'without a name'}</strong>: secrets and certificates are used from there only.</span></p>`
      : nothing}
  </div>`;
}

function users(form) {
  const { id, name } = session.bearer;
  const listed = form.values.users.some((user) => user.id.toLowerCase() === id.toLowerCase());
  return html`
    ${listEditor(form, 'users', {
      what: 'user',
      name: ({ email }) => email,
      blank: () => ({ id: '', email: '', maySubmit: true, mayDeploy: false }),
      columns: true,
      empty: 'No user is listed.',
      item: (at) => html`<div class="fields user">
        ${textField(form, `${at}.id`, { label: 'Object id', required: true, maxlength: 36 })}
        ${textField(form, `${at}.email`, { label: 'E-mail', required: true, type: 'email' })}
        <div class="permissions">
          ${tickField(form, `${at}.maySubmit`, { label: 'May submit' })} ${tickField(form, `${at}.mayDeploy`, { label: 'May deploy' })}
        </div>
      </div>`,
    })}
    ${id && !listed
      ? html`<button type="button" class="link small me" @click=${() => form.add('users', { id, email: name, maySubmit: true, mayDeploy: true })}>Add yourself${name ? ` (${name})` : ''}</button>`
      : nothing}
  `;
}

function application(form, at) {
  return html`<div class="fields">
    ${textField(form, `${at}.name`, { label: 'Name', required: true, maxlength: 128 })}
    ${textField(form, `${at}.id`, { label: 'Object id of the enterprise application', required: true, maxlength: 36 })}
  </div>`;
}

function chain(form, at) {
  const choices = declared(form, 'CERTIFICATE').map((name) => ({ value: name, text: name }));
  const last = (form.at(`${at}.certificates`)?.length ?? 0) - 1;
  return html`
    <div class="fields">
      ${textField(form, `${at}.name`, { label: 'Name', required: true, maxlength: 128 })}
      ${textField(form, `${at}.description`, { label: 'Description', maxlength: 4000 })}
    </div>
    <div class="inner" role="group" aria-label="Certificates of ${form.at(`${at}.name`) || 'this chain'}">
      <h3>Certificates in order</h3>
      ${choices.length === 0 ? html`<p class="muted small">Declare objects of the type certificate in a key vault first.</p>` : nothing}
      ${listEditor(form, `${at}.certificates`, {
        what: 'certificate',
        name: (name) => name,
        blank: () => '',
        ordered: true,
        compact: true,
        item: (place, _, index) => choiceField(form, place, { label: last === 0 ? 'The only one' : index === 0 ? 'Root' : index === last ? 'Client or end user' : 'Intermediate', choices }),
      })}
    </div>
  `;
}

/** Returns the names of all objects that are declared as that type. */
function declared(form, type) {
  return [...new Set(form.values.keyVaults.flatMap(({ objects }) => objects.filter((each) => each.type === type && each.name !== '').map(({ name }) => name)))];
}
