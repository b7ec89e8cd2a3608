import { get, getAll, path, post, put } from '../ui/api.js';
import { announce } from '../ui/feedback.js';
import { choiceField, faultsAt, textField } from '../ui/fields.js';
import { html } from '../ui/libraries.js';
import { TYPES } from './types.js';

const EMPTY = { name: '', type: 'DYNAMICS_365_FINANCE', applicationUrl: '', tenant: '', credentials: { clientId: '', vault: '', secret: '' }, environments: [] };

/** Asks for a connected application, new or as it is. */
export async function askForApplication(page, application, saved) {
  const environments = await getAll('environments');
  const vaults = environments.flatMap(({ draft }) => draft.keyVaults ?? []);
  const secrets = vaults.flatMap(({ objects }) => objects).filter(({ type }) => type === 'SECRET');
  let revision = application?.revision;
  page.ask({
    title: application ? application.name : 'New connected application',
    text: 'An ERP instance in which deployments configure what belongs to a feature.',
    wide: true,
    values: application ? valuesOf(application) : EMPTY,
    fields: (form) => html`
      <div class="fields">
        ${textField(form, 'name', { label: 'Name', required: true, maxlength: 128 })}
        ${choiceField(form, 'type', { label: 'Type', required: true, choices: TYPES })}
        ${textField(form, 'applicationUrl', { label: 'Application URL', required: true, type: 'url', placeholder: 'https://contoso.operations.dynamics.com', help: 'Where its pages are opened.' })}
        ${textField(form, 'tenant', { label: 'Tenant', required: true, help: 'Id of the directory in which it is registered.' })}
      </div>
      <h3>Credentials</h3>
      <p class="help">The service signs in as this client. Its secret stays in the key vault: only its name is kept here.</p>
      <div class="fields">
        ${textField(form, 'credentials.clientId', { label: 'Client id', required: true })}
        ${textField(form, 'credentials.vault', { label: 'Key vault URI', required: true, placeholder: 'https://contoso.vault.azure.net/', suggestions: unique(vaults.map(({ uri }) => uri)) })}
        ${textField(form, 'credentials.secret', { label: 'Secret name', required: true, suggestions: unique(secrets.map(({ name }) => name)) })}
      </div>
      ${environmentTicks(form, environments)}
    `,
    action: application ? 'Save' : 'Create',
    run: async (values) => {
      const stored = await (application ? put(path('connected-applications', application.id), values, revision) : post('connected-applications', values));
      announce('Saved.');
      saved(stored);
    },
    reread: async () => {
      const current = await get(path('connected-applications', application.id));
      ({ revision } = current);
      return valuesOf(current);
    },
  });
}

const valuesOf = ({ name, type, applicationUrl, tenant, credentials, environments }) => ({ name, type, applicationUrl, tenant, credentials, environments });

const unique = (texts) => [...new Set(texts)];

/** Links the application to service environments. */
function environmentTicks(form, environments) {
  const chosen = form.at('environments') ?? [];
  const toggle = (id, on) => form.set('environments', on ? [...chosen, id] : chosen.filter((each) => each !== id));
  return html`<fieldset class="ticks" data-field="environments">
    <legend><h3>Linked environments</h3></legend>
    <p class="help">Whose documents come from this application.</p>
    ${environments.length === 0 ? html`<p class="muted small">There is no environment yet.</p>` : ''}
    ${environments.map(
      ({ id, name }) => html`<div class="tick">
        <input type="checkbox" id="environment-${id}" .checked=${chosen.includes(id)} @change=${(event) => toggle(id, event.target.checked)} />
        <label for="environment-${id}">${name}</label>
      </div>`,
    )}
    ${faultsAt(form, 'environments')}
  </fieldset>`;
}
