import { icons } from '../../ui/icons.js';
import { html, nothing } from '../../ui/libraries.js';
import { freeName, newVariable, renameVariable } from './draft.js';
import { idOf } from './editing.js';
import { areaField, faults, itemButtons, nameField, selectField, textField } from './fields.js';

const KINDS = [
  { value: 'CONSTANT', text: 'Constant' },
  { value: 'FROM_CLIENT', text: 'From client' },
  { value: 'TO_CLIENT', text: 'To client' },
];

const HELP = {
  CONSTANT: 'Fixed in the setup.',
  FROM_CLIENT: 'The ERP sends it with the document; the value holds if it does not.',
  TO_CLIENT: 'An action sets it, and the ERP takes it: its name is the name of a response type.',
};

const DATA_TYPES = [
  { value: 'STRING', text: 'Text' },
  { value: 'NUMBER', text: 'Number' },
  { value: 'BOOLEAN', text: 'Yes or no' },
  { value: 'DATE', text: 'Date' },
  { value: 'UUID', text: 'UUID' },
  { value: 'FILE', text: 'File' },
];

/** Edits the variables of a setup. */
export function variablesEditor(editing, setup, path) {
  const list = `${path}.variables`;
  return html`<div id=${idOf(list)} tabindex="-1">
    ${faults(editing.at(list))}
    ${setup.variables.length === 0 ? html`<p class="muted small none">No variable. Actions can always read the business document.</p>` : nothing}
    ${setup.variables.map((variable, index) => variableEditor(editing, setup, variable, index, list))}
    ${editing.readOnly
      ? nothing
      : html`<button type="button" class="button small-button" @click=${() => {
          editing.change(() => setup.variables.push(newVariable(freeName('Variable', setup.variables))));
          editing.focus(`${list}[${setup.variables.length - 1}].name`);
        }}>${icons.plus()}Add variable</button>`}
  </div>`;
}

function variableEditor(editing, setup, variable, index, list) {
  const path = `${list}[${index}]`;
  return html`<fieldset class="item" id=${idOf(path)} tabindex="-1">
    <legend class="visually-hidden">Variable ${variable.name}</legend>
    <div class="item-row">
      <div class="fields">
        ${nameField(editing, `${path}.name`, 'Name', variable, setup.variables, (former, name) => {
          variable.name = former;
          renameVariable(setup, variable, name);
        })}
        ${selectField(editing, `${path}.kind`, 'Type', variable.kind, KINDS, (value) => (variable.kind = value), { help: HELP[variable.kind] })}
        ${selectField(editing, `${path}.dataType`, 'Data type', variable.dataType, DATA_TYPES, (value) => (variable.dataType = value))}
        ${variable.kind === 'TO_CLIENT' ? sourceField(editing, setup, variable, `${path}.source`) : valueField(editing, variable, `${path}.value`)}
        ${areaField(editing, `${path}.description`, 'Description', variable.description, (value) => (variable.description = value), { optional: true })}
      </div>
      ${itemButtons(editing, setup.variables, index, `variable ${variable.name}`, { path: list })}
    </div>
    ${faults(editing.at(path))}
  </fieldset>`;
}

function sourceField(editing, setup, { source }, path) {
  const outputs = [...setup.actions, ...setup.channelActions].flatMap((action) =>
    (editing.types.get(action.type)?.outputs ?? []).map((output) => ({ value: JSON.stringify({ action: action.name, output }), text: `${action.name} → ${output}` })),
  );
  const key = source.action === '' ? '' : JSON.stringify({ action: source.action, output: source.output });
  const missing = key === '' || outputs.some(({ value }) => value === key) ? [] : [{ value: key, text: `${source.action} → ${source.output} (missing)` }];
  return selectField(editing, path, 'Set by', key, [...outputs, ...missing], (value) => Object.assign(source, JSON.parse(value)));
}

function valueField(editing, variable, path) {
  const set = (value) => (variable.value = value);
  const label = variable.kind === 'CONSTANT' ? 'Value' : 'Value if the ERP sends none';
  const options = { optional: variable.kind !== 'CONSTANT' };
  switch (variable.dataType) {
    case 'BOOLEAN':
      return selectField(editing, path, label, variable.value, [...(options.optional ? [{ value: '', text: 'None' }] : []), { value: 'true', text: 'Yes' }, { value: 'false', text: 'No' }], set, options);
    case 'DATE':
      return textField(editing, path, label, variable.value, set, { ...options, type: 'date' });
    case 'NUMBER':
      return textField(editing, path, label, variable.value, set, { ...options, mode: 'decimal' });
    case 'STRING':
      return areaField(editing, path, label, variable.value, set, options);
    default:
      return textField(editing, path, label, variable.value, set, options);
  }
}
