import { icons } from '../../ui/icons.js';
import { html, nothing } from '../../ui/libraries.js';
import { inSeconds, spokenDuration, spokenSeconds } from './duration.js';
import { freeName, newAction, newRetry, renameAction } from './draft.js';
import { idOf } from './editing.js';
import { checkbox, durationField, faults, itemButtons, nameField, selectField, textField } from './fields.js';
import { parameterField } from './parameters.js';

/** Edits the actions of a setup in the order in which they run. */
export function pipelineEditor(editing, setup, path, name = 'actions') {
  const list = `${path}.${name}`;
  const { actions } = setup;
  return html`<div id=${idOf(list)} tabindex="-1">
    ${faults(editing.at(list))}
    ${actions.length === 0 ? html`<p class="muted small none">No action yet.</p>` : nothing}
    <ol class="actions-list">
      ${actions.map((_, index) => actionEditor(editing, setup, index, list))}
    </ol>
    ${editing.readOnly ? nothing : palette(editing, setup, list)}
  </div>`;
}

function actionEditor(editing, setup, index, list) {
  const action = setup.actions[index];
  const path = `${list}[${index}]`;
  const found = editing.within(path);
  const open = editing.isOpen(action) || found.length > 0;
  const title = action.name || 'Action without a name';
  return html`<li class="action ${open ? 'open' : ''}" id=${idOf(path)} tabindex="-1" aria-label=${title}>
    <div class="action-head">
      <span class="position" aria-hidden="true">${index + 1}</span>
      <button type="button" class="fold" aria-expanded=${open ? 'true' : 'false'} aria-controls="${idOf(path)}-body" @click=${() => editing.toggle(action, !open)}>
        <span class="action-name">${title}</span>
        <span class="muted small">${action.type}</span>
      </button>
      <span class="marks">
        ${action.exportResults ? html`<span class="badge accent">exports results</span>` : nothing}
        ${action.retry ? html`<span class="badge">${icons.update()}retries</span>` : nothing}
        ${found.length > 0 ? html`<span class="badge ${found.some(({ severity }) => severity === 'ERROR') ? 'danger' : 'warning'}">${icons.over()}${found.length}</span>` : nothing}
      </span>
      ${itemButtons(editing, setup.actions, index, `action ${title}`, { path: list, ordered: true })}
    </div>
    <div class="action-body" id="${idOf(path)}-body" ?hidden=${!open}>${open ? actionBody(editing, setup, index, path) : nothing}</div>
  </li>`;
}

function actionBody(editing, setup, index, path) {
  const action = setup.actions[index];
  const type = editing.types.get(action.type);
  const described = type?.parameters ?? [];
  const unknown = Object.keys(action.parameters).filter((name) => !described.some((parameter) => parameter.name === name));
  return html`
    ${type ? html`<p class="muted small">${type.help}</p>` : nothing}
    ${faults(unplaced(editing, path, described))}
    <div class="fields">
      ${nameField(editing, `${path}.name`, 'Name', action, setup.actions, (former, name) => renameActionFrom(setup, action, former, name), { help: 'Shown in the submission log.' })}
      ${type
        ? nothing
        : selectField(editing, `${path}.type`, 'Type', action.type, [...editing.types.keys()].map((each) => ({ value: each, text: each })), (value) => (action.type = value))}
      ${described.map((parameter) => parameterField(editing, setup, index, parameter, `${path}.parameters.${parameter.name}`))}
      ${unknown.map((name) => unknownParameter(editing, action, name, `${path}.parameters.${name}`))}
    </div>
    ${checkbox(editing, `${path}.exportResults`, 'Export results', action.exportResults, (on) => exportOnly(setup, action, on), {
      help: 'Its first output file is the result that the ERP downloads; one action of a setup at most.',
    })}
    ${retryEditor(editing, setup, index, `${path}.retry`)}
  `;
}

/** Findings of an action that no control shows. */
function unplaced(editing, path, described) {
  const shown = (field) =>
    [`${path}.name`, `${path}.type`, ...described.map(({ name }) => `${path}.parameters.${name}`)].includes(field) || field.startsWith(`${path}.retry`);
  return editing.within(path).filter(({ field }) => !shown(field) && !/\.parameters\.[^.]+$/.test(field));
}

/** Only one action of a setup exports its results: choosing one leaves the others. */
function exportOnly(setup, action, on) {
  setup.actions.forEach((each) => (each.exportResults = each === action ? on : on ? false : each.exportResults));
}

