import { icons } from '../../ui/icons.js';
import { html, nothing } from '../../ui/libraries.js';
import { idOf } from './editing.js';
import { fault, select } from './fields.js';
import { COMMON_FIELDS, fieldsOf, group, isGroup, newClause, newGroup, OPERATORS, retype, ruleOf, sentenceOf, ungroup, VALUE_TYPES } from './rule.js';

/** Edits to which documents a setup applies: nested groups of clauses, and the whole as a sentence. */
export function ruleEditor(editing, rule, path) {
  const fields = [...new Set([...COMMON_FIELDS, ...editing.draft.setups.flatMap((setup) => fieldsOf(setup.applicability))])].filter(Boolean);
  const sentence = sentenceOf(rule);
  return html`<div class="rule" id=${idOf(path)} tabindex="-1">
    <p class="sentence"><span class="muted">The setup applies</span> ${sentence === 'always' ? 'to every document' : sentence === 'never' ? 'to no document' : html`<span class="muted">when</span> ${sentence}`}<span class="muted">.</span></p>
    ${editing.at(path).map((finding) => fault(finding))}
    ${editing.readOnly ? nothing : groupEditor(editing, rule, null, path, 1)}
    <datalist id="context-fields">${fields.map((each) => html`<option value=${each}></option>`)}</datalist>
  </div>`;
}

const pathOf = (path, node, index) => `${path}.${node.all ? 'all' : 'any'}[${index}]`;

function groupEditor(editing, node, parent, path, depth) {
  const chosen = node.parts.filter((part) => editing.chosen.has(part));
  const add = (part) => {
    editing.change(() => node.parts.push(part));
    editing.focus(`${pathOf(path, node, node.parts.length - 1)}${isGroup(part) ? '.all[0]' : ''}.field`);
  };
  const combine = (all) => (node.all = all);
  return html`<fieldset class="rule-group ${depth % 2 ? '' : 'deeper'}" id=${parent ? idOf(path) : nothing} tabindex=${parent ? '-1' : nothing}>
    <legend class="visually-hidden">${node.all ? 'All of these hold' : 'At least one of these holds'}</legend>
    <div class="rule-head">
      ${choosing(editing, node, parent, `group ${sentenceOf(node, false)}`)}
      ${select(editing, { label: depth === 1 ? 'How the clauses are combined' : 'How the clauses of this group are combined', className: 'combine' }, node.all ? 'all' : 'any', COMBINATIONS, (value) => combine(value === 'all'))}
      <span class="spring"></span>
      ${editing.readOnly || !parent
        ? nothing
        : html`<button type="button" class="button quiet small-button" @click=${() => {
              editing.change(() => ungroup(parent, node));
              editing.focus(path);
            }}>Ungroup</button>
            ${removing(editing, parent, node, path, 'this group')}`}
    </div>
    ${node.parts.length === 0 ? html`<p class="muted small none">${parent ? 'An empty group.' : 'No clause: every document that is submitted.'}</p>` : nothing}
    ${node.parts.map((part, index) => {
      const at = pathOf(path, node, index);
      return html`<div class="rule-row">
        <span class="connective">${index === 0 ? nothing : node.all ? 'and' : 'or'}</span>
        ${isGroup(part) ? groupEditor(editing, part, node, at, depth + 1) : clauseEditor(editing, part, node, at)}
      </div>`;
    })}
    ${editing.readOnly
      ? nothing
      : html`<div class="rule-foot">
          <button type="button" class="button small-button" @click=${() => add(newClause())}>${icons.plus()}Add clause</button>
          <button type="button" class="button small-button" @click=${() => add(newGroup(true, [newClause()]))}>${icons.plus()}Add group</button>
          ${chosen.length > 0
            ? html`<button type="button" class="button small-button" @click=${() => {
                editing.change(() => {
                  group(node, editing.chosen);
                  editing.chosen.clear();
                });
              }}>Group ${chosen.length === 1 ? 'the chosen part' : `the ${chosen.length} chosen parts`}</button>`
            : nothing}
        </div>`}
  </fieldset>`;
}

const COMBINATIONS = [
  { value: 'all', text: 'All of these hold (and)' },
  { value: 'any', text: 'At least one of these holds (or)' },
];

/** The box that chooses a part for grouping. */
function choosing(editing, node, parent, what) {
  return editing.readOnly || !parent
    ? nothing
    : html`<input type="checkbox" class="choose" aria-label="Choose ${what} for grouping" title="Choose for grouping" .checked=${editing.chosen.has(node)}
        @change=${(event) => editing.change(() => editing.chosen[event.target.checked ? 'add' : 'delete'](node))} />`;
}

function removing(editing, parent, node, path, what) {
  return html`<button type="button" class="button quiet icon-only" aria-label="Remove ${what}" title="Remove" @click=${() => {
    editing.change(() => {
      parent.parts.splice(parent.parts.indexOf(node), 1);
      editing.chosen.delete(node);
    });
    editing.focus(path);
  }}>${icons.remove()}</button>`;
}

function clauseEditor(editing, clause, parent, path) {
  const found = editing.within(path);
  const invalid = (part) => (found.some(({ field }) => field === path || field.startsWith(`${path}.${part}`)) ? 'true' : nothing);
  const operators = OPERATORS.filter(({ types }) => types.includes(clause.type));
  const faultId = `${idOf(path)}-fault`;
  return html`<div class="clause" role="group" aria-label="Clause ${sentenceOf(clause)}" id=${idOf(path)} tabindex="-1">
    ${choosing(editing, clause, parent, sentenceOf(clause))}
    <input id=${idOf(`${path}.field`)} class="clause-field" aria-label="Field" placeholder="Field" list="context-fields" autocomplete="off" spellcheck="false" .value=${clause.field} ?disabled=${editing.readOnly}
      aria-invalid=${invalid('field')} aria-describedby=${found.length ? faultId : nothing} @input=${(event) => editing.change(() => (clause.field = event.target.value))} />
    ${select(editing, { label: 'Operator', className: 'clause-operator' }, clause.operator, operators, (value) => (clause.operator = value))}
    ${select(editing, { label: 'Type of the value', className: 'clause-type' }, clause.type, VALUE_TYPES, (value) => retype(clause, value))}
    ${valueControl(editing, clause, { id: idOf(`${path}.value`), invalid: invalid('value'), described: found.length ? faultId : nothing })}
    ${editing.readOnly ? nothing : removing(editing, parent, clause, path, `clause ${sentenceOf(clause)}`)}
    ${found.length ? html`<div class="clause-faults" id=${faultId}>${found.map((finding) => fault(finding))}</div>` : nothing}
  </div>`;
}

function valueControl(editing, clause, attributes) {
  const set = (value) => (clause.text = value);
  if (clause.type === 'BOOLEAN') {
    return select(editing, { ...attributes, label: 'Value', className: 'clause-value' }, clause.text, [{ value: 'true', text: 'Yes' }, { value: 'false', text: 'No' }], set);
  }
  const { id, invalid, described } = attributes;
  return html`<input id=${id} class="clause-value" aria-label="Value" placeholder="Value" type=${clause.type === 'DATE' ? 'date' : 'text'} inputmode=${clause.type === 'NUMBER' ? 'decimal' : nothing} autocomplete="off" spellcheck="false"
    .value=${clause.text} ?disabled=${editing.readOnly} aria-invalid=${invalid} aria-describedby=${described} @input=${(event) => editing.change(() => set(event.target.value))} />`;
}

/** Returns a rule as a sentence, for lists. */
export const ruleSentence = (json) => sentenceOf(ruleOf(json));
