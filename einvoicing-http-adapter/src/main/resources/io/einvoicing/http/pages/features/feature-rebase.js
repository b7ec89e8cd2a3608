import { get, getAll, path, post } from '../ui/api.js';
import { differenceTable, readablePath, valueOf } from '../ui/differences.js';
import { PageElement } from '../ui/element.js';
import { emptyState, problemNotice } from '../ui/feedback.js';
import { html, nothing } from '../ui/libraries.js';
import { Remote } from '../ui/remote.js';
import { featureAddress } from './names.js';

/** Takes over what a later version of its base changed: shows what is merged, and asks where both sides changed the same. */
class FeatureRebase extends PageElement {
  page;
  /** The feature, which is derived. */
  feature;
  /** The number of the feature's draft, if there is one: then no other can be created. */
  draft;
  /** For each path in conflict: MINE or THEIRS. */
  #taken = {};
  #problem = null;
  #busy = false;
  #versions = new Remote(() => this.#readVersions(), () => this.update());
  #plan = new Remote(() => get(`${this.#path}/rebase`, { baseVersion: this.#chosen }), () => this.update());

  async connectedCallback() {
    super.connectedCallback();
    if ((await this.#versions.load()) && this.#chosen) {
      this.#plan.load();
    }
  }

  get #path() {
    return path('features', this.page.view.feature);
  }

  /** The base's version to which the feature is moved. */
  get #chosen() {
    return this.page.view.base ?? this.#versions.value?.at(-1);
  }

  /** Reads the numbers of the base's versions, the oldest first. */
  async #readVersions() {
    const { base } = this.feature;
    const shared = await getAll('shared-features');
    const known = shared.find(({ tenant, feature }) => tenant === base.tenant && feature === base.feature)?.versions;
    const numbers = known ?? (await getAll(`${path('features', base.feature)}/versions`)).filter(({ status }) => status !== 'DRAFT').map(({ number }) => number);
    return numbers.toSorted((a, b) => a - b);
  }

  template() {
    const { base } = this.feature;
    return html`<section class="card" aria-labelledby="rebase-title">
      <div class="card-head"><div class="titles">
        <h2 id="rebase-title">Rebase</h2>
        <p class="muted small">Derived from ${base.name}, version ${base.version}. What changed in a later version of it is merged with your changes into a new draft.</p>
      </div></div>
      <div class="card-body">
        ${this.#versions.show((numbers) =>
          numbers.length === 0
            ? emptyState('No version to merge', 'The base has no completed version that you can read.')
            : html`<div class="toolbar at-line"><div class="field">
                  <label for="rebase-version">Merge</label>
                  <select id="rebase-version" @change=${(event) => this.#choose(event.target.value)}>
                    ${numbers.map((number) => html`<option value=${number} .selected=${String(number) === String(this.#chosen)}>${base.name}, version ${number}</option>`)}
                  </select>
                </div></div>
                ${this.#plan.show((plan) => this.#merge(plan))}`,
        )}
      </div>
    </section>`;
  }

  #choose(base) {
    this.#taken = {};
    this.page.show({ base });
    this.#plan.load();
  }

  #merge({ changes, conflicts }) {
    const open = conflicts.filter((conflict) => !this.#taken[conflict.path]).length;
    return html`
      <h3>${changes.length === 0 ? 'Nothing is merged by itself' : `Merged by itself: ${changes.length} ${changes.length === 1 ? 'change' : 'changes'}`}</h3>
      ${changes.length > 0 ? differenceTable(changes, { caption: 'Merged by itself', before: 'Yours now', after: 'In the new draft' }) : nothing}
      <h3>${conflicts.length === 0 ? 'No conflict' : `Both sides changed the same: ${conflicts.length} ${conflicts.length === 1 ? 'conflict' : 'conflicts'}`}</h3>
      ${conflicts.map((conflict, index) => this.#conflict(conflict, index))}
      ${this.#problem ? problemNotice(this.#problem) : nothing}
      <div class="actions">
        <button type="button" class="button primary" aria-busy=${this.#busy ? 'true' : nothing} aria-describedby="rebase-hindrance" ?disabled=${this.#busy || open > 0 || this.draft !== undefined} @click=${() => this.#rebase(conflicts)}>Create the merged draft</button>
        <p class="muted small" id="rebase-hindrance" role="status">${this.#hindrance(open)}</p>
      </div>
    `;
  }

  /** Says why no draft can be created now, if so. */
  #hindrance(open) {
    if (this.draft !== undefined) {
      return html`<a href=${featureAddress(this.page.view.feature, { version: this.draft })}>Version ${this.draft}</a> is still a draft: complete or delete it first, as a feature has one draft at a time.`;
    }
    return open === 0 ? nothing : open === 1 ? 'One conflict is still open.' : `${open} conflicts are still open.`;
  }

  #conflict({ path: place, base, mine, theirs }, index) {
    const side = (whose, title, value) => html`<label class="side ${this.#taken[place] === whose ? 'taken' : ''}">
      <span class="side-title"><input type="radio" name="conflict-${index}" value=${whose} .checked=${this.#taken[place] === whose} @change=${() => {
        this.#taken[place] = whose;
        this.update();
      }} />${title}</span>
      <span class="side-value">${valueOf(value)}</span>
    </label>`;
    return html`<fieldset class="item sides">
      <legend>${readablePath(place)}</legend>
      <div class="side was"><span class="side-title muted">Before both</span><span class="side-value">${valueOf(base)}</span></div>
      ${side('MINE', 'Take mine', mine)} ${side('THEIRS', 'Take theirs', theirs)}
    </fieldset>`;
  }

  async #rebase(conflicts) {
    this.#busy = true;
    this.#problem = null;
    this.update();
    try {
      const created = await post(`${this.#path}/rebase`, {
        baseVersion: Number(this.#chosen),
        resolutions: conflicts.map(({ path: place }) => ({ path: place, take: this.#taken[place] })),
      });
      location.assign(featureAddress(this.page.view.feature, { version: created.number }));
    } catch (problem) {
      this.#problem = problem;
    }
    this.#busy = false;
    this.update();
  }
}

customElements.define('feature-rebase', FeatureRebase);
