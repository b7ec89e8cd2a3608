import { html, nothing } from '../../ui/libraries.js';
import { channelOf } from './draft.js';
import { faults, nameField, selectField, textField } from './fields.js';
import { suggestions } from './parameters.js';
import { pipelineEditor } from './pipeline-editor.js';
import { ruleEditor } from './rule-editor.js';
import { variablesEditor } from './variables-editor.js';

export const SETUP_TYPES = [
  { value: 'PROCESSING_PIPELINE', text: 'Processing pipeline' },
  { value: 'IMPORT_CHANNEL', text: 'Import channel' },
  { value: 'IMPORT_CHANNEL_AND_PIPELINE', text: 'Import channel and processing pipeline' },
  { value: 'EXPORT_CHANNEL_AND_PIPELINE', text: 'Export channel and processing pipeline' },
];

/** Edits one feature setup: its name and type, when it applies, its variables and its actions. */
export function setupEditor(editing, index, commands) {
  const setup = editing.draft.setups[index];
  const path = `setups[${index}]`;
  return html`
    <div class="part-head">
      <h2>${setup.name || 'Setup without a name'}</h2>
      <span class="marks">${commands}</span>
    </div>
    ${faults(editing.at(path))}
    <section class="card" aria-label="Setup">
      <div class="card-body fields first">
        ${nameField(editing, `${path}.name`, 'Name', setup, editing.draft.setups, () => {})}
        ${selectField(editing, `${path}.type`, 'Type', setup.type, SETUP_TYPES, (value) => (setup.type = value))}
        ${textField(editing, `${path}.orderedBy`, 'In order by', setup.orderedBy, (value) => (setup.orderedBy = value), {
          optional: true,
          placeholder: 'LegalEntityID',
          help: 'Documents with the same value of this context field run one after the other, in the order of their acceptance.',
        })}
      </div>
    </section>
    ${part('Applicability rules', 'To which documents the setup applies, by the fields of their context.', ruleEditor(editing, setup.applicability, `${path}.applicability`))}
    ${setup.type === 'IMPORT_CHANNEL' && setup.actions.length === 0
      ? nothing
      : part('Processing pipeline', 'The actions run in this order; each can take what earlier ones gave.', pipelineEditor(editing, setup, path))}
    ${setup.type === 'EXPORT_CHANNEL_AND_PIPELINE' || setup.channelActions.length > 0
      ? part('Export channel', 'What a run of the channel does, once for all the documents that wait for it.', pipelineEditor(editing, channelOf(setup), path, 'channelActions'))
      : nothing}
    ${part('Variables', 'Values that actions read, and that go between the ERP and the setup.', variablesEditor(editing, setup, path))}
    ${suggestions(editing)}
  `;
}

/** A part of the editor with its title. */
export function part(title, text, body) {
  const id = `part-${title.replaceAll(/\W+/g, '-').toLowerCase()}`;
  return html`<section class="card" aria-labelledby=${id}>
    <div class="card-head"><div class="titles"><h3 id=${id}>${title}</h3><p class="muted small">${text}</p></div></div>
    <div class="card-body">${body}</div>
  </section>`;
}
