import { addressOf } from '../ui/address.js';
import { get, post, Problem, put, remove } from '../ui/api.js';
import { conflictNotice } from '../ui/conflict.js';
import { differences, differenceTable } from '../ui/differences.js';
import { announce, problemNotice, skeleton } from '../ui/feedback.js';
import { textField } from '../ui/fields.js';
import { findingList, findingSummary } from '../ui/findings.js';
import { fault, Form, goTo } from '../ui/form.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { menu } from '../ui/menu.js';
import { button, card } from '../ui/parts.js';
import { Remote } from '../ui/remote.js';
import { tabs } from '../ui/tabs.js';
import { Deployments } from './deployments.js';
import { draft } from './draft.js';
import { draftFaults } from './draft-check.js';
import { environmentPath } from './environment-list.js';
import { History } from './history.js';
import { NumberSequences } from './number-sequences.js';
import { serving, statusBadge } from './status.js';

/** One environment: its draft and what is done with it, its history, what is deployed to it, and its number sequences. */
export class EnvironmentDetails {
  /** The draft as a person edits it; null until it is read. */
  form = null;
  #page;
  #id;
  #environment;
  #parts;
  /** What runs: save, check, publish; empty if nothing does. */
  #busy = '';
  #problem = null;
  #conflict = null;
  /** What the latest check or publication found: {findings, published}. */
  #checked = null;

