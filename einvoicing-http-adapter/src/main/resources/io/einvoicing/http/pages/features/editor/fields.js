import { sentence } from '../../ui/feedback.js';
import { icons } from '../../ui/icons.js';
import { html, nothing } from '../../ui/libraries.js';
import { durationOf, durationText, unfinishedOf, UNITS } from './duration.js';
import { idOf } from './editing.js';

/**
 * The controls of the editor. Each has the path of what it edits, such as `setups[0].name`: what is wrong there stands under it, and
 * the list of findings leads to it.
 */
export function field(editing, path, label, control, { help = '', optional = false, className = '' } = {}) {
  const found = editing.at(path);
  const id = idOf(path);
  const described = [help ? `${id}-help` : '', ...found.map((_, index) => `${id}-fault-${index}`)].filter(Boolean).join(' ');
  return html`<div class="field ${className}">
    <label for=${id}>${label}${optional ? html` <span class="optional">optional</span>` : nothing}</label>
    ${control({ id, invalid: found.some(({ severity }) => severity === 'ERROR') ? 'true' : nothing, described: described || nothing })}
    ${found.map((finding, index) => fault(finding.remedy === help ? { ...finding, remedy: '' } : finding, `${id}-fault-${index}`))}
    ${help ? html`<p class="help" id="${id}-help">${help}</p>` : nothing}
  </div>`;
}

/** A finding at its place. */
export function fault({ severity, message, remedy }, id = nothing) {
  return html`<p class="fault ${severity === 'ERROR' ? '' : 'warning'}" id=${id}>
    ${icons.over()}<span>${sentence(message)} ${remedy ? html`<span class="remedy">${sentence(remedy)}</span>` : nothing}</span>
  </p>`;
}

/** Findings that belong to a part as a whole. */
export const faults = (findings) => (findings.length === 0 ? nothing : html`<div class="faults">${findings.map((finding) => fault(finding))}</div>`);

export function textField(editing, path, label, value, set, { type = 'text', list = nothing, placeholder = nothing, mode = nothing, ...options } = {}) {
  return field(
    editing,
    path,
    label,
    ({ id, invalid, described }) =>
      html`<input id=${id} type=${type} .value=${value ?? ''} list=${list} placeholder=${placeholder} inputmode=${mode} autocomplete="off" spellcheck="false" ?disabled=${editing.readOnly}
        aria-invalid=${invalid} aria-describedby=${described} @input=${(event) => editing.change(() => set(event.target.value))} />`,
    options,
  );
}

/** A name that others refer to: they follow when the person has finished typing it, unless the name is another's. */
export function nameField(editing, path, label, item, siblings, renamed, options) {
  let former = item.name;
  return field(
    editing,
    path,
    label,
    ({ id, invalid, described }) =>
      html`<input id=${id} type="text" maxlength="200" .value=${item.name} autocomplete="off" spellcheck="false" ?disabled=${editing.readOnly} aria-invalid=${invalid} aria-describedby=${described}
        @focus=${(event) => (event.target.former = item.name)}
        @input=${(event) => editing.change(() => (item.name = event.target.value))}
        @change=${(event) => {
          former = event.target.former ?? former;
          event.target.former = item.name;
          const taken = siblings.some((each) => each !== item && (each.name === item.name || each.name === former));
          if (former !== '' && item.name !== '' && !taken) {
            editing.change(() => renamed(former, item.name));
          }
        }} />`,
    options,
  );
}

/** Several lines of text; grows with them. */
export function areaField(editing, path, label, value, set, { rows = 1, placeholder = nothing, code = false, ...options } = {}) {
  return field(
    editing,
    path,
    label,
    ({ id, invalid, described }) =>
      html`<textarea id=${id} class=${code ? 'code' : 'prose'} rows=${rows} .value=${value ?? ''} placeholder=${placeholder} spellcheck=${code ? 'false' : nothing} ?disabled=${editing.readOnly}
        aria-invalid=${invalid} aria-describedby=${described} @input=${(event) => editing.change(() => set(event.target.value))}></textarea>`,
    options,
  );
}

/** Choices are {value, text}; a value that is none of them is shown as missing. */
export function selectField(editing, path, label, value, choices, set, options) {
  return field(editing, path, label, (attributes) => select(editing, attributes, value, choices, set), options);
}

