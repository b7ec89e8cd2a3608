import { addressOf } from '../ui/address.js';
import { get, post } from '../ui/api.js';
import { emptyState } from '../ui/feedback.js';
import { choiceField, textField } from '../ui/fields.js';
import { fault } from '../ui/form.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html } from '../ui/libraries.js';
import { button } from '../ui/parts.js';
import { RemoteList } from '../ui/remote.js';
import { geographyName } from './projects.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** For operators: all organizations that use the service, and the way to a new one. */
export class Tenants {
  #page;
  #tenants;

  constructor(page) {
    this.#page = page;
    this.#tenants = new RemoteList((after) => get('tenants', { after }), () => page.update());
  }

  load() {
    this.#tenants.load();
  }

  actions() {
    return html`<div class="actions">${button('New organization', { kind: 'primary', icon: icons.plus(), run: () => this.#askForNew() })}</div>`;
  }

  template() {
    return html`<section class="card" aria-label="All organizations">
      <div class="card-body list-body">
        ${this.#tenants.show(({ items }) => (items.length === 0 ? emptyState('No organization yet', 'Create one, record its deployment projects, and enable the service for them.') : this.#table(items)))}
        ${this.#tenants.moreButton()}
      </div>
    </section>`;
  }

  #table(items) {
    return html`<table class="cards">
      <caption class="visually-hidden">Organizations</caption>
      <thead>
        <tr>
          <th scope="col">Organization</th>
          <th scope="col">Domain</th>
          <th scope="col">Geography</th>
          <th scope="col">First configurator</th>
          <th scope="col" class="number">Enabled instances</th>
        </tr>
      </thead>
      <tbody>
        ${items.map(
          ({ id, name, domain, geography, configurator, activations }) => html`<tr>
            <th scope="row"><a href=${addressOf({ tenant: id })}>${name}</a><p class="muted small identity">${id}</p></th>
            <td data-label="Domain">${domain ?? '–'}</td>
            <td data-label="Geography">${geographyName(this.#page.endpoints.value, geography)}</td>
            <td data-label="Configurator">${configurator?.email ?? '–'}</td>
            <td data-label="Enabled" class="number">${format.count(activations.filter(({ enabled }) => enabled).length)}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #askForNew() {
    const { items, here } = this.#page.endpoints.value ?? { items: [] };
    this.#page.ask({
      title: 'New organization',
      text: 'It can use the service as soon as an ERP instance of it is enabled.',
      wide: true,
      values: { id: '', name: '', domain: '', geography: here ?? '', billingZone: 'UTC', configurator: { id: '', email: '' } },
      action: 'Create',
      check: tenantFaults,
      fields: (form) => html`
        <div class="fields two">
          ${textField(form, 'name', { label: 'Name', required: true, maxlength: 128, placeholder: 'Contoso' })}
          ${textField(form, 'id', { label: 'Organization id', required: true, maxlength: 36, help: 'The id of its Microsoft Entra tenant.' })}
          ${choiceField(form, 'geography', { label: 'Geography', required: true, choices: items.map(({ geography, name }) => ({ value: geography, text: name })), help: 'Where its service runs; it cannot be changed later.' })}
          ${textField(form, 'billingZone', { label: 'Billing zone', required: true, suggestions: Intl.supportedValuesOf('timeZone'), help: 'In which its days and months are counted.' })}
          ${textField(form, 'domain', { label: 'Domain', placeholder: 'contoso.com', help: 'By which others share features with it.' })}
        </div>
        <fieldset class="inner"><legend>First configurator</legend>${configuratorFields(form)}</fieldset>
      `,
      run: async (values) => {
        const tenant = await post('tenants', withoutBlanks(values));
        location.assign(addressOf({ tenant: tenant.id }));
      },
    });
  }
}

/** The first person who may configure an organization. */
export function configuratorFields(form) {
  return html`<div class="fields two">
    ${textField(form, 'configurator.id', { label: 'Object id', maxlength: 36, help: 'May configure the organization, whatever the roles of the token say.' })}
    ${textField(form, 'configurator.email', { label: 'E-mail', type: 'email' })}
  </div>`;
}

/** What is optional and empty is left out. */
export function withoutBlanks({ domain, configurator, ...rest }) {
  return {
    ...rest,
    ...(domain ? { domain } : {}),
    ...(configurator.id || configurator.email ? { configurator } : {}),
  };
}

export function detailFaults({ name, configurator }) {
  const { id, email } = configurator;
  return [
    ...(name.trim() === '' ? [fault('name', 'Give the organization’s name.')] : []),
    ...((id || email) && !UUID.test(id) ? [fault('configurator.id', 'Give the person’s object id in the directory.')] : []),
    ...((id || email) && email.trim() === '' ? [fault('configurator.email', 'Give the person’s e-mail address.')] : []),
  ];
}

function tenantFaults(values) {
  return [
    ...detailFaults(values),
    ...(UUID.test(values.id) ? [] : [fault('id', 'Give the id of the organization’s directory.', 'It looks like 3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a')]),
    ...(values.geography ? [] : [fault('geography', 'Choose where its service runs.')]),
    ...(values.billingZone.trim() === '' ? [fault('billingZone', 'Give a time zone such as Europe/Berlin.')] : []),
  ];
}
