import { get, path, post, put } from '../ui/api.js';
import { conflictNotice } from '../ui/conflict.js';
import { PageElement } from '../ui/element.js';
import { announce, problemNotice, skeleton } from '../ui/feedback.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { Remote } from '../ui/remote.js';
import { deploy } from './deploy.js';
import { Editing } from './editor/editing.js';
import { findingsList, partOf } from './editor/findings-list.js';
import { partsList, shownPart } from './editor/parts.js';
import { readDeclared } from './environments.js';
import { everything, featureAddress, statusBadge } from './names.js';

/** One version of a feature: reads it, edits it while it is a draft, checks, completes and deploys it. */
class VersionPage extends PageElement {
  page;
  #version = new Remote(() => this.#read(), () => this.update());
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
    const { feature, version } = this.page.view;
    return path('features', feature, 'versions', version);
  }

  async #read() {
    const [version, types, declared] = await Promise.all([get(this.#path), everything((after) => get('action-types', { after })), readDeclared()]);
    this.#take(version);
    this.#editing.types = new Map(types.map((type) => [type.type, type]));
    this.#editing.declared = declared;
    return version;
  }

  /** Edits the version as the API gives it. */
  #take(version) {
    const { types, declared } = this.#editing ?? {};
    this.#editing = new Editing(version, () => this.update());
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
          <a class="back" href=${featureAddress(version.feature)}>${icons.back()}${version.featureName}</a>
          <h1>Version ${version.number} ${statusBadge(version.status)}</h1>
          <p class="muted small">Effective from ${format.instant(editing.draft.effectiveFrom)}${editing.readOnly ? '. Only a draft can be changed.' : ''}</p>
        </div>
        ${this.#actions(version, editing)}
      </div>
      ${this.#problem ? html`<div class="above">${problemNotice(this.#problem)}</div>` : nothing}
      ${this.#conflict ? html`<div class="above"><h2 class="visually-hidden">Conflict</h2>${conflictNotice(this.#conflict)}</div>` : nothing}
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
    return html`<div class="actions">
      ${button('Checking', 'Validate', () => this.#run('Checking', () => this.#check()))}
      ${editing.readOnly
        ? button('Deploying', 'Deploy', () => deploy(this.page, version), 'primary')
        : button('Completing', 'Complete', () => this.#askToComplete(version), 'primary')}
    </div>`;
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
}

customElements.define('version-page', VersionPage);
