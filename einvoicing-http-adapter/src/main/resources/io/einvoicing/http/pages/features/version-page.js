import { get, getAll, path, post, put, remove } from '../ui/api.js';
import { conflictNotice } from '../ui/conflict.js';
import { PageElement } from '../ui/element.js';
import { announce, problemNotice, skeleton } from '../ui/feedback.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { menu } from '../ui/menu.js';
import { Remote } from '../ui/remote.js';
import { copySetup } from './copy-setup.js';
import { deploy } from './deploy.js';
import { Editing } from './editor/editing.js';
import { findingsList, partOf } from './editor/findings-list.js';
import { partsList, shownPart } from './editor/parts.js';
import { readDeclared } from './environments.js';
import { featureAddress, statusBadge } from './names.js';
import { newFeature, sharedBases } from './new-feature.js';
import { exportVersion } from './transfer.js';

/** One version of a feature: reads it, edits it while it is a draft, checks, completes and deploys it. */
class VersionPage extends PageElement {
  page;
  #version = new Remote(() => this.#read(), () => this.update());
  #owner = null;
  #editing = null;
  #revision = 0;
  #busy = '';
  #problem = null;
  #conflict = null;

  connectedCallback() {
    super.connectedCallback();
    this.#version.load();
  }

  get isUnsaved() {
    return this.#editing?.isUnsaved ?? false;
  }

