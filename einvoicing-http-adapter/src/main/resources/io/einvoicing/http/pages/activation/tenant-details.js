import { addressOf } from '../ui/address.js';
import { get, path, put, remove } from '../ui/api.js';
import { announce, emptyState, skeleton } from '../ui/feedback.js';
import { numberField, textField } from '../ui/fields.js';
import { fault } from '../ui/form.js';
import { icons } from '../ui/icons.js';
import { html } from '../ui/libraries.js';
import { button, card } from '../ui/parts.js';
import { Remote } from '../ui/remote.js';
import { geographyName, LOWEST_TIER, projectTable } from './projects.js';
import { configuratorFields, detailFaults, withoutBlanks } from './tenants.js';

/** For operators: one organization, its deployment projects, and for which of them the service is enabled. */
export class TenantDetails {
  #page;
  #id;
  #tenant;

  constructor(page, id) {
    this.#page = page;
    this.#id = id;
    this.#tenant = new Remote(() => get(path('tenants', id)), () => page.update());
  }

  load() {
    this.#tenant.load();
  }

  template() {
    return html`
      <a class="back" href=${addressOf({ tab: 'tenants' })}>← All organizations</a>
      ${this.#tenant.show((tenant) => this.#content(tenant), html`${skeleton('line')}${skeleton('chart')}`)}
    `;
  }

  #content({ id, name, domain, geography, billing, configurator, activations }) {
    return html`
      <div class="title-line">
        <div>
          <h1>${name}</h1>
          <p class="muted small"><code>${id}</code></p>
        </div>
        <div class="actions">${button('Edit …', { icon: icons.edit(), run: () => this.#askForDetails() })}</div>
      </div>
      <div class="stack">
        ${card(
          { id: 'about', title: 'About' },
          html`<dl class="facts">
            <div><dt>Domain</dt><dd>${domain ?? '–'}</dd></div>
            <div><dt>Geography</dt><dd>${geographyName(this.#page.endpoints.value, geography)}</dd></div>
            <div><dt>Billing zone</dt><dd>${zoneOf(billing)}</dd></div>
            <div><dt>First configurator</dt><dd>${configurator ? html`${configurator.email}<p class="muted"><code>${configurator.id}</code></p>` : '–'}</dd></div>
          </dl>`,
        )}
        ${card(
          {
            id: 'projects',
            title: 'Deployment projects',
            text: 'ERP instances of Lifecycle Services. Enabling the service needs tier 2 or more; disabling stops new submissions and keeps what exists readable.',
            tools: button('Add project', { icon: icons.plus(), run: () => this.#askForProject(null) }),
          },
          activations.length === 0 ? emptyState('No deployment project', 'Record the ERP instance that shall submit documents.') : projectTable(activations, (activation) => this.#commands(activation)),
        )}
      </div>
    `;
  }

  #commands({ project, enabled }) {
    return html`
      ${enabled
        ? button('Disable …', { kind: 'quiet small-button', label: `Disable the service for ${project.name}`, run: () => this.#askForDisabling(project) })
        : button('Enable …', { kind: 'small-button', label: `Enable the service for ${project.name}`, run: () => this.#askForEnabling(project) })}
      ${button('Edit …', { kind: 'quiet small-button', label: `Edit ${project.name}`, run: () => this.#askForProject(project) })}
    `;
  }

  #askForDetails() {
    const valuesOf = ({ name, domain, configurator }) => ({ name, domain: domain ?? '', configurator: configurator ?? { id: '', email: '' } });
    this.#page.ask({
      title: `Edit ${this.#tenant.value.name}`,
      text: 'Geography and id stay what they are.',
      wide: true,
      values: valuesOf(this.#tenant.value),
      action: 'Save',
      check: detailFaults,
      fields: (form) => html`
        <div class="fields two">
          ${textField(form, 'name', { label: 'Name', required: true, maxlength: 128 })}
          ${textField(form, 'domain', { label: 'Domain', placeholder: 'contoso.com', help: 'By which others share features with it.' })}
        </div>
        <fieldset class="inner"><legend>First configurator</legend>${configuratorFields(form)}</fieldset>
      `,
      run: async (values) => {
        this.#tenant.set(await put(path('tenants', this.#id), withoutBlanks(values), this.#tenant.value.revision));
        announce('Saved.');
      },
      reread: async () => {
        const now = await get(path('tenants', this.#id));
        this.#tenant.set(now);
        return valuesOf(now);
      },
    });
  }