function renameActionFrom(setup, action, former, name) {
  action.name = former;
  renameAction(setup, action, name);
}

function unknownParameter(editing, action, name, path) {
  return html`<div class="field">
    <span class="label">${name}</span>
    <p class="unknown"><code>${JSON.stringify(action.parameters[name])}</code>
      ${editing.readOnly ? nothing : html`<button type="button" class="button quiet small-button" id=${idOf(path)} @click=${() => editing.change(() => delete action.parameters[name])}>Remove</button>`}
    </p>
    ${faults(editing.at(path))}
  </div>`;
}

function retryEditor(editing, setup, index, path) {
  const action = setup.actions[index];
  const { retry } = action;
  const before = setup.actions.slice(0, index).map(({ name }) => ({ value: name, text: name }));
  return html`<div class="retry">
    ${checkbox(editing, path, 'Enable retry', retry !== null, (on) => (action.retry = on ? newRetry() : null), {
      help: 'Tries again when the action fails for a reason that may pass, such as a web service that does not answer.',
    })}
    ${retry === null
      ? nothing
      : html`<div class="fields">
            ${selectField(editing, `${path}.restartFrom`, 'Retry action', retry.restartFrom ?? '', [{ value: '', text: 'This action' }, ...before.toReversed()], (value) => (retry.restartFrom = value), {
              help: 'From where the pipeline runs again, up to this action.',
            })}
            ${textField(editing, `${path}.count`, 'Retries at most', String(retry.count), (value) => (retry.count = /^\d+$/.test(value) ? Number(value) : value), { mode: 'numeric' })}
            ${durationField(editing, `${path}.interval`, 'First after', retry.interval, (value) => (retry.interval = value), { help: 'Each further wait is twice as long.' })}
            ${durationField(editing, `${path}.minBackOff`, 'Shortest wait', retry.minBackOff, (value) => (retry.minBackOff = value))}
            ${durationField(editing, `${path}.maxBackOff`, 'Longest wait', retry.maxBackOff, (value) => (retry.maxBackOff = value))}
            ${durationField(editing, `${path}.till`, 'No later than', retry.till ?? '', (value) => (retry.till = value), { optional: true, help: 'After the first failure.' })}
          </div>
          <p class="small retry-plan">${planOf(retry)}</p>`}
  </div>`;
}

/** Says when the retries are, as the engine computes them. */
function planOf({ count, interval, minBackOff, maxBackOff, till }) {
  const [first, least, most] = [interval, minBackOff, maxBackOff].map(inSeconds);
  if (![first, least, most, Number(count)].every(Number.isFinite)) {
    return '';
  }
  const waits = Array.from({ length: Math.min(Number(count), 5) }, (_, index) => spokenSeconds(Math.min(Math.max(first * 2 ** index, least), most)));
  return `Waits ${waits.join(', ')}${Number(count) > waits.length ? ' and so on' : ''}: ${count === 1 ? 'one retry' : `${count} retries`}${till ? `, none later than ${spokenDuration(till)} after the first failure` : ''}.`;
}

/** Chooses the type of an action to add. */
function palette(editing, setup, list) {
  const open = editing.isOpen(setup.actions);
  return html`<div class="palette">
    <button type="button" class="button" aria-expanded=${open ? 'true' : 'false'} @click=${() => editing.toggle(setup.actions)}>${icons.plus()}Add action</button>
    ${open
      ? html`<ul class="palette-list">
          ${[...editing.types.values()].map(
            (type) => html`<li><button type="button" class="palette-item" @click=${() => add(editing, setup, type, list)}>
              <span class="action-name">${type.type}</span>
              <span class="muted small">${type.help}</span>
              ${type.kind === 'OUTSIDE_EFFECT' ? html`<span class="badge">calls outside</span>` : nothing}
            </button></li>`,
          )}
        </ul>`
      : nothing}
  </div>`;
}

function add(editing, setup, { type, parameters }, list) {
  const action = newAction(freeName(type, setup.actions), type);
  // The first action takes the document, a later one what the one before it gives.
  const input = parameters.find((parameter) => parameter.type === 'FILE' && parameter.mandatory);
  if (input) {
    const before = setup.actions.at(-1);
    const [output] = editing.types.get(before?.type)?.outputs ?? [];
    action.parameters[input.name] = output ? { action: before.name, output } : { variable: 'BusinessDocument' };
  }
  editing.change(() => setup.actions.push(action));
  editing.toggle(setup.actions, false);
  editing.toggle(action, true);
  editing.focus(`${list}[${setup.actions.length - 1}].name`);
}
