import { addressOf } from '../ui/address.js';
import { getOpenly } from '../ui/api.js';
import { emptyState, problemNotice, skeleton } from '../ui/feedback.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { Page } from '../ui/page.js';
import { Description, matches } from './description.js';
import { operationDetails } from './operation.js';
import { schemaDetails } from './schema.js';

/** The REST API as its OpenAPI document describes it: every operation and schema has an address here. */
class ApiDocsPage extends Page {
  #description = null;
  #problem = null;
  /** What was shown at the last drawing: something else begins at its top. */
  #shown = '';

  connectedCallback() {
    super.connectedCallback();
    this.#read();
  }

  /** Without a token, as everybody may read the description. */
  async #read() {
    this.#problem = null;
    try {
      this.#description = new Description(await getOpenly('openapi.json'));
    } catch (problem) {
      this.#problem = problem;
    }
    this.update();
  }

  template() {
    if (this.#problem) {
      return problemNotice(this.#problem, () => this.#read());
    }
    if (!this.#description) {
      return html`<div aria-busy="true"><h1>REST API</h1>${skeleton()}</div>`;
    }
    const { operation, schema } = this.view;
    return html`<div class="api-docs ${operation || schema ? 'one' : ''}">
      ${this.#list()}
      <article class="stack" aria-label="Description">${this.#content(operation, schema)}</article>
    </div>`;
  }

  drawn() {
    const { operation = '', schema = '' } = this.view;
    const heading = this.querySelector('article h1');
    if (!heading) {
      return;
    }
    const shown = `${operation} ${schema}`;
    if (this.#shown !== '' && this.#shown !== shown) {
      scrollTo(0, 0);
      heading.focus({ preventScroll: true });
    }
    this.#shown = shown;
    document.title = `${heading.textContent} · REST API · einvoicing`;
    this.querySelector('.operations [aria-current]')?.scrollIntoView({ block: 'nearest' });
  }

  #content(operationId, schemaName) {
    const description = this.#description;
    const operation = description.operation(operationId);
    if (operation) {
      return html`${this.#back()}${operationDetails(operation, description, this.#linkTo)}`;
    }
    const schema = schemaName && description.schema(schemaName);
    if (schema) {
      return html`${this.#back()}
        <p class="eyebrow">Schema</p>
        <h1 tabindex="-1">${schemaName}</h1>
        <p>${schema.description}</p>
        <section class="card" aria-label="Values"><div class="card-body">${schemaDetails(schema, this.#linkTo)}</div></section>
        ${this.#uses(schemaName)}`;
    }
    if (operationId || schemaName) {
      return html`${this.#back()}<h1 tabindex="-1">Not found</h1>${emptyState(`There is no ${operationId ? 'operation' : 'schema'} “${operationId || schemaName}”`, 'It may have another name in this version of the service.')}`;
    }
    return this.#overview();
  }

  #overview() {
    const { info, version, operations, schemas, tags } = this.#description;
    return html`
      <h1 tabindex="-1">REST API</h1>
      <p>${info.description}</p>
      <p class="muted small">
        ${operations.length} operations, ${schemas.length} schemas, version ${info.version}, described in
        <a href="../api/v1/openapi.json">OpenAPI ${version}</a>.
      </p>
      <section class="card" aria-label="Areas">
        <div class="card-body">
          <dl class="areas">
            ${tags.map(
              ({ name, description, operations: own }) =>
                html`<div><dt>${this.#linkTo({ operation: own[0]?.operationId }, name)} <span class="muted small">${own.length}</span></dt><dd class="muted">${description}</dd></div>`,
            )}
          </dl>
        </div>
      </section>
    `;
  }

  #uses(schemaName) {
    const uses = this.#description.usesOf(schemaName);
    return uses.length === 0
      ? nothing
      : html`<section class="card"><div class="card-head"><h2>Used by</h2></div><div class="card-body"><ul class="plain">${uses.map((each) => html`<li>${this.#linkTo({ operation: each.operationId }, each.summary)}</li>`)}</ul></div></section>`;
  }

  #list() {
    const words = (this.view.search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const tags = this.#description.tags
      .map((tag) => ({
        ...tag,
        found: tag.operations.filter(({ operationId, method, path, summary, description, parameters = [] }) =>
          matches(words, tag.name, operationId, method, path, summary, description, ...parameters.map(({ name }) => name)),
        ),
      }))
      .filter(({ found }) => found.length > 0);
    const schemas = this.#description.schemas.filter((name) => matches(words, name));
    const count = tags.reduce((sum, { found }) => sum + found.length, 0);
    return html`<nav class="operations" aria-label="Operations">
      <div class="field" role="search">
        <label for="search">Search</label>
        <input id="search" type="search" .value=${this.view.search ?? ''} placeholder="publish, If-Match, /usage" spellcheck="false" autocapitalize="off" autocomplete="off" @input=${(event) => this.show({ search: event.target.value }, { replace: true })} />
      </div>
      <p class="muted small" role="status">${words.length === 0 ? nothing : `${count === 1 ? 'One operation' : `${count} operations`} and ${schemas.length === 1 ? 'one schema' : `${schemas.length} schemas`} match.`}</p>
      <div class="operation-groups">
        ${tags.map(
          ({ name, found }) => html`<h2>${name}</h2>
            <ul>
              ${found.map((each) => html`<li>${this.#linkTo({ operation: each.operationId }, html`<span class="method ${each.method.toLowerCase()}">${each.method}</span><span>${each.summary}</span>`)}</li>`)}
            </ul>`,
        )}
        ${schemas.length === 0
          ? nothing
          : html`<details ?open=${words.length > 0 || Boolean(this.view.schema)}>
              <summary>Schemas</summary>
              <ul>${schemas.map((name) => html`<li>${this.#linkTo({ schema: name }, name)}</li>`)}</ul>
            </details>`}
      </div>
    </nav>`;
  }

  #back() {
    return html`<a class="back" href=${addressOf({ search: this.view.search })} @click=${(event) => this.#follow(event, {})}>${icons.back()}All operations</a>`;
  }

  /** Links to an operation or a schema: the address is whole, so that it opens in another tab too. */
  #linkTo = ({ operation, schema }, text) => {
    const current = operation ? operation === this.view.operation : schema === this.view.schema;
    return html`<a
      href=${addressOf({ operation, schema, search: this.view.search })}
      aria-current=${current ? 'page' : nothing}
      @click=${(event) => this.#follow(event, { operation, schema })}
      >${text}</a
    >`;
  };

  #follow(event, { operation = '', schema = '' }) {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this.show({ operation, schema });
    }
  }
}

customElements.define('api-docs-page', ApiDocsPage);