export function select(editing, { id = nothing, invalid = nothing, described = nothing, label = nothing, className = nothing }, value, choices, set) {
  const known = choices.flatMap((choice) => choice.choices ?? [choice]);
  const all = value === '' || known.some((choice) => choice.value === value) ? choices : [...choices, { value, text: `${value} (missing)` }];
  const option = (choice) => html`<option value=${choice.value} .selected=${choice.value === value}>${choice.text}</option>`;
  return html`<select id=${id} class=${className} aria-label=${label} aria-invalid=${invalid} aria-describedby=${described} ?disabled=${editing.readOnly}
    @change=${(event) => editing.change(() => set(event.target.value))}>
    ${value === '' && !known.some((choice) => choice.value === '') ? html`<option value="" .selected=${true}>Choose …</option>` : nothing}
    ${all.map((choice) => (choice.choices ? html`<optgroup label=${choice.group}>${choice.choices.map(option)}</optgroup>` : option(choice)))}
  </select>`;
}

/** A length of time as a number and its unit. */
export function durationField(editing, path, label, value, set, options) {
  return field(editing, path, label, (attributes) => duration(editing, attributes, value, set, label), options);
}

export function duration(editing, { id, invalid, described }, value, set, label, usual = '') {
  const { number, unit } = durationOf(value) ?? (value === '' ? { number: '', unit: durationOf(usual)?.unit ?? 'seconds' } : unfinishedOf(value));
  const write = (row) => {
    const [input, units] = row.children;
    editing.change(() => set(input.value.trim() === '' ? '' : durationText({ number: input.value, unit: units.value })));
  };
  const chosen = (event) => write(event.target.parentElement);
  return html`<div class="with-unit">
    <input id=${id} type="text" inputmode="decimal" .value=${number} autocomplete="off" placeholder=${durationOf(usual)?.number ?? nothing} ?disabled=${editing.readOnly} aria-invalid=${invalid} aria-describedby=${described} @input=${chosen} />
    <select aria-label="${label}, unit" ?disabled=${editing.readOnly} @change=${chosen}>
      ${UNITS.map((each) => html`<option value=${each.value} .selected=${each.value === unit}>${each.text}</option>`)}
    </select>
  </div>`;
}

/** An instant in the browser's zone; what the browser cannot write stays as it was. */
export function instantField(editing, path, label, value, set, options) {
  return field(
    editing,
    path,
    label,
    ({ id, invalid, described }) =>
      html`<input id=${id} type="datetime-local" .value=${localOf(value)} ?disabled=${editing.readOnly} aria-invalid=${invalid} aria-describedby=${described}
        @change=${(event) => event.target.value && editing.change(() => set(new Date(event.target.value).toISOString()))} />`,
    options,
  );
}

/** Returns an instant as the browser's control of date and time wants it. */
export function localOf(instant) {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? '' : new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function checkbox(editing, path, label, checked, set, { help = '' } = {}) {
  const id = idOf(path);
  return html`<div class="tick">
    <input id=${id} type="checkbox" .checked=${checked} ?disabled=${editing.readOnly} aria-describedby=${help ? `${id}-help` : nothing} @change=${(event) => editing.change(() => set(event.target.checked))} />
    <label for=${id}>${label}</label>
    ${help ? html`<div class="about"><p class="help" id="${id}-help">${help}</p></div>` : nothing}
  </div>`;
}

/** Buttons that move an item up and down in its list and take it out. */
export function itemButtons(editing, items, index, what, { path, ordered = false, remove = undefined }) {
  if (editing.readOnly) {
    return nothing;
  }
  const move = (by) => {
    editing.change(() => items.splice(index + by, 0, ...items.splice(index, 1)));
    editing.focus(`${path}[${index + by}].${by < 0 ? 'up' : 'down'}`);
  };
  const take = remove ?? (() => items.splice(index, 1));
  return html`<span class="item-buttons">
    ${ordered
      ? html`<button type="button" class="button quiet icon-only" id=${idOf(`${path}[${index}].up`)} aria-label="Move ${what} up" title="Move up" aria-disabled=${index === 0 ? 'true' : nothing} @click=${() => index > 0 && move(-1)}>${icons.up()}</button>
          <button type="button" class="button quiet icon-only" id=${idOf(`${path}[${index}].down`)} aria-label="Move ${what} down" title="Move down" aria-disabled=${index === items.length - 1 ? 'true' : nothing} @click=${() => index < items.length - 1 && move(1)}>${icons.down()}</button>`
      : nothing}
    <button type="button" class="button quiet icon-only" aria-label="Remove ${what}" title="Remove" @click=${() => {
      editing.change(take);
      editing.focus(path);
    }}>${icons.remove()}</button>
  </span>`;
}

/** A button that reads a file of the person's machine. */
export function fileButton(text, take, { accept = '.xsl,.xslt,.xml,.txt', className = 'button small-button' } = {}) {
  return html`<label class="${className} file-button">${icons.load()}${text}
    <input type="file" class="visually-hidden" accept=${accept} @change=${(event) => {
      const [file] = event.target.files;
      if (file) {
        take(file);
        event.target.value = '';
      }
    }} /></label>`;
}
