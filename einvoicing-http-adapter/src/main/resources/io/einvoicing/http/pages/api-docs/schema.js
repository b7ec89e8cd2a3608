import { html, nothing } from '../ui/libraries.js';
import { referenceOf, typeOf } from './description.js';

/** Names a type; one that the document describes leads to its description. */
export function typeName(schema, linkTo) {
  const name = referenceOf(schema);
  return name ? linkTo({ schema: name }, typeOf(schema)) : typeOf(schema);
}

/** Shows the members of an object, or what else values of a schema are. */
export function schemaDetails(schema, linkTo) {
  const members = Object.entries(schema.properties ?? {});
  return html`
    ${schema.enum ? limits(schema) : nothing}
    ${schema.oneOf ? html`<p>One of:</p><ul class="forms">${schema.oneOf.map((form) => html`<li>${form.properties ? membersTable(form, linkTo) : typeName(form, linkTo)}</li>`)}</ul>` : nothing}
    ${members.length > 0 ? membersTable(schema, linkTo) : nothing}
    ${members.length === 0 && !schema.oneOf && !schema.enum ? html`<p>${typeName(schema, linkTo)} ${limits(schema)}</p>` : nothing}
  `;
}

function membersTable(schema, linkTo) {
  const required = schema.required ?? [];
  return html`<div class="table-scroll">
    <table class="cards members">
      <thead><tr><th scope="col">Member</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
      <tbody>
        ${Object.entries(schema.properties).map(
          ([name, member]) => html`<tr>
            <th scope="row"><code>${name}</code>${required.includes(name) ? nothing : html` <span class="muted small">optional</span>`}</th>
            <td data-label="Type">${typeName(member, linkTo)}</td>
            <td data-label="Meaning"><div>${member.description ?? ''} ${limits(member)}</div></td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Says which values there are. */
export function limits(schema) {
  const { enum: values, pattern, default: preset, minimum, maximum, minLength, maxLength } = { ...schema.items, ...schema };
  const told = [
    minimum === undefined ? '' : `at least ${minimum}`,
    maximum === undefined ? '' : `at most ${maximum}`,
    minLength === undefined ? '' : `at least ${minLength} characters`,
    maxLength === undefined ? '' : `at most ${maxLength} characters`,
  ].filter((each) => each !== '');
  return html`${values ? html`<span class="values">${values.map((value) => html`<code>${value}</code> `)}</span>` : nothing}
  ${pattern ? html`<span class="muted small">matches <code>${pattern}</code></span>` : nothing}
  ${told.length > 0 ? html`<span class="muted small">${told.join(', ')}</span>` : nothing}
  ${preset === undefined ? nothing : html`<span class="muted small">if absent <code>${preset}</code></span>`}`;
}
