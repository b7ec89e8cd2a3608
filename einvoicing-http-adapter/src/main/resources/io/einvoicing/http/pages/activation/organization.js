import { get, post, put } from '../ui/api.js';
import { conflictNotice } from '../ui/conflict.js';
import { announce, problemNotice, skeleton } from '../ui/feedback.js';
import { choiceField, textField } from '../ui/fields.js';
import { findingList } from '../ui/findings.js';
import { fault, Form, goTo } from '../ui/form.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { button, card, okBadge } from '../ui/parts.js';
import { Remote } from '../ui/remote.js';
import { geographyName, projectTable } from './projects.js';

/** The own organization: what an operator set up for it, and the service that it configures. */
export class Organization {
  #page;
  #tenant;
  #parameters;
  #form = null;
  #busy = '';
  #problem = null;
  #conflict = null;
  #check = null;

  constructor(page) {
    const changed = () => page.update();
    this.#page = page;
    this.#tenant = new Remote(() => get('tenant'), changed);
    this.#parameters = new Remote(() => get('service-parameters'), changed);
  }

  get isUnsaved() {
    return this.#form?.isDirty ?? false;
  }

  async load() {
    if (this.#form) {
      return;
    }
    this.#tenant.load();
    if (await this.#parameters.load()) {
      this.#form = new Form(valuesOf(this.#parameters.value), () => this.#page.update());
      this.#page.update();
    }
  }

  actions() {
    return nothing;
  }

  template() {
    return html`<div class="stack">
      ${this.#tenant.show((tenant) => this.#about(tenant), html`<div class="card">${skeleton()}</div>`)}
      ${card(
        { id: 'parameters', title: 'Service parameters', text: 'Which service this organization configures. Nothing can be published or deployed before they are set.', tools: this.#state() },
        this.#parameters.show(() => (this.#form ? this.#parametersForm(this.#form) : nothing)),
      )}
      ${card({ id: 'directory', title: 'Service endpoints', text: 'An organization lives in one geography; its requests are served at that endpoint only.' }, this.#page.endpoints.show((directory) => this.#directory(directory)))}
    </div>`;
  }

  #about({ id, name, domain, geography, endpoint, activations }) {
    return card(
      { id: 'organization', title: name, text: domain ?? '' },
      html`
        <dl class="facts">
          <div><dt>Organization id</dt><dd><code>${id}</code></dd></div>
          <div><dt>Geography</dt><dd>${geographyName(this.#page.endpoints.value, geography)}</dd></div>
          <div><dt>Service endpoint</dt><dd>${endpoint ?? '–'}</dd></div>
        </dl>
        <h3>ERP instances</h3>
        ${activations.length === 0 ? html`<p class="muted">None is enabled yet: the operator of the service records deployment projects of tier 2 or more.</p>` : projectTable(activations)}
      `,
    );
  }

  #state() {
    const { geography, endpoint } = this.#parameters.value ?? {};
    return geography && endpoint ? okBadge('set') : nothing;
  }

  #parametersForm(form) {
    const endpoints = this.#page.endpoints.value?.items ?? [];
    const stopped = this.#busy !== '' || this.#conflict !== null;
    return html`<form class="parameters" novalidate @submit=${(event) => this.#save(event)}>
      ${this.#conflict ? conflictNotice(this.#conflict) : nothing}
      <div class="fields two" @change=${(event) => this.#propose(event)}>
        ${choiceField(form, 'geography', { label: 'Geography', required: true, choices: endpoints.map(({ geography, name }) => ({ value: geography, text: name })) })}
        ${textField(form, 'endpoint', { label: 'Service endpoint', required: true, type: 'url', maxlength: 4000, placeholder: 'https://…' })}
      </div>
      ${this.#problem ? problemNotice({ ...this.#problem, findings: [] }) : nothing}
      <div aria-live="polite">${this.#check ? this.#checkResult(this.#check) : nothing}</div>
      <div class="actions">
        ${button('Save', { type: 'submit', kind: 'primary', busy: this.#busy === 'save', disabled: stopped || !form.isDirty })}
        ${button('Check', { icon: icons.check(), busy: this.#busy === 'check', disabled: stopped || form.isDirty || !form.values.endpoint, run: () => this.#askEndpoint() })}
        ${form.isDirty ? html`<span class="muted small">Not saved yet</span>` : nothing}
      </div>
    </form>`;
  }

  #checkResult({ findings, latencyMillis }) {
    return findings.length > 0
      ? findingList(findings)
      : html`<p class="notice good"><span>${icons.check()}</span><span><strong>The service answers</strong>${latencyMillis === undefined ? '' : ` in ${format.count(latencyMillis)} ms`}, and serves this geography.</span></p>`;
  }

  /** Whoever chooses a geography most likely means its endpoint. */
  #propose(event) {
    const known = event.target.dataset.field === 'geography' && this.#page.endpoints.value?.items.find(({ geography }) => geography === event.target.value);
    if (known) {
      this.#form.set('endpoint', known.url);
    }
  }

  async #save(event) {
    event.preventDefault();
    const form = this.#form;
    form.blame([
      ...(form.values.geography ? [] : [fault('geography', 'Choose the geography of the organization.')]),
      ...(form.values.endpoint ? [] : [fault('endpoint', 'Give the address of the service.')]),
    ]);
    if (form.isFaulty) {
      this.#goToFault();
      return;
    }
    await this.#run('save', async () => {
      this.#parameters.set(await put('service-parameters', form.values, this.#parameters.value.revision));
      form.accept(valuesOf(this.#parameters.value));
      announce('The service parameters are saved.');
    });
  }

  #askEndpoint() {
    return this.#run('check', async () => {
      this.#check = await post('service-parameters/checks');
      this.#form.blame(this.#check.findings);
    });
  }

  async #run(what, command) {
    this.#busy = what;
    this.#problem = null;
    this.#check = null;
    this.#page.update();
    try {
      await command();
    } catch (problem) {
      await this.#failed(problem);
    }
    this.#busy = '';
    this.#page.update();
  }

  async #failed(problem) {
    this.#problem = problem;
    if (!problem.isStale) {
      this.#form.blame(problem.findings ?? []);
      this.#goToFault();
      return;
    }
    const form = this.#form;
    try {
      const now = await get('service-parameters');
      this.#parameters.set(now);
      this.#problem = null;
      this.#conflict = {
        base: form.saved,
        theirs: valuesOf(now),
        mine: form.values,
        take: (whose) => {
          this.#conflict = null;
          form.saved = valuesOf(now);
          form.values = whose === 'theirs' ? form.saved : form.values;
          this.#page.update();
        },
      };
    } catch (failure) {
      this.#problem = failure;
    }
  }

  #goToFault() {
    requestAnimationFrame(() => this.#form.findings.some(({ field }) => goTo(this.#page, field)));
  }

  #directory({ items, here }) {
    return html`<table class="cards">
      <caption class="visually-hidden">Service endpoints by geography</caption>
      <thead><tr><th scope="col">Geography</th><th scope="col">Endpoint</th></tr></thead>
      <tbody>
        ${items.map(
          ({ geography, name, url }) => html`<tr>
            <th scope="row">${name} ${geography === here ? okBadge('this service') : nothing}</th>
            <td data-label="Endpoint"><code class="address">${url}</code></td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

const valuesOf = ({ geography, endpoint }) => ({ ...(geography ? { geography } : {}), ...(endpoint ? { endpoint } : {}) });