  /** Records a project, or changes one. */
  #askForProject(project) {
    const isNew = project === null;
    this.#page.ask({
      title: isNew ? 'Add a deployment project' : `Edit ${project.name}`,
      text: 'Recording a project does not enable the service for it.',
      values: { name: '', tier: LOWEST_TIER, applicationUrl: '', applicationId: '', tenant: '', ...project },
      action: isNew ? 'Add' : 'Save',
      check: (values) => projectFaults(values, isNew ? this.#tenant.value.activations : []),
      fields: (form) => html`
        ${textField(form, 'name', { label: 'Name of the deployment project', required: true, maxlength: 128, readonly: !isNew })}
        ${numberField(form, 'tier', { label: 'Tier', min: 1, max: 5, required: true, help: `Size of the ERP environment, 1 to 5; the service needs ${LOWEST_TIER} or more.` })}
        ${textField(form, 'applicationUrl', { label: 'Application URL', required: true, type: 'url', maxlength: 4000, placeholder: 'https://contoso.operations.dynamics.com/' })}
        ${textField(form, 'applicationId', { label: 'Application id', required: true, maxlength: 36, help: 'The client id with which the ERP instance obtains its access tokens.' })}
        ${textField(form, 'tenant', { label: 'Directory of the application', maxlength: 36, help: 'Only if it is registered in another directory than the organization’s own.' })}
      `,
      run: async ({ name, tenant, ...rest }) => {
        this.#tenant.set(await put(path('tenants', this.#id, 'projects', name), { ...rest, ...(tenant ? { tenant } : {}) }));
        announce(`${name} is saved.`);
      },
    });
  }

  #askForEnabling({ name, applicationUrl }) {
    this.#page.confirm({
      title: `Enable the service for ${name}?`,
      text: `The application of ${applicationUrl} enters the register of allowed applications, and can submit documents at once.`,
      action: 'Enable',
      run: async () => {
        this.#tenant.set(await put(path('tenants', this.#id, 'activations', name)));
        announce(`The service is enabled for ${name}.`);
      },
    });
  }

  #askForDisabling({ name }) {
    this.#page.confirm({
      title: `Disable the service for ${name}?`,
      text: 'Its application can submit nothing more. Submissions in process go on, and everything that exists stays readable.',
      action: 'Disable',
      serious: true,
      run: async () => {
        this.#tenant.set(await remove(path('tenants', this.#id, 'activations', name)));
        announce(`The service is disabled for ${name}.`);
      },
    });
  }
}

function projectFaults({ name, tier, applicationUrl, applicationId }, existing) {
  return [
    ...(name.trim() === '' ? [fault('name', 'Give the name of the project in Lifecycle Services.')] : []),
    ...(existing.some(({ project }) => project.name === name) ? [fault('name', 'There is a project of this name already.', 'Edit it, or choose another name')] : []),
    ...(Number.isInteger(tier) && tier >= 1 && tier <= 5 ? [] : [fault('tier', 'Give a tier from 1 to 5.')]),
    ...(URL.canParse(applicationUrl) ? [] : [fault('applicationUrl', 'Give the address of the ERP instance.', 'It looks like https://contoso.operations.dynamics.com/')]),
    ...(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(applicationId) ? [] : [fault('applicationId', 'Give the application’s client id.', 'It looks like 3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a')]),
  ];
}

const zoneOf = (billing) => billing?.zone ?? billing?.periods?.at(-1)?.zone ?? '–';
