import { icons } from '../../ui/icons.js';
import { html, nothing } from '../../ui/libraries.js';
import { applicationSetupsEditor, formatsEditor, generalEditor, parametersEditor } from './contents-editor.js';
import { freeName, newSetup } from './draft.js';
import { idOf } from './editing.js';
import { fault } from './fields.js';
import { setupEditor } from './setup-editor.js';

/** The parts of a version, one of which is shown; the address names it. */
export function shownPart(editing, { part, setup }) {
  const parts = {
    formats: { id: 'formats', draw: () => formatsEditor(editing) },
    parameters: { id: 'parameters', draw: () => parametersEditor(editing) },
    applications: { id: 'applications', draw: () => applicationSetupsEditor(editing) },
  };
  const index = Number(setup) - 1;
  if (part === 'setup' && editing.draft.setups[index]) {
    return { id: `setup ${index}`, draw: (show) => setupEditor(editing, index, setupCommands(editing, index, show)) };
  }
  return parts[part] ?? { id: '', draw: () => generalEditor(editing) };
}

/** The list of parts: what each has, and where something is wrong. */
export function partsList(editing, shown, show) {
  const { draft } = editing;
  const entry = (id, text, number, found, changes) => html`<li>
    <a href="#part" class="part-link" aria-current=${shown.id === id ? 'true' : nothing} @click=${(event) => {
      event.preventDefault();
      show(changes);
    }}>
      <span class="part-name">${text}</span>
      ${found.length > 0 ? html`<span class="badge ${found.some(({ severity }) => severity === 'ERROR') ? 'danger' : 'warning'}" title="Findings">${icons.over()}${found.length}<span class="visually-hidden"> found</span></span>` : nothing}
      ${number === '' ? nothing : html`<span class="part-number">${number}</span>`}
    </a>
  </li>`;
  return html`<nav class="parts" aria-label="Parts of the version">
    <ul>
      ${entry('', 'Version', '', ['description', 'effectiveFrom'].flatMap((path) => editing.at(path)), {})}
    </ul>
    <h2 class="parts-title" id=${idOf('setups')} tabindex="-1">Setups</h2>
    <ul>
      ${draft.setups.map((setup, index) => entry(`setup ${index}`, setup.name || 'Without a name', '', editing.within(`setups[${index}]`), { part: 'setup', setup: index + 1 }))}
    </ul>
    ${editing.at('setups').map((finding) => fault(finding))}
    ${editing.readOnly
      ? nothing
      : html`<button type="button" class="button quiet small-button" @click=${() => {
          const setup = newSetup(freeName('Setup', draft.setups));
          editing.change(() => draft.setups.push(setup));
          show({ part: 'setup', setup: draft.setups.length });
          editing.focus(`setups[${draft.setups.length - 1}].name`);
        }}>${icons.plus()}Add setup</button>`}
    <h2 class="parts-title">Shared by the setups</h2>
    <ul>
      ${entry('formats', 'Format configurations', draft.formatConfigurations.length, editing.within('formatConfigurations'), { part: 'formats' })}
      ${entry('parameters', 'Feature parameters', draft.parameters.length, editing.within('parameters'), { part: 'parameters' })}
      ${entry('applications', 'Application setups', draft.applicationSetups.length, editing.within('applicationSetups'), { part: 'applications' })}
    </ul>
  </nav>`;
}

function setupCommands(editing, index, show) {
  const { setups } = editing.draft;
  const setup = setups[index];
  if (editing.readOnly) {
    return nothing;
  }
  const copy = () => {
    const made = { ...structuredClone(setup), name: freeName(`${setup.name} copy`, setups) };
    editing.change(() => setups.push(made));
    show({ part: 'setup', setup: setups.length });
    editing.focus(`setups[${setups.length - 1}].name`);
  };
  const drop = () => {
    editing.change(() => setups.splice(index, 1));
    show({});
    editing.focus('setups');
  };
  return html`<button type="button" class="button small-button" @click=${copy}>${icons.copy()}Copy</button>
    <button type="button" class="button small-button" @click=${drop}>${icons.remove()}Remove</button>`;
}
