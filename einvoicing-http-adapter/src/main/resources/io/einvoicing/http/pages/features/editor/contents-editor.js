import * as format from '../../ui/format.js';
import { icons } from '../../ui/icons.js';
import { html, nothing } from '../../ui/libraries.js';
import { freeName, renameFormat } from './draft.js';
import { idOf } from './editing.js';
import { areaField, faults, fileButton, instantField, itemButtons, nameField, textField } from './fields.js';
import { part } from './setup-editor.js';

const MOST_CHARACTERS = 5_000_000;

/** Edits what a version says about itself. */
export function generalEditor(editing) {
  const { draft } = editing;
  return part('Version', 'What it is, and from when it may serve.', html`
    ${areaField(editing, 'description', 'Description', draft.description, (value) => (draft.description = value), { rows: 3, optional: true })}
    <div class="fields">
      ${instantField(editing, 'effectiveFrom', 'Effective from', draft.effectiveFrom, (value) => (draft.effectiveFrom = value), {
        help: 'Your local time. A deployment can begin later, never earlier.',
      })}
    </div>
    ${editing.at('setups').length ? faults(editing.at('setups')) : nothing}
  `);
}

/** Edits the named values that every setup of the feature can read. */
export function parametersEditor(editing) {
  const items = editing.draft.parameters;
  return part('Feature parameters', 'Named values that the actions of every setup can read.', html`<div id=${idOf('parameters')} tabindex="-1">
    ${items.length === 0 ? html`<p class="muted small none">No feature parameter.</p>` : nothing}
    ${items.map((item, index) => {
      const path = `parameters[${index}]`;
      return html`<fieldset class="item" id=${idOf(path)} tabindex="-1">
        <legend class="visually-hidden">Feature parameter ${item.name}</legend>
        <div class="item-row">
          <div class="fields">
            ${nameField(editing, `${path}.name`, 'Name', item, items, () => {})}
            ${areaField(editing, `${path}.value`, 'Value', item.value, (value) => (item.value = value))}
            ${areaField(editing, `${path}.description`, 'Description', item.description, (value) => (item.description = value), { optional: true })}
          </div>
          ${itemButtons(editing, items, index, `feature parameter ${item.name}`, { path: 'parameters' })}
        </div>
        ${faults(editing.at(path))}
      </fieldset>`;
    })}
    ${adding(editing, 'Add parameter', () => {
      items.push({ name: freeName('Parameter', items), value: '', description: '' });
      editing.focus(`parameters[${items.length - 1}].name`);
    })}
  </div>`);
}

/** Edits the transformations that travel inside the version. */
export function formatsEditor(editing) {
  const items = editing.draft.formatConfigurations;
  const add = (name, content) => {
    items.push({ name: freeName(name, items), content });
    editing.toggle(items.at(-1), true);
    editing.focus(`formatConfigurations[${items.length - 1}].${content === '' ? 'content' : 'name'}`);
  };
  return part('Format configurations', 'XSLT 3.0 stylesheets that actions transform and read documents with.', html`<div id=${idOf('formatConfigurations')} tabindex="-1">
    ${items.length === 0 ? html`<p class="muted small none">No format configuration.</p>` : nothing}
    ${items.map((item, index) => formatEditor(editing, items, item, index))}
    ${editing.readOnly
      ? nothing
      : html`<div class="rule-foot">
          <button type="button" class="button small-button" @click=${() => editing.change(() => add('Format', ''))}>${icons.plus()}Add format configuration</button>
          ${fileButton('Add from file', async (file) => {
            const content = await file.text();
            editing.change(() => add(file.name.replace(/\.[^.]+$/, ''), content));
          })}
        </div>`}
  </div>`);
}

function formatEditor(editing, items, item, index) {
  const path = `formatConfigurations[${index}]`;
  const open = editing.isOpen(item) || editing.within(path).length > 0;
  const used = usesOf(editing, item.name);
  return html`<div class="action ${open ? 'open' : ''}" id=${idOf(path)} tabindex="-1" role="group" aria-label="Format configuration ${item.name}">
    <div class="action-head">
      <button type="button" class="fold" aria-expanded=${open ? 'true' : 'false'} aria-controls="${idOf(path)}-body" @click=${() => editing.toggle(item, !open)}>
        <span class="action-name">${item.name || 'Without a name'}</span>
        <span class="muted small">${item.version ? `version ${item.version}, ` : ''}${format.count(item.content.length)} characters${used.length ? `, used by ${used.join(', ')}` : ', not used'}</span>
      </button>
      ${itemButtons(editing, items, index, `format configuration ${item.name}`, { path: 'formatConfigurations' })}
    </div>
    <div class="action-body" id="${idOf(path)}-body" ?hidden=${!open}>
      ${open
        ? html`<div class="fields">
              ${nameField(editing, `${path}.name`, 'Name', item, items, (former, name) => {
                item.name = former;
                renameFormat(editing.draft, item, name, editing.types);
              })}
              ${areaField(editing, `${path}.description`, 'Description', item.description ?? '', (value) => (item.description = value), { optional: true })}
            </div>
            ${areaField(editing, `${path}.content`, 'Stylesheet', item.content, (value) => (item.content = value), {
              rows: 16,
              code: true,
              help: item.content.length > MOST_CHARACTERS ? `${format.count(item.content.length)} characters: more than the ${format.count(MOST_CHARACTERS)} that are allowed.` : '',
            })}
            ${editing.readOnly ? nothing : fileButton('Replace by file', async (file) => {
              const content = await file.text();
              editing.change(() => (item.content = content));
            })}`
        : nothing}
    </div>
  </div>`;
}

