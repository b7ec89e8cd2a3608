import './feature-compare.js';
import './feature-deployments.js';
import './feature-rebase.js';
import './feature-sharing.js';

import { get, getAll, path, post, remove } from '../ui/api.js';
import { servingAt } from '../ui/deployments.js';
import { PageElement } from '../ui/element.js';
import { announce, problemNotice } from '../ui/feedback.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { menu } from '../ui/menu.js';
import { Remote } from '../ui/remote.js';
import { tabs } from '../ui/tabs.js';
import { deploy } from './deploy.js';
import { readDeployments } from './deployments.js';
import { featureAddress, statusBadge } from './names.js';
import { exportVersion } from './transfer.js';

/** One feature: its versions, where they are deployed, with whom they are shared. */
class FeatureDetail extends PageElement {
  page;
  #feature = new Remote(() => get(this.#path), () => this.update());
  #versions = new Remote(() => getAll(`${this.#path}/versions`), () => this.update());
  #deployments = new Remote(() => readDeployments(this.#id), () => this.update());
  #problem = null;
  #busy = false;

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  get #id() {
    return this.page.view.feature;
  }

  get #path() {
    return path('features', this.#id);
  }

  #load() {
    this.#feature.load();
    this.#versions.load();
    this.#deployments.load();
  }

  template() {
    const feature = this.#feature.value;
    return html`
      <div class="title-line">
        <div>
          <a class="back" href="?">${icons.back()}Features</a>
          <h1>${feature?.name ?? 'Feature'}</h1>
          <p class="muted small">${feature ? originOf(feature) : nothing}</p>
        </div>
        ${feature && this.#versions.value ? this.#actions(feature) : nothing}
      </div>
      ${this.#problem ? html`<div class="above">${problemNotice(this.#problem)}</div>` : nothing}
      ${this.#feature.problem ? html`<div class="card"><div class="card-body">${problemNotice(this.#feature.problem, () => this.#load())}</div></div>` : feature ? this.#parts(feature) : nothing}
    `;
  }

  drawn() {
    document.title = `${this.#feature.value?.name ?? 'Feature'} · einvoicing`;
    this.querySelector('feature-deployments, feature-rebase')?.update();
  }

  #parts(feature) {
    const items = [
      { id: 'versions', title: 'Versions', draw: () => this.#versionsPart(feature) },
      { id: 'deployments', title: 'Deployments', draw: () => html`<feature-deployments .page=${this.page} .feature=${feature} .remote=${this.#deployments}></feature-deployments>` },
      { id: 'compare', title: 'Compare', draw: () => html`<feature-compare .page=${this.page} .numbers=${(this.#versions.value ?? []).map(({ number }) => number)}></feature-compare>` },
      { id: 'sharing', title: 'Sharing', draw: () => html`<feature-sharing .page=${this.page}></feature-sharing>` },
    ];
    if (feature.base && feature.editable) {
      items.push({ id: 'rebase', title: 'Rebase', draw: () => html`<feature-rebase .page=${this.page} .feature=${feature} .draft=${this.#draft?.number}></feature-rebase>` });
    }
    const shown = items.find(({ id }) => id === this.page.view.tab) ?? items[0];
    return html`${tabs('Parts of the feature', items, shown.id, (id) => this.page.show({ tab: id, at: '', from: '', to: '', base: '' }))} ${shown.draw()}`;
  }

  /** The only version that can be edited; undefined if there is none. */
  get #draft() {
    return this.#versions.value?.find(({ status }) => status === 'DRAFT');
  }

  #actions({ editable }) {
    const draft = this.#draft;
    return html`<div class="actions">
      ${editable && draft ? html`<a class="button primary" href=${featureAddress(this.#id, { version: draft.number })}>${icons.edit()}Edit the draft</a>` : nothing}
      ${editable && !draft ? html`<button type="button" class="button primary" aria-busy=${this.#busy ? 'true' : nothing} ?disabled=${this.#busy} @click=${() => this.#newVersion()}>${icons.plus()}New version</button>` : nothing}
      ${editable ? menu('More commands', icons.more(), [{ text: 'Delete this feature …', icon: icons.remove(), run: () => this.#askToDeleteAll() }]) : nothing}
    </div>`;
  }

  #versionsPart(feature) {
    const serving = (number) =>
      (this.#deployments.value ?? []).filter(({ deployments }) => servingAt(deployments, new Date())?.version === number).map(({ environment }) => environment.name);
    return html`<section class="card" aria-label="Versions"><div class="card-body">
      ${this.#versions.show(
        (versions) => html`<div class="table-scroll"><table class="cards">
          <caption class="visually-hidden">Versions, the newest first</caption>
          <thead><tr><th scope="col">Version</th><th scope="col">Status</th><th scope="col">Effective from</th><th scope="col">Serves in</th><th scope="col"><span class="visually-hidden">Commands</span></th></tr></thead>
          <tbody>
            ${versions.toReversed().map(
              (version) => html`<tr>
                <th scope="row" class="named"><a href=${featureAddress(this.#id, { version: version.number })}>Version ${version.number}</a>${version.description ? html`<span class="muted small">${version.description}</span>` : nothing}</th>
                <td data-label="Status">${statusBadge(version.status)}</td>
                <td data-label="Effective from">${format.instant(version.effectiveFrom)}</td>
                <td data-label="Serves in">${serving(version.number).join(', ') || html`<span class="muted">–</span>`}</td>
                <td class="number"><span class="marks">
                  ${version.status === 'DRAFT' ? nothing : html`<button type="button" class="button small-button" aria-label="Deploy version ${version.number}" @click=${() => this.#deploy(version)}>Deploy</button>`}
                  ${menu(`Commands of version ${version.number}`, icons.more(), this.#versionCommands(feature, version))}
                </span></td>
              </tr>`,
            )}
          </tbody>
        </table></div>`,
      )}
    </div></section>`;
  }

  #versionCommands({ editable }, { number, status, revision }) {
    return [
      editable && !this.#draft && { text: 'New version from this one', icon: icons.branch(), run: () => this.#newVersion(number) },
      { text: 'Export', icon: icons.save(), run: () => this.#run(() => exportVersion(this.#id, number)) },
      editable && status === 'DRAFT' && { text: 'Delete this draft …', icon: icons.remove(), run: () => this.#askToDelete(number, revision) },
    ].filter(Boolean);
  }

  async #run(command) {
    this.#busy = true;
    this.#problem = null;
    this.update();
    try {
      await command();
    } catch (problem) {
      this.#problem = problem;
    }
    this.#busy = false;
    this.update();
  }

  #newVersion(from) {
    return this.#run(async () => {
      const created = await post(`${this.#path}/versions`, from ? { from } : undefined);
      location.assign(featureAddress(this.#id, { version: created.number }));
    });
  }

  #deploy(version) {
    return this.#run(() => deploy(this.page, { ...version, feature: this.#id, featureName: this.#feature.value.name }, () => this.#load()));
  }

  #askToDelete(number, revision) {
    this.page.confirm({
      title: `Delete the draft of version ${number}?`,
      text: 'The draft and everything in it is gone for good. Other versions stay as they are.',
      action: 'Delete',
      serious: true,
      run: async () => {
        await remove(`${this.#path}/versions/${number}`, revision);
        announce('The draft is deleted.');
        this.#load();
      },
    });
  }

  #askToDeleteAll() {
    this.page.confirm({
      title: `Delete ${this.#feature.value.name}?`,
      text: 'All its versions are gone for good: export what you may need again. It is refused while a version is deployed, or another feature is derived from it.',
      action: 'Delete',
      serious: true,
      run: async () => {
        await remove(this.#path);
        location.assign('?');
      },
    });
  }
}

const originOf = ({ provider, editable, base }) =>
  [provider ? `Provider ${provider.name}` : '', editable === false ? 'only the active provider’s features can be changed' : '', base ? `derived from ${base.name}, version ${base.version}` : ''].filter(Boolean).join('; ');

customElements.define('feature-detail', FeatureDetail);
