import { get, getAll, path, post, put } from '../ui/api.js';
import { PageElement } from '../ui/element.js';
import { announce } from '../ui/feedback.js';
import { textField } from '../ui/fields.js';
import { icons } from '../ui/icons.js';
import { html } from '../ui/libraries.js';
import { Remote } from '../ui/remote.js';

/** The configuration providers: only the features of the active one can be changed. */
class ProvidersList extends PageElement {
  page;
  #providers = new Remote(() => getAll('providers'), () => this.update());

  connectedCallback() {
    super.connectedCallback();
    this.#providers.load();
  }

  template() {
    return html`<section class="card" aria-labelledby="providers-title">
      <div class="card-head">
        <div class="titles">
          <h2 id="providers-title">Configuration providers</h2>
          <p class="muted small">New features belong to the active provider, and only its features can be changed; features of others can be derived from.</p>
        </div>
        <button type="button" class="button small-button" @click=${() => this.#ask()}>${icons.plus()}New provider</button>
      </div>
      <div class="card-body">
        ${this.#providers.show(
          (items) => html`<div class="table-scroll"><table class="cards">
            <caption class="visually-hidden">Configuration providers</caption>
            <thead><tr><th scope="col">Name</th><th scope="col">Internet address</th><th scope="col">State</th><th scope="col"><span class="visually-hidden">Commands</span></th></tr></thead>
            <tbody>
              ${items.map(
                (provider) => html`<tr>
                  <th scope="row">${provider.name}</th>
                  <td data-label="Internet address">${provider.internetAddress}</td>
                  <td data-label="State">${provider.active ? html`<span class="badge good">${icons.check()}active</span>` : html`<span class="muted">not active</span>`}</td>
                  <td class="number"><span class="marks">
                    ${provider.active ? '' : html`<button type="button" class="button small-button" aria-label="Make ${provider.name} active" @click=${() => this.#activate(provider)}>Make active</button>`}
                    <button type="button" class="button quiet small-button" aria-label="Edit ${provider.name}" @click=${() => this.#ask(provider)}>${icons.edit()}Edit</button>
                  </span></td>
                </tr>`,
              )}
            </tbody>
          </table></div>`,
        )}
      </div>
    </section>`;
  }

  #ask(provider = undefined) {
    let revision = provider?.revision;
    this.page.ask({
      title: provider ? `Provider ${provider.name}` : 'New provider',
      text: 'Who makes features; its name and its Internet address are unique.',
      values: { name: provider?.name ?? '', internetAddress: provider?.internetAddress ?? '' },
      fields: (form) => [
        textField(form, 'name', { label: 'Name', required: true, maxlength: 128 }),
        textField(form, 'internetAddress', { label: 'Internet address', required: true, placeholder: 'https://contoso.example' }),
      ],
      action: provider ? 'Save' : 'Create',
      run: async (values) => {
        await (provider ? put(path('providers', provider.id), values, revision) : post('providers', values));
        announce('Saved.');
        this.#providers.load();
      },
      reread: async () => {
        const current = await get(path('providers', provider.id));
        ({ revision } = current);
        return { name: current.name, internetAddress: current.internetAddress };
      },
    });
  }

  #activate({ id, name }) {
    this.page.confirm({
      title: `Make ${name} the active provider?`,
      text: 'From then on only its features can be changed, and new features belong to it. What is deployed goes on as it is.',
      action: 'Make active',
      run: async () => {
        await post(`${path('providers', id)}/activation`);
        announce(`${name} is the active provider.`);
        this.#providers.load();
      },
    });
  }
}

customElements.define('providers-list', ProvidersList);