/** Names the actions that use a format configuration. */
function usesOf(editing, name) {
  return editing.draft.setups.flatMap(({ actions }) =>
    actions
      .filter(({ type, parameters }) =>
        (editing.types.get(type)?.parameters ?? []).some((parameter) => parameter.type === 'FORMAT_CONFIGURATION' && parameters[parameter.name] === name),
      )
      .map((action) => action.name),
  );
}

/** Edits what a connected application is told: for which documents the feature answers, and with what. */
export function applicationSetupsEditor(editing) {
  const items = editing.draft.applicationSetups;
  return part('Application setups', 'What deploying to a connected application writes there, for each table and document context.', html`<div id=${idOf('applicationSetups')} tabindex="-1">
    ${items.length === 0 ? html`<p class="muted small none">No application setup: nothing is written to connected applications.</p>` : nothing}
    ${items.map((item, index) => applicationSetup(editing, items, item, index))}
    ${adding(editing, 'Add application setup', () => {
      items.push({ tableName: '', documentContext: '', modelMapping: '', responseTypes: [] });
      editing.focus(`applicationSetups[${items.length - 1}].tableName`);
    })}
  </div>`);
}

function applicationSetup(editing, items, item, index) {
  const path = `applicationSetups[${index}]`;
  const types = item.responseTypes;
  const text = (name, label, options) => textField(editing, `${path}.${name}`, label, item[name], (value) => (item[name] = value), options);
  return html`<fieldset class="item" id=${idOf(path)} tabindex="-1">
    <legend class="visually-hidden">Application setup ${item.tableName}</legend>
    <div class="item-row">
      <div class="fields">
        ${text('tableName', 'Table name', { placeholder: 'CustInvoiceJour' })} ${text('documentContext', 'Document context', { placeholder: 'Customer invoice context' })} ${text('modelMapping', 'Model mapping', { placeholder: 'Invoice model mapping' })}
      </div>
      ${itemButtons(editing, items, index, `application setup ${item.tableName}`, { path: 'applicationSetups' })}
    </div>
    ${faults(editing.at(path))}
    <h4 id="${idOf(path)}-types">Response types</h4>
    <div id=${idOf(`${path}.responseTypes`)} tabindex="-1" role="group" aria-labelledby="${idOf(path)}-types">
      ${types.length === 0 ? html`<p class="muted small none">None: the ERP takes nothing back.</p>` : nothing}
      ${types.map((type, at) => responseType(editing, types, type, at, `${path}.responseTypes`))}
    </div>
    ${adding(editing, 'Add response type', () => {
      types.push({ name: freeName('Response', types), description: '', submissionStatus: '', dataEntity: '', modelMapping: '' });
      editing.focus(`${path}.responseTypes[${types.length - 1}].name`);
    })}
  </fieldset>`;
}

function responseType(editing, types, type, index, list) {
  const path = `${list}[${index}]`;
  const text = (name, label) => textField(editing, `${path}.${name}`, label, type[name], (value) => (type[name] = value), { optional: true });
  return html`<div class="item-row sub">
    <div class="fields">
      ${nameField(editing, `${path}.name`, 'Response type', type, types, () => {}, { help: 'The name of a variable “To client”.' })}
      ${text('submissionStatus', 'Submission status')} ${text('dataEntity', 'Data entity')} ${text('modelMapping', 'Model mapping')} ${text('description', 'Description')}
    </div>
    ${itemButtons(editing, types, index, `response type ${type.name}`, { path: list })}
    ${faults(editing.at(path))}
  </div>`;
}

function adding(editing, text, add) {
  return editing.readOnly ? nothing : html`<button type="button" class="button small-button" @click=${() => editing.change(add)}>${icons.plus()}${text}</button>`;
}
