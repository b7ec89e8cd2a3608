import { faultsOf } from './checks.js';
import { draftOf, editOf } from './draft.js';

/** A version being edited: its draft, what was found in it, what is unfolded or chosen, and what the parts of the editor need. */
export class Editing {
  draft;
  /** Descriptions of the action types by name. */
  types = new Map();
  /** Names of certificates, secrets and number sequences that environments have, for suggestions. */
  declared = { certificates: [], secrets: [], sequences: [] };
  readOnly;
  /** Everything that is wrong: what could not be saved as it is now, and what the last check found. */
  findings = [];
  /** Whether the draft changed since the last check. */
  changedSinceCheck = false;
  /** Parts of a rule that are chosen for grouping. */
  chosen = new Set();
  #checked = null;
  #strict = false;
  #open = new WeakSet();
  #saved;
  #changed;
  #focus = '';

  /**
   * @param version the version as the API gives it
   * @param changed is told after every change
   */
  constructor(version, changed) {
    this.#changed = changed;
    this.readOnly = version.status !== 'DRAFT';
    this.draft = draftOf(version);
    this.markSaved();
  }

  /** The draft as the API takes it. */
  get edit() {
    return editOf(this.draft);
  }

  get isUnsaved() {
    return !this.readOnly && JSON.stringify(this.edit) !== this.#saved;
  }

  markSaved() {
    this.#saved = JSON.stringify(this.edit);
  }

  /** The draft as it was when it was read or saved last. */
  get saved() {
    return JSON.parse(this.#saved);
  }

  /** Changes the draft, and has it drawn. */
  change(mutate) {
    mutate?.();
    this.changedSinceCheck = true;
    this.#findAgain();
    this.#changed();
  }

  /** Returns what the API would refuse to store, and shows it from now on while it is mended. */
  faults() {
    this.#strict = true;
    this.#findAgain();
    return faultsOf(this.draft);
  }

  /** Whether a check was asked for. */
  get isChecked() {
    return this.#checked !== null;
  }

  /** Takes what the API found; each finding follows its setup, action or other item wherever that is moved. Null takes it away. */
  check(findings) {
    this.#checked = findings?.map((finding) => ({ ...finding, ...ownerOf(this.draft, (finding.field ?? '').replace(/^content\./, '')) })) ?? null;
    this.changedSinceCheck = false;
    this.#findAgain();
    this.#changed();
  }

  #findAgain() {
    const paths = pathsOf(this.draft);
    const checked = (this.#checked ?? []).filter(({ owner }) => paths.has(owner)).map(({ owner, rest, ...finding }) => ({ ...finding, field: joined(paths.get(owner), rest) }));
    this.findings = [...(this.#strict ? faultsOf(this.draft) : []), ...checked];
  }

  /** What is wrong exactly there. */
  at(path) {
    return this.findings.filter(({ field }) => field === path);
  }

  /** What is wrong there or inside. */
  within(path) {
    return this.findings.filter(({ field }) => isWithin(field, path));
  }

  isOpen(item) {
    return this.#open.has(item);
  }

  toggle(item, open = !this.#open.has(item)) {
    this.#open[open ? 'add' : 'delete'](item);
    this.#changed();
  }

  /** Puts the focus on the control of a path once it is drawn; on the nearest around it if it has none of its own. */
  focus(path) {
    this.#focus = path;
    this.#changed();
  }

  /** Called after drawing. */
  drawn() {
    for (let path = this.#focus; path !== ''; path = path.slice(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['), 0))) {
      const element = document.getElementById(idOf(path));
      if (element) {
        element.focus();
        element.scrollIntoView({ block: 'center' });
        break;
      }
    }
    this.#focus = '';
  }
}

const isWithin = (field, path) => field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[`);

/** Returns the id that the control of a path has in the page. */
export const idOf = (path) => `at-${path.replaceAll(/\W+/g, '-')}`;

/** Returns the paths of everything in a draft that can be moved or removed, and of the draft itself. */
function pathsOf(draft) {
  const paths = new Map([[draft, '']]);
  const collect = (item, path) => {
    for (const list of ['setups', 'variables', 'actions', 'formatConfigurations', 'applicationSetups', 'responseTypes', ...(path === '' ? ['parameters'] : [])]) {
      item[list]?.forEach((each, index) => {
        paths.set(each, joined(path, `${list}[${index}]`));
        collect(each, paths.get(each));
      });
    }
  };
  collect(draft, '');
  return paths;
}

/** Returns the innermost item in which a path lies, and the rest of the path. */
function ownerOf(draft, field) {
  const [owner, path] = [...pathsOf(draft)].filter(([, each]) => each === '' || isWithin(field, each)).sort(([, a], [, b]) => b.length - a.length)[0];
  return { owner, rest: field.slice(path.length).replace(/^\./, '') };
}

const joined = (path, rest) => (path === '' || rest === '' ? path + rest : `${path}${rest.startsWith('[') ? '' : '.'}${rest}`);
