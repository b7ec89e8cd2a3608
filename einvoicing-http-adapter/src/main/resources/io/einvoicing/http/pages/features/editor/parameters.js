import { sentence } from '../../ui/feedback.js';
import { html, nothing } from '../../ui/libraries.js';
import { spokenDuration } from './duration.js';
import { duration, field, select } from './fields.js';

const OWN = 'own';
const BUSINESS_DOCUMENT = 'BusinessDocument';

/** Edits one parameter of an action as its description says: a value of its type, or a reference. */
export function parameterField(editing, setup, index, description, path) {
  const { parameters } = setup.actions[index];
  const { name, type } = description;
  const value = parameters[name];
  const set = (changed) => {
    if (changed === '' || changed === undefined) {
      delete parameters[name];
    } else {
      parameters[name] = changed;
    }
  };
  const refers = typeof value === 'object';
  return field(
    editing,
    path,
    name,
    (attributes) => html`<div class="parameter ${type === 'FILE' || refers ? 'one' : ''}">
      ${source(editing, setup, index, description, refers ? keyOf(value) : '', set, type === 'FILE' || refers ? attributes : {})}
      ${type === 'FILE' || refers ? nothing : literal(editing, description, value ?? '', set, attributes)}
    </div>`,
    { help: helpOf(description), optional: !description.mandatory, className: 'parameter-field' },
  );
}

function helpOf({ help, defaultValue, choices, type }) {
  const shown = type === 'DURATION' ? spokenDuration(defaultValue) : defaultValue;
  return defaultValue && choices.length === 0 ? `${sentence(help)} Blank: ${shown}.` : help;
}

const keyOf = (value) => JSON.stringify(value.variable === undefined ? { action: value.action, output: value.output } : { variable: value.variable });

/** Chooses between a value of its own and everything to which the parameter can refer. */
function source(editing, setup, index, { name, type }, key, set, attributes) {
  const takesFile = type === 'FILE';
  const refer = (value, text) => ({ value: JSON.stringify(value), text });
  const variables = setup.variables.filter(({ kind }) => kind !== 'TO_CLIENT').map((variable) => refer({ variable: variable.name }, variable.name));
  const ofFeature = editing.draft.parameters.map((parameter) => refer({ variable: parameter.name }, parameter.name));
  const outputs = setup.actions
    .slice(0, index)
    .flatMap((action) => (editing.types.get(action.type)?.outputs ?? []).map((output) => refer({ action: action.name, output }, `${action.name} → ${output}`)));
  const groups = [
    takesFile ? { group: 'Submitted', choices: [refer({ variable: BUSINESS_DOCUMENT }, 'Business document')] } : { value: OWN, text: 'Value' },
    { group: 'Outputs of earlier actions', choices: outputs },
    { group: 'Variables of the setup', choices: takesFile ? [] : variables },
    { group: 'Feature parameters', choices: takesFile ? [] : ofFeature },
  ].filter((choice) => choice.choices?.length !== 0);
  const known = groups.flatMap((choice) => choice.choices ?? []).some((choice) => choice.value === key);
  const missing = key === '' || known ? [] : [{ value: key, text: `${spoken(JSON.parse(key))} (missing)` }];
  return select(
    editing,
    { label: attributes.id ? nothing : `${name}: from where`, ...attributes, className: 'source' },
    key === '' && !takesFile ? OWN : key,
    [...groups, ...missing],
    (chosen) => set(chosen === OWN ? '' : JSON.parse(chosen)),
  );
}

const spoken = ({ variable, action, output }) => variable ?? `${action} → ${output}`;

/** The control for a value of the parameter's type. */
function literal(editing, description, value, set, attributes) {
  const { type, choices, defaultValue, mandatory, name } = description;
  const none = mandatory ? [] : [{ value: '', text: defaultValue ? `Default: ${defaultValue}` : 'None' }];
  const choose = (offered) => select(editing, attributes, value, [...none, ...offered], set);
  if (choices.length > 0) {
    return choose(choices.map((choice) => ({ value: choice, text: choice })));
  }
  switch (type) {
    case 'BOOLEAN':
      return choose([{ value: 'true', text: 'Yes' }, { value: 'false', text: 'No' }]);
    case 'FORMAT_CONFIGURATION':
      return choose(editing.draft.formatConfigurations.map((format) => ({ value: format.name, text: format.name })));
    case 'DURATION':
      return duration(editing, attributes, value, set, name, defaultValue ?? '');
    case 'CERTIFICATE':
      return input(editing, value, set, attributes, { list: 'declared-certificates' });
    case 'SECRET':
      return input(editing, value, set, attributes, { list: 'declared-secrets' });
    case 'NUMBER_SEQUENCE':
      return input(editing, value, set, attributes, { list: 'declared-sequences' });
    case 'NUMBER':
      return input(editing, value, set, attributes, { mode: 'decimal', placeholder: defaultValue });
    case 'URL':
      return input(editing, value, set, attributes, { type: 'url', mode: 'url', placeholder: defaultValue ?? 'https://' });
    default:
      return html`<textarea id=${attributes.id} class="prose" rows="1" .value=${value} placeholder=${defaultValue ?? nothing} spellcheck="false" ?disabled=${editing.readOnly}
        aria-invalid=${attributes.invalid} aria-describedby=${attributes.described} @input=${(event) => editing.change(() => set(event.target.value))}></textarea>`;
  }
}

function input(editing, value, set, { id, invalid, described }, { type = 'text', mode, list, placeholder }) {
  return html`<input id=${id} type=${type} inputmode=${mode ?? nothing} list=${list ?? nothing} placeholder=${placeholder ?? nothing} autocomplete="off" spellcheck="false" .value=${value} ?disabled=${editing.readOnly}
    aria-invalid=${invalid} aria-describedby=${described} @input=${(event) => editing.change(() => set(event.target.value))} />`;
}

/** The lists of suggestions to which inputs refer. */
export const suggestions = ({ declared }) =>
  Object.entries(declared).map(([kind, names]) => html`<datalist id="declared-${kind}">${names.map(({ name, where }) => html`<option value=${name}>${where}</option>`)}</datalist>`);
