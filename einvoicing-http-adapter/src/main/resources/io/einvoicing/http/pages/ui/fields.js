import { findingText } from './form.js';
import { icons } from './icons.js';
import { html, nothing } from './libraries.js';

/**
 * Fields of a form (form.js): each has a label, may have help, and shows the faults of its place. `options` of every field: {label,
 * help, required}; a field of an optional text with `absent: true` has no value while it is empty.
 */
export function textField(form, path, options) {
  const { type = 'text', placeholder, maxlength = 254, autocomplete = 'off', suggestions, readonly = false, absent = false, wide = false } = options;
  return field(
    form,
    path,
    options,
    (common) => html`<input
        id=${common.id}
        data-field=${path}
        type=${type}
        .value=${form.at(path) ?? ''}
        placeholder=${placeholder ?? nothing}
        maxlength=${maxlength}
        autocomplete=${autocomplete}
        autocapitalize="off"
        spellcheck="false"
        list=${suggestions ? `${common.id}-list` : nothing}
        ?required=${options.required}
        ?readonly=${readonly}
        aria-invalid=${common.invalid}
        aria-describedby=${common.describedBy}
        @input=${(event) => form.set(path, absent && event.target.value === '' ? undefined : event.target.value)}
      />${suggestions ? html`<datalist id="${common.id}-list">${suggestions.map((each) => html`<option value=${each}></option>`)}</datalist>` : nothing}`,
    wide ? 'wide' : '',
  );
}

/** A whole number; what is no number stays a text, which the service refuses. */
export function numberField(form, path, options) {
  return field(
    form,
    path,
    options,
    (common) => html`<input
      id=${common.id}
      data-field=${path}
      type="number"
      inputmode="numeric"
      min=${options.min ?? nothing}
      max=${options.max ?? nothing}
      step="1"
      .value=${String(form.at(path) ?? '')}
      ?required=${options.required}
      ?readonly=${options.readonly}
      aria-invalid=${common.invalid}
      aria-describedby=${common.describedBy}
      @input=${(event) => form.set(path, event.target.value === '' ? undefined : Number(event.target.value))}
    />`,
  );
}

/** Several lines of prose, or of code with `code: true`. */
export function linesField(form, path, options) {
  return field(
    form,
    path,
    options,
    (common) => html`<textarea
      id=${common.id}
      class=${options.code ? '' : 'prose'}
      data-field=${path}
      rows=${options.rows ?? 2}
      maxlength=${options.maxlength ?? 4000}
      placeholder=${options.placeholder ?? nothing}
      spellcheck=${options.code ? 'false' : nothing}
      .value=${form.at(path) ?? ''}
      aria-invalid=${common.invalid}
      aria-describedby=${common.describedBy}
      @input=${(event) => form.set(path, event.target.value)}
    ></textarea>`,
    'wide',
  );
}

/** One of `choices`, each {value, text}; a value that is no choice any more is shown as it is. `none` offers no value, by that text. */
export function choiceField(form, path, options) {
  const value = form.at(path) ?? '';
  const known = options.choices.some((each) => each.value === value);
  return field(
    form,
    path,
    options,
    (common) => html`<select
      id=${common.id}
      data-field=${path}
      ?required=${options.required}
      aria-invalid=${common.invalid}
      aria-describedby=${common.describedBy}
      @change=${(event) => form.set(path, event.target.value === '' && options.none ? undefined : event.target.value)}
    >
      ${options.none || value === '' ? html`<option value="" .selected=${value === ''}>${options.none ?? 'Choose …'}</option>` : nothing}
      ${known || value === '' ? nothing : html`<option value=${value} .selected=${true}>${value} (not available)</option>`}
      ${options.choices.map((each) => html`<option value=${each.value} .selected=${each.value === value}>${each.text}</option>`)}
    </select>`,
  );
}

/** Yes or no. */
export function tickField(form, path, { label, help }) {
  const id = idOf(path);
  const faults = form.faultsAt(path);
  return html`<div class="tick">
    <input
      id=${id}
      data-field=${path}
      type="checkbox"
      .checked=${form.at(path) === true}
      aria-invalid=${faults.length > 0 ? 'true' : nothing}
      aria-describedby=${help || faults.length > 0 ? `${id}-about` : nothing}
      @change=${(event) => form.set(path, event.target.checked)}
    />
    <label for=${id}>${label}</label>
    ${help || faults.length > 0 ? html`<div id="${id}-about" class="about">${help ? html`<p class="help">${help}</p>` : nothing}${faultLines(faults)}</div>` : nothing}
  </div>`;
}

/** Shows the faults of a place that has no field, such as a whole list. */
export const faultsAt = (form, path) => faultLines(form.faultsAt(path));

/** Makes the id of the field at a path. */
export const idOf = (path) => `field-${path.replaceAll(']', '').replaceAll(/[^A-Za-z0-9]/g, '-')}`;

function field(form, path, { label, help, required, hideLabel = false }, control, kind = '') {
  const id = idOf(path);
  const faults = form.faultsAt(path);
  const describedBy = [help ? `${id}-help` : '', faults.length > 0 ? `${id}-faults` : ''].filter(Boolean).join(' ');
  return html`<div class="field ${kind}">
    <label for=${id} class=${hideLabel ? 'visually-hidden' : ''}>${label}${required ? html`<span class="required" aria-hidden="true"> *</span>` : nothing}</label>
    ${control({
      id,
      invalid: faults.some(({ severity }) => severity !== 'WARNING') ? 'true' : nothing,
      describedBy: describedBy || nothing,
    })}
    ${help ? html`<p class="help" id="${id}-help">${help}</p>` : nothing}
    ${faults.length > 0 ? html`<div id="${id}-faults">${faultLines(faults)}</div>` : nothing}
  </div>`;
}

function faultLines(faults) {
  return faults.map(
    (finding) => html`<p class=${finding.severity === 'WARNING' ? 'fault warning' : 'fault'}>${icons.over()}<span>${findingText(finding)}</span></p>`,
  );
}
