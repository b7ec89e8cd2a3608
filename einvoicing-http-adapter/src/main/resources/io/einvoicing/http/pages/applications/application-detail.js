import { get, getAll, path, post, remove } from '../ui/api.js';
import { PageElement } from '../ui/element.js';
import { announce, emptyState, problemNotice } from '../ui/feedback.js';
import { choiceField } from '../ui/fields.js';
import { findingList, findingSummary } from '../ui/findings.js';
import { fault } from '../ui/form.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { menu } from '../ui/menu.js';
import { Remote } from '../ui/remote.js';
import { askForApplication } from './application-form.js';
import { typeText } from './types.js';
import { outcomeSummary, report } from './report.js';

/** One connected application: what it is, whether it can be reached, and what was deployed to it. */
class ApplicationDetail extends PageElement {
  page;
  #application = new Remote(() => get(this.#path), () => this.update());
  #environments = new Remote(() => getAll('environments'), () => this.update());
  #features = new Remote(() => getAll('features'), () => this.update());
  #deployments = new Remote(() => getAll(`${this.#path}/deployments`), () => this.update());
  #check = null;
  #problem = null;
  #busy = '';

  connectedCallback() {
    super.connectedCallback();
    [this.#application, this.#environments, this.#features, this.#deployments].forEach((remote) => remote.load());
  }

  get #path() {
    return path('connected-applications', this.page.view.application);
  }

  template() {
    const application = this.#application.value;
    return html`
      <div class="title-line">
        <div>
          <a class="back" href="?">${icons.back()}Connected applications</a>
          <h1>${application?.name ?? 'Connected application'}</h1>
          <p class="muted small">${application ? typeText(application.type) : nothing}</p>
        </div>
        ${application ? this.#actions(application) : nothing}
      </div>
      ${this.#problem ? html`<div class="above">${problemNotice(this.#problem)}</div>` : nothing}
      ${this.#application.problem ? html`<div class="card"><div class="card-body">${problemNotice(this.#application.problem, () => this.#application.load())}</div></div>` : nothing}
      ${application ? html`<div class="stack">${this.#checkPart()} ${this.#settings(application)} ${this.#history()}</div>` : nothing}
    `;
  }

  drawn() {
    document.title = `${this.#application.value?.name ?? 'Connected application'} · einvoicing`;
  }

  #actions(application) {
    const button = (doing, text, run, className = '') =>
      html`<button type="button" class="button ${className}" aria-busy=${this.#busy === doing ? 'true' : nothing} ?disabled=${this.#busy !== ''} @click=${run}>${text}</button>`;
    return html`<div class="actions">
      ${button('checking', 'Check connection', () => this.#run('checking', () => this.#checkConnection()))}
      ${button('editing', 'Edit', () => this.#run('editing', () => askForApplication(this.page, application, (saved) => this.#application.set(saved))))}
      ${button('deploying', 'Deploy', () => this.#askToDeploy(), 'primary')}
      ${menu('More commands', icons.more(), [{ text: 'Delete …', icon: icons.remove(), run: () => this.#askToDelete(application) }])}
    </div>`;
  }

  #checkPart() {
    if (this.#check === null) {
      return nothing;
    }
    const { findings, latencyMillis } = this.#check;
    return html`<section class="card" aria-labelledby="check-title" id="check" tabindex="-1">
      <div class="card-head"><div class="titles"><h2 id="check-title">Connection: ${findings.length === 0 ? 'works' : findingSummary(findings)}</h2></div></div>
      <div class="card-body">
        ${findings.length === 0
          ? html`<p class="notice good"><span>${icons.check()}</span><span>The service signed in and the application answered${latencyMillis === undefined ? '' : ` in ${format.count(latencyMillis)} ms`}.</span></p>`
          : findingList(findings)}
      </div>
    </section>`;
  }

  #settings({ applicationUrl, tenant, credentials, environments }) {
    const names = environments.map((id) => this.#environments.value?.find((each) => each.id === id)?.name ?? '…');
    const entry = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
    return html`<section class="card" aria-labelledby="settings-title">
      <div class="card-head"><div class="titles"><h2 id="settings-title">Settings</h2></div></div>
      <div class="card-body"><dl class="settings">
        ${entry('Application URL', html`<a href=${applicationUrl} rel="noreferrer" target="_blank">${applicationUrl}</a>`)}
        ${entry('Tenant', tenant)} ${entry('Client id', credentials.clientId)}
        ${entry('Secret', html`${credentials.secret} <span class="muted">in ${credentials.vault}</span>`)}
        ${entry('Linked environments', names.join(', ') || html`<span class="muted">none</span>`)}
      </dl></div>
    </section>`;
  }

  #history() {
    return html`<section class="card" aria-labelledby="history-title">
      <div class="card-head"><div class="titles">
        <h2 id="history-title">Deployments</h2>
        <p class="muted small">What each one did to the application’s settings. Deploying again is safe; canceling a deployment never removes anything there.</p>
      </div></div>
      <div class="card-body">
        ${this.#deployments.show((items) =>
          items.length === 0
            ? emptyState('Nothing deployed yet', 'Deploy a feature’s application setups, and each setting is reported here.')
            : items.map((deployment) => this.#deployment(deployment)),
        )}
      </div>
    </section>`;
  }

  #deployment(deployment) {
    const { id, feature, version, at, by, settings } = deployment;
    const name = this.#features.value?.find((each) => each.id === feature)?.name ?? 'A feature';
    return html`<details class="deployment" ?open=${this.page.view.deployment === id} @toggle=${(event) => event.target.open && this.page.show({ deployment: id }, { replace: true })}>
      <summary><span class="deployment-name">${name}, version ${version}</span> <span class="muted small">${format.instant(at)}${by?.name ? `, ${by.name}` : ''}</span> ${outcomeSummary(settings)}</summary>
      ${report(settings)}
    </details>`;
  }

