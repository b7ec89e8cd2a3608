import { announce } from '../ui/feedback.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { limits, schemaDetails, typeName } from './schema.js';

/** Shows one operation: what it does, its parameters, its request and every answer, each with examples. */
export function operationDetails(operation, description, linkTo) {
  const { method, path, summary, parameters = [], requestBody, responses } = operation;
  return html`
    <p class="eyebrow">${operation.tags?.join(', ')}</p>
    <h1 tabindex="-1">${summary}</h1>
    <p class="address-line"><span class="method ${method.toLowerCase()}">${method}</span> <code class="address">${path}</code></p>
    <p>${operation.description}${description.isOpen(operation) ? ' Needs no token.' : ''}</p>
    ${parameters.length === 0 ? nothing : html`<section class="card"><div class="card-head"><h2>Parameters</h2></div><div class="card-body">${parametersTable(parameters, linkTo)}</div></section>`}
    ${requestBody ? html`<section class="card" id="request"><div class="card-head"><h2>Request</h2></div><div class="card-body">${body(requestBody, description, linkTo, 'Request')}</div></section>` : nothing}
    <section class="card"><div class="card-head"><h2>Call</h2></div><div class="card-body">${code(curl(operation, description), 'Call with curl')}</div></section>
    <section class="card" id="answers">
      <div class="card-head"><h2>Answers</h2></div>
      <div class="card-body answers">
        ${Object.entries(responses).map(([status, answer]) => {
          const followed = description.follow(answer);
          return html`<details ?open=${status < 300}>
            <summary><span class="badge ${status < 300 ? 'good' : status < 400 ? 'accent' : 'danger'}">${status}</span> <span>${followed.description}</span></summary>
            <div class="answer">${headers(followed.headers, description)}${body(followed, description, linkTo, `Answer ${status}`)}</div>
          </details>`;
        })}
      </div>
    </section>
  `;
}

function parametersTable(parameters, linkTo) {
  return html`<div class="table-scroll">
    <table class="cards members">
      <thead><tr><th scope="col">Parameter</th><th scope="col">In</th><th scope="col">Type</th><th scope="col">Meaning</th><th scope="col">Example</th></tr></thead>
      <tbody>
        ${parameters.map(
          ({ name, in: place, required, schema, description: meaning, example }) => html`<tr>
            <th scope="row"><code>${name}</code>${required ? nothing : html` <span class="muted small">optional</span>`}</th>
            <td data-label="In">${place}</td>
            <td data-label="Type">${typeName(schema, linkTo)}</td>
            <td data-label="Meaning"><div>${meaning} ${limits(schema ?? {})}</div></td>
            <td data-label="Example"><code>${example ?? schema?.example}</code></td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function headers(given, description) {
  return given
    ? html`<dl class="properties">${Object.entries(given).map(([name, header]) => html`<div><dt><code>${name}</code></dt> <dd>${description.follow(header).description}</dd></div>`)}</dl>`
    : nothing;
}

function body({ description: meaning, content = {} }, description, linkTo, label) {
  return html`
    ${label === 'Request' && meaning ? html`<p>${meaning}</p>` : nothing}
    ${Object.entries(content).map(([type, { schema, example, examples = {} }]) => {
      const shown = schema?.$ref ? description.follow(schema) : undefined;
      return html`<p class="muted small">${type}${schema ? html` · ${typeName(schema, linkTo)}` : nothing}</p>
        ${shown && label === 'Request' ? schemaDetails(shown, linkTo) : nothing}
        ${example === undefined ? nothing : code(written(example), `${label}, example`)}
        ${Object.entries(examples).map(([name, each]) => html`<h3 class="example-name"><code>${name}</code></h3>${code(written(description.follow(each).value), `${label}, example ${name}`)}`)}`;
    })}
  `;
}

/** Shows text of a program as it is, with a button that copies it. */
function code(text, label) {
  return html`<div class="code">
    <pre tabindex="0" role="region" aria-label=${label}><code>${text}</code></pre>
    <button type="button" class="button small-button icon-only" aria-label="Copy: ${label}" title="Copy" @click=${() => copy(text)}>${icons.copy()}</button>
  </div>`;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    announce('Copied.');
  } catch {
    announce('The browser does not allow copying here. Mark the text and copy it.');
  }
}

const written = (example) => (typeof example === 'string' ? example : JSON.stringify(example, null, 2));

/** Writes the call for a shell with the examples of what is needed. */
export function curl(operation, description) {
  const { method, path, parameters = [], requestBody } = operation;
  const needed = parameters.filter(({ required }) => required);
  const exampleOf = ({ example, schema }) => String(example ?? schema?.example ?? '');
  const filled = needed.filter((each) => each.in === 'path').reduce((address, each) => address.replace(`{${each.name}}`, encodeURIComponent(exampleOf(each))), path);
  const query = new URLSearchParams(needed.filter((each) => each.in === 'query').map((each) => [each.name, exampleOf(each)])).toString();
  const address = new URL(`..${filled}`, new URL('.', document.baseURI)).href + (query ? `?${query}` : '');
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const example = content?.example ?? description.follow(Object.values(content?.examples ?? {})[0])?.value;
  return [
    `curl -X ${method} ${quoted(address)}`,
    description.isOpen(operation) ? '' : '-H "Authorization: Bearer $TOKEN"',
    ...needed.filter((each) => each.in === 'header').map((each) => `-H ${quoted(`${each.name}: ${exampleOf(each)}`)}`),
    type ? `-H ${quoted(`Content-Type: ${type}`)}` : '',
    example === undefined ? '' : `-d ${quoted(written(example))}`,
  ]
    .filter((part) => part !== '')
    .join(' \\\n  ');
}

const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