  constructor(page, id) {
    const changed = () => page.update();
    this.#page = page;
    this.#id = id;
    this.#environment = new Remote(() => get(environmentPath(id)), changed);
    this.#parts = {
      history: new History(this, page),
      deployments: new Deployments(this, page),
      sequences: new NumberSequences(this, page),
    };
  }

  get id() {
    return this.#id;
  }

  /** The environment as it was read last. */
  get value() {
    return this.#environment.value;
  }

  async load() {
    if (await this.#environment.load()) {
      document.title = `${this.value.name} · Environments · einvoicing`;
      this.form = new Form(this.value.draft, () => this.#page.update());
      this.viewChanged();
    }
    this.#page.update();
  }

  viewChanged() {
    if (Object.hasOwn(this.#parts, this.#page.view.tab ?? '')) {
      this.#parts[this.#page.view.tab].load();
    }
  }

  /** Takes what an operation answered: it is the environment now. */
  accept(environment) {
    this.#environment.set(environment);
    this.form.accept(environment.draft);
  }

  template() {
    return html`
      <a class="back" href=${addressOf({})}>← Environments</a>
      ${this.#environment.show((environment) => (this.form ? this.#content(environment) : nothing), html`${skeleton('line')}${skeleton('chart')}`)}
    `;
  }

  #content(environment) {
    const chosen = this.#page.view.tab ?? 'settings';
    return html`
      <div class="title-line">
        <div>
          <h1>${environment.name} ${statusBadge(environment.status)}</h1>
          <p class="muted small" role="status">${serving(environment)}</p>
        </div>
        ${this.#actions(environment)}
      </div>
      ${tabs(
        `Parts of ${environment.name}`,
        [
          { id: 'settings', title: 'Settings', mark: this.form.isDirty ? 'not saved' : '' },
          { id: 'history', title: 'Snapshots' },
          { id: 'deployments', title: 'Deployments' },
          { id: 'sequences', title: 'Number sequences' },
        ],
        chosen,
        (tab) => this.#page.show({ tab, from: '', to: '' }),
      )}
      ${this.#outcome()} ${Object.hasOwn(this.#parts, chosen) ? this.#parts[chosen].template() : this.#settings(environment)}
    `;
  }

  #actions({ status }) {
    const more = [
      ...(status === 'NOT_PUBLISHED' ? [{ text: 'Rename …', icon: icons.edit(), run: () => this.#askForName() }] : []),
      { text: 'Delete …', icon: icons.remove(), run: () => this.#askForDeletion() },
    ];
    const first = this.form.isDirty ? 'Save and ' : '';
    const text = (verb) => (first ? first + verb : verb.charAt(0).toUpperCase() + verb.slice(1));
    const stopped = this.#busy !== '' || this.#conflict !== null;
    return html`<div class="actions">
      ${button(text('check'), { icon: icons.check(), busy: this.#busy === 'check', disabled: stopped, run: () => this.#check() })}
      ${button(text('publish'), { kind: 'primary', icon: icons.publish(), busy: this.#busy === 'publish', disabled: stopped || (status === 'PUBLISHED' && !this.form.isDirty), run: () => this.#publish() })}
      ${menu('More commands', icons.more(), more)}
    </div>`;
  }

  /** What came of the latest command: a problem, another person's change, or findings. */
  #outcome() {
    return html`<div class="outcome" aria-live="polite">
      ${this.#conflict ? conflictNotice(this.#conflict) : nothing}
      ${this.#problem ? this.#problemCard(this.#problem) : nothing}
      ${this.#checked ? this.#findingsCard(this.#checked) : nothing}
    </div>`;
  }

  #problemCard(problem) {
    return html`${problemNotice({ ...problem, findings: [] })}
      ${lacksParameters(problem) ? html`<p><a class="button" href="../activation/">Set the service parameters</a></p>` : nothing}`;
  }

  #findingsCard({ findings, title }) {
    const blocked = findings.some(({ severity }) => severity !== 'WARNING');
    const tone = blocked ? 'danger' : findings.length > 0 ? 'warning' : 'good';
    return card(
      {
        id: 'findings',
        title: html`${title}: <span class="tone ${tone}">${findingSummary(findings).toLowerCase()}</span>`,
        tools: button(icons.close(), { kind: 'quiet icon-only', label: 'Hide what was found', run: () => this.#forget() }),
      },
      findings.length === 0
        ? html`<p class="notice good"><span>${icons.check()}</span><span>The draft can be published as it is.</span></p>`
        : findingList(findings, (field) => this.#goTo(field)),
    );
  }

  #goTo(field) {
    if ((this.#page.view.tab ?? 'settings') !== 'settings') {
      this.#page.show({ tab: '' });
    }
    requestAnimationFrame(() => goTo(this.#page, field));
  }

  #forget() {
    this.#checked = null;
    this.#problem = null;
    this.#page.update();
  }

  #settings({ published, draft: saved }) {
    const pending = published && !this.#conflict ? differences(published.settings, saved) : [];
    return html`
      <form class="stack" novalidate @submit=${(event) => this.#submit(event)}>
        ${pending.length > 0
          ? card(
              { id: 'pending', title: 'What publishing will change', text: `Saved, but not in effect: snapshot ${published.number} serves.` },
              html`<details class="folded" ?open=${pending.length <= 3}>
                <summary>${pending.length === 1 ? 'One difference' : `${pending.length} differences`}</summary>
                ${differenceTable(pending, { caption: 'Changes since the latest publication', before: `Snapshot ${published.number}`, after: 'Draft' })}
              </details>`,
            )
          : nothing}
        ${draft(this.form)}
        ${this.form.isDirty ? this.#saveBar() : nothing}
      </form>
    `;
  }

  #saveBar() {
    return html`<div class="save-bar" role="group" aria-label="Unsaved changes">
      <p><strong>Not saved yet.</strong> <span class="muted">Saved changes take effect when you publish.</span></p>
      ${button('Discard', { disabled: this.#busy !== '', run: () => this.#askForDiscard() })}
      ${button('Save draft', { type: 'submit', kind: 'primary', busy: this.#busy === 'save', disabled: this.#busy !== '' || this.#conflict !== null })}
    </div>`;
  }

  #askForDiscard() {
    this.#page.confirm({
      title: 'Discard what you changed?',
      text: 'The form shows the draft as it was saved last.',
      action: 'Discard',
      serious: true,
      run: async () => this.form.accept(this.value.draft),
    });
  }

  async #submit(event) {
    event.preventDefault();
    await this.#run('save', async () => {
      await this.#save();
      announce('The draft is saved.');
    });
  }

  /** Runs a command; what fails is shown, with each fault at its field. */
  async #run(what, command) {
    if (this.#busy !== '') {
      return;
    }
    this.#busy = what;
    this.#problem = null;
    this.#checked = null;
    this.#page.update();
    try {
      await command();
    } catch (problem) {
      await this.#failed(problem, what);
    }
    this.#busy = '';
    this.#page.update();
  }

  async #failed(problem, what) {
    if (problem.isStale) {
      await this.#meetOthers(problem);
      return;
    }
    const findings = lacksParameters(problem) ? [] : (problem.findings ?? []);
    this.form.blame(findings);
    if (findings.length > 0) {
      this.#checked = { findings, title: what === 'publish' ? 'Not published' : 'Not saved' };
    } else {
      this.#problem = problem;
    }
    requestAnimationFrame(() => this.#page.querySelector('.outcome')?.scrollIntoView({ block: 'start' }));
  }

  /** Reads what somebody else made of it, and lets the person choose; if the draft is the same, there is nothing to choose. */
  async #meetOthers(problem) {
    try {
      const theirs = await get(environmentPath(this.#id));
      const base = this.form.saved;
      this.#environment.set(theirs);
      if (differences(base, theirs.draft).length === 0) {
        this.#problem = { ...problem, detail: 'somebody else used it meanwhile, and left the draft as it is. Repeat your command' };
        return;
      }
      this.#conflict = { base, theirs: theirs.draft, mine: this.form.values, problem: null, take: (whose) => this.#take(whose, theirs) };
    } catch (failure) {
      this.#problem = failure;
    }
    requestAnimationFrame(() => this.#page.querySelector('.conflict')?.focus());
  }

  #take(whose, theirs) {
    this.#conflict = null;
    if (whose === 'theirs') {
      this.form.accept(theirs.draft);
    } else {
      this.form.saved = theirs.draft;
    }
    this.#page.update();
  }

  /** Saves the form if anything in it is not saved. */
  async #save() {
    if (!this.form.isDirty) {
      return;
    }
    const faults = draftFaults(this.form.values);
    if (faults.length > 0) {
      throw new Problem({ title: 'Some values are missing or not acceptable', findings: faults });
    }
    this.accept(await put(environmentPath(this.#id, 'draft'), this.form.values, this.value.revision));
  }

  #check() {
    return this.#run('check', async () => {
      await this.#save();
      const { findings } = await get(environmentPath(this.#id, 'findings'));
      this.form.blame(findings);
      this.#checked = { findings, title: 'Checked' };
    });
  }

  #publish() {
    return this.#run('publish', async () => {
      await this.#save();
      this.published(await post(environmentPath(this.#id, 'publications'), undefined, this.value.revision));
    });
  }

  /** Takes the answer of a publication, by command or by rolling back. */
  published({ environment, warnings }) {
    this.accept(environment);
    this.#problem = null;
    this.#checked = warnings.length > 0 ? { findings: warnings, title: 'Published' } : null;
    this.form.blame(warnings);
    announce(`Snapshot ${environment.published.number} of ${environment.name} serves now.`);
  }

  #askForName() {
    this.#page.ask({
      title: 'Rename the environment',
      text: 'Possible until the first publication; submissions refer to the name.',
      values: { name: this.value.name },
      action: 'Rename',
      check: ({ name }) => (name.trim() === '' ? [fault('name', 'Give the environment a name.')] : []),
      fields: (form) => textField(form, 'name', { label: 'Name', required: true, maxlength: 128 }),
      run: async (values) => {
        this.#environment.set(await put(environmentPath(this.#id, 'name'), values, this.value.revision));
        announce('Renamed.');
      },
      reread: async () => {
        await this.#environment.load();
        return { name: this.value.name };
      },
    });
  }

  #askForDeletion() {
    this.#page.confirm({
      title: `Delete ${this.value.name}?`,
      text: 'Its settings and snapshots go. The name stays taken for ever, and reports keep it. What lies in your vault and container stays there.',
      action: 'Delete',
      serious: true,
      run: async () => {
        await remove(environmentPath(this.#id), this.value.revision);
        this.form.accept(this.value.draft);
        location.assign(addressOf({}));
      },
    });
  }
}

/** Tells whether the organization has to set its service parameters first; their faults are no faults of the environment. */
const lacksParameters = ({ type }) => type?.endsWith(':service-parameters-missing') ?? false;