  async #run(doing, command) {
    this.#busy = doing;
    this.#problem = null;
    this.update();
    try {
      await command();
    } catch (problem) {
      this.#problem = problem;
    }
    this.#busy = '';
    this.update();
  }

  async #checkConnection() {
    this.#check = await post(`${this.#path}/checks`);
    announce(this.#check.findings.length === 0 ? 'The connection works.' : 'The connection does not work.');
    requestAnimationFrame(() => document.getElementById('check')?.focus());
  }

  #askToDeploy() {
    const features = (this.#features.value ?? []).filter(({ latestVersion, latestStatus }) => latestVersion > 1 || latestStatus !== 'DRAFT');
    const latest = (id) => features.find((each) => each.id === id);
    const versions = (id) => {
      const { latestVersion, latestStatus } = latest(id);
      return Array.from({ length: latestStatus === 'DRAFT' ? latestVersion - 1 : latestVersion }, (_, index) => String(index + 1)).toReversed();
    };
    this.page.ask({
      title: 'Deploy to this application',
      text: 'Writes the application setups of a feature version there: table names, document contexts, model mappings and response types.',
      values: {},
      fields: (form) => [
        choiceField(form, 'feature', {
          label: 'Feature',
          required: true,
          choices: features.map(({ id, name }) => ({ value: id, text: name })),
          help: features.length === 0 ? 'No feature has a completed version yet.' : undefined,
        }),
        form.values.feature ? choiceField(form, 'version', { label: 'Version', none: `The latest: ${versions(form.values.feature)[0]}`, choices: versions(form.values.feature).map((value) => ({ value, text: `Version ${value}` })) }) : '',
      ],
      action: 'Deploy',
      check: ({ feature }) => (feature ? [] : [fault('feature', 'no feature is chosen', 'choose one')]),
      run: async ({ feature, version }) => {
        const made = await post(`${this.#path}/deployments`, { feature, version: Number(versions(feature).includes(version) ? version : versions(feature)[0]) });
        const failed = made.settings.filter(({ outcome }) => outcome === 'FAILED').length;
        announce(failed === 0 ? 'Deployed.' : `${failed} ${failed === 1 ? 'setting' : 'settings'} failed.`);
        this.page.show({ deployment: made.id });
        this.#deployments.load();
      },
    });
  }

  #askToDelete({ name, revision }) {
    this.page.confirm({
      title: `Delete ${name}?`,
      text: 'The service forgets the application and its links. Nothing is removed in the application itself.',
      action: 'Delete',
      serious: true,
      run: async () => {
        await remove(this.#path, revision);
        location.assign('?');
      },
    });
  }
}

customElements.define('application-detail', ApplicationDetail);
