import { addressOf } from '../ui/address.js';
import { path, post } from '../ui/api.js';
import { emptyState, skeleton } from '../ui/feedback.js';
import { linesField, textField } from '../ui/fields.js';
import { fault } from '../ui/form.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html } from '../ui/libraries.js';
import { button } from '../ui/parts.js';
import { statusBadge } from './status.js';

/** All environments of the organization, and the way to a new one. */
export function environmentList(page, environments) {
  return html`
    <div class="title-line">
      <div>
        <h1>Environments</h1>
        <p class="muted small">Partitions that hold secrets, access and the features that run; independent of each other.</p>
      </div>
      <div class="actions">${button('New environment', { kind: 'primary', icon: icons.plus(), run: () => askForNew(page) })}</div>
    </div>
    <section class="card" aria-label="All environments">
      <div class="card-body list-body">${environments.show(({ items }) => (items.length === 0 ? none() : table(items)), skeleton())}${environments.moreButton()}</div>
    </section>
  `;
}

function none() {
  return emptyState('No environment yet', 'Create one for tests and one for production: each has its own vault, container, users and features.');
}

function table(items) {
  return html`<table class="cards">
    <caption class="visually-hidden">Environments by name</caption>
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col">Status</th>
        <th scope="col">Serves</th>
        <th scope="col">Key vaults</th>
        <th scope="col" class="number">Users</th>
        <th scope="col" class="number">Applications</th>
      </tr>
    </thead>
    <tbody>
      ${items.map(
        ({ id, name, status, draft, published }) => html`<tr>
          <th scope="row"><a href=${addressOf({ environment: id })}>${name}</a><p class="muted small description">${draft.description}</p></th>
          <td data-label="Status"><span>${statusBadge(status)}</span></td>
          <td data-label="Serves">${published ? html`<span>Snapshot ${published.number} <span class="muted small">${format.instant(published.publishedAt)}</span></span>` : html`<span class="muted">nothing</span>`}</td>
          <td data-label="Key vaults">${draft.keyVaults.length === 0 ? html`<span class="muted">none</span>` : draft.keyVaults.map(({ name: vault }) => vault).join(', ')}</td>
          <td data-label="Users" class="number">${format.count(draft.users.length)}</td>
          <td data-label="Applications" class="number">${format.count(draft.applications.length)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function askForNew(page) {
  page.ask({
    title: 'New environment',
    text: 'The name is what the ERP’s parameter “Environment” refers to. It is fixed once the environment is published.',
    values: { name: '', description: '' },
    action: 'Create',
    check: ({ name }) => (name.trim() === '' ? [fault('name', 'Give the environment a name.')] : []),
    fields: (form) => html`
      ${textField(form, 'name', { label: 'Name', required: true, maxlength: 128, placeholder: 'Production' })}
      ${linesField(form, 'description', { label: 'Description', help: 'For people: what it is for.' })}
    `,
    run: async ({ name, description }) => {
      const created = await post('environments', description === '' ? { name } : { name, description });
      location.assign(addressOf({ environment: created.id }));
    },
  });
}

/** Returns the API's path of an environment or of what belongs to it. */
export const environmentPath = (id, ...rest) => path('environments', id, ...rest);