  get #path() {
    const { feature, version, tenant } = this.page.view;
    return tenant ? path('shared-features', tenant, feature, 'versions', version) : path('features', feature, 'versions', version);
  }

  async #read() {
    const [version, owner, types, declared] = await Promise.all([get(this.#path), this.#readOwner(), getAll('action-types'), readDeclared()]);
    this.#owner = owner;
    this.#take(version);
    this.#editing.types = new Map(types.map((type) => [type.type, type]));
    this.#editing.declared = declared;
    return version;
  }

  /** Reads what allows or forbids to change the version: the feature, or the share by which another organization gives it. */
  async #readOwner() {
    const { feature, tenant } = this.page.view;
    if (!tenant) {
      return get(path('features', feature));
    }
    const shared = (await getAll('shared-features')).find((each) => each.tenant === tenant && each.feature === feature);
    return { editable: false, shared };
  }

  /** Edits the version as the API gives it. */
  #take(version) {
    const { types, declared } = this.#editing ?? {};
    this.#editing = new Editing(version, () => this.update());
    this.#editing.readOnly ||= !this.#owner.editable;
    Object.assign(this.#editing, types && { types, declared });
    this.#revision = version.revision;
    this.#conflict = null;
  }

  template() {
    return this.#version.value && this.#editing
      ? this.#whole(this.#version.value, this.#editing)
      : html`<h1 class="visually-hidden">Feature version</h1><div class="card"><div class="card-body">${this.#version.show(() => nothing, skeleton('chart'))}</div></div>`;
  }

  drawn() {
    this.#editing?.drawn();
    document.title = this.#version.value ? `${this.#version.value.featureName}, version ${this.#version.value.number} · einvoicing` : document.title;
  }

  #whole(version, editing) {
    const part = shownPart(editing, this.page.view);
    return html`
      <div class="title-line">
        <div>
          <a class="back" href=${this.#owner.shared ? '?tab=shared' : featureAddress(version.feature)}>${icons.back()}${version.featureName}</a>
          <h1>Version ${version.number} ${statusBadge(version.status)}</h1>
          <p class="muted small">Effective from ${format.instant(editing.draft.effectiveFrom)}${this.#whyReadOnly(version)}</p>
        </div>
        ${this.#actions(version, editing)}
      </div>
      ${this.#problem ? html`<div class="above">${problemNotice(this.#problem)}</div>` : nothing}
      ${this.#conflict ? html`<div class="above">${conflictNotice(this.#conflict)}</div>` : nothing}
      <div class="editor">
        ${partsList(editing, part, (changes) => this.#show(changes))}
        <div class="editor-body" id="part" tabindex="-1" aria-busy=${this.#busy ? 'true' : 'false'}>
          ${editing.isChecked || editing.findings.length > 0
            ? findingsList(editing, { jump: (finding) => this.#jump(finding), again: () => this.#run('Checking', () => this.#check()), close: () => editing.check(null) })
            : nothing}
          ${part.draw((changes) => this.#show(changes))}
        </div>
      </div>
      ${this.isUnsaved
        ? html`<div class="save-bar" role="region" aria-label="Unsaved changes">
            <p><strong>Unsaved changes.</strong> <span class="muted">They take effect when the version is completed and deployed.</span></p>
            <button type="button" class="button" ?disabled=${this.#busy !== ''} @click=${() => this.#askToDiscard()}>Discard</button>
            <button type="button" class="button primary" aria-busy=${this.#busy === 'Saving' ? 'true' : nothing} ?disabled=${this.#busy !== '' || this.#conflict !== null} @click=${() => this.#run('Saving', () => this.#save())}>Save</button>
          </div>`
        : nothing}
    `;
  }

  #actions(version, editing) {
    const button = (doing, text, run, className = '') =>
      html`<button type="button" class="button ${className}" aria-busy=${this.#busy === doing ? 'true' : nothing} ?disabled=${this.#busy !== '' || this.#conflict !== null} @click=${run}>${text}</button>`;
    if (this.#owner.shared) {
      const [base] = sharedBases([this.#owner.shared]);
      return html`<div class="actions">${button('Deriving', 'Derive a feature', () => newFeature(this.page, [base], base.key), 'primary')}</div>`;
    }
    const more = [{ text: 'Export', icon: icons.save(), run: () => this.#run('Exporting', () => this.#export()) }];
    if (!editing.readOnly) {
      more.push({ text: 'Copy a setup …', icon: icons.copy(), run: () => this.#run('Copying', () => this.#copySetup()) });
      more.push({ text: 'Delete this draft …', icon: icons.remove(), run: () => this.#askToDelete(version) });
    }
    return html`<div class="actions">
      ${button('Checking', 'Validate', () => this.#run('Checking', () => this.#check()))}
      ${editing.readOnly
        ? version.status === 'DRAFT'
          ? nothing
          : button('Deploying', 'Deploy', () => this.#run('Deploying', () => deploy(this.page, version)), 'primary')
        : button('Completing', 'Complete', () => this.#askToComplete(version), 'primary')}
      ${menu('More commands', icons.more(), more)}
    </div>`;
  }

  #whyReadOnly({ status }) {
    return this.#owner.shared ? `. Shared by ${this.#owner.shared.organization}: to change it, derive a feature of your own.`
      : this.#owner.editable === false ? '. Only the active provider’s features can be changed.'
      : status === 'DRAFT' ? '' : '. Only a draft can be changed.';
  }

  #show(changes) {
    this.page.show({ part: '', setup: '', ...changes });
    this.update();
  }

  /** Shows the part in which a finding lies, and goes to its place. */
  #jump(finding) {
    this.#show(partOf(finding.field));
    this.#editing.focus(finding.field);
  }

  /** Does something that takes a moment, and shows why if it fails. */
  async #run(doing, command) {
    this.#busy = doing;
    this.#problem = null;
    this.update();
    try {
      await command();
    } catch (problem) {
      await this.#failed(problem);
    }
    this.#busy = '';
    this.update();
  }

  async #failed(problem) {
    this.#problem = problem;
    if (problem.findings?.length) {
      // The list of findings shows them, each leading to its place.
      this.#problem = { ...problem, title: problem.title, findings: [] };
      this.#editing.check(problem.findings);
    }
    if (problem.isStale) {
      const theirs = problem.current ?? (await get(this.#path));
      const flat = ({ effectiveFrom, content }) => ({ effectiveFrom, ...content });
      this.#problem = null;
      this.#conflict = {
        problem,
        base: flat(this.#editing.saved),
        theirs: flat(new Editing(theirs, () => {}).edit),
        mine: flat(this.#editing.edit),
        take: (whose) => {
          if (whose === 'theirs') {
            this.#version.set(theirs);
            this.#take(theirs);
          }
          this.#revision = theirs.revision;
          this.#conflict = null;
          this.update();
        },
      };
    }
  }

  /** Saves; returns whether the draft could be saved as it is. */
  async #save() {
    const editing = this.#editing;
    if (editing.faults().length > 0) {
      this.#jump(editing.findings[0]);
      return false;
    }
    const sent = JSON.stringify(editing.edit);
    const saved = await put(this.#path, editing.edit, this.#revision);
    this.#revision = saved.revision;
    this.#version.set(saved);
    if (sent === JSON.stringify(editing.edit)) {
      editing.markSaved();
    }
    announce('Saved.');
    return true;
  }

  async #saveIfChanged() {
    return !this.isUnsaved || (await this.#save());
  }

  async #check() {
    if (await this.#saveIfChanged()) {
      const { findings } = await get(`${this.#path}/findings`);
      this.#editing.check(findings);
      announce(findings.length === 0 ? 'Nothing is wrong.' : `The check found ${format.count(findings.length)} ${findings.length === 1 ? 'thing' : 'things'}.`);
      requestAnimationFrame(() => document.getElementById('findings')?.focus());
    }
  }

  #askToComplete(version) {
    this.page.confirm({
      title: `Complete version ${version.number}?`,
      text: `A completed version can be deployed, and can never be changed again; changes need a new version.${this.isUnsaved ? ' Your changes are saved first.' : ''}`,
      action: 'Complete',
      run: () => this.#run('Completing', () => this.#complete()),
    });
  }

  async #complete() {
    if (await this.#saveIfChanged()) {
      const completed = await post(`${this.#path}/completion`, undefined, this.#revision);
      this.#version.set(completed);
      this.#take(completed);
      announce(`Version ${completed.number} is completed.`);
    }
  }

  async #copySetup() {
    if (await this.#saveIfChanged()) {
      const { setups } = this.#editing.draft;
      await copySetup(this.page, { path: this.#path, revision: this.#revision, setups }, (version) => {
        this.#version.set(version);
        this.#take(version);
        this.#show({ part: 'setup', setup: version.content.setups.length });
        announce('The setup is copied.');
      });
    }
  }

  async #export() {
    if (await this.#saveIfChanged()) {
      const { feature, number } = this.#version.value;
      await exportVersion(feature, number);
    }
  }

  #askToDiscard() {
    this.page.confirm({
      title: 'Discard your changes?',
      text: 'Everything that you changed since the last save is lost.',
      action: 'Discard',
      serious: true,
      run: () => {
        this.#take(this.#version.value);
        this.#problem = null;
        this.update();
      },
    });
  }

  #askToDelete(version) {
    this.page.confirm({
      title: `Delete the draft of version ${version.number}?`,
      text: 'The draft and everything in it is gone for good. Other versions stay as they are.',
      action: 'Delete',
      serious: true,
      run: async () => {
        await remove(this.#path, this.#revision);
        this.#editing.markSaved();
        location.assign(featureAddress(version.feature));
      },
    });
  }
}

customElements.define('version-page', VersionPage);
