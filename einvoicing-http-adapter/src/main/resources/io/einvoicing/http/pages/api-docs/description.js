/** The OpenAPI document as this page reads it: operations by tag, schemas, and references followed. */
export class Description {
  /** Tags in the document's order, each with its operations. */
  tags;
  #document;

  constructor(document) {
    this.#document = document;
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
    );
    const described = document.tags ?? [];
    const others = operations.flatMap(({ tags = ['Other'] }) => tags).filter((name) => !described.some((tag) => tag.name === name));
    this.tags = [...described, ...[...new Set(others)].map((name) => ({ name, description: '' }))].map((tag) => ({
      ...tag,
      operations: operations.filter(({ tags = ['Other'] }) => tags.includes(tag.name)),
    }));
  }

  get info() {
    return this.#document.info;
  }

  get version() {
    return this.#document.openapi;
  }

  get operations() {
    return this.tags.flatMap(({ operations }) => operations);
  }

  get schemas() {
    return Object.keys(this.#document.components.schemas).sort();
  }

  operation(id) {
    return this.operations.find(({ operationId }) => operationId === id);
  }

  schema(name) {
    return this.#document.components.schemas[name];
  }

  /** Returns what a reference within the document leads to, and everything else as it is. */
  follow(node) {
    return node?.$ref ? node.$ref.slice(2).split('/').reduce((place, name) => place[name], this.#document) : node;
  }

  /** Tells whether the operation needs no token. */
  isOpen({ security = this.#document.security ?? [] }) {
    return security.length === 0;
  }

  /** Returns the operations whose request or answers are of that schema itself. */
  usesOf(name) {
    const reference = `"#/components/schemas/${name}"`;
    return this.operations.filter((operation) => JSON.stringify([operation.requestBody, operation.responses]).includes(reference));
  }
}

/** Returns the name of the schema to which a schema refers, directly or as a list or map of it; undefined if to none. */
export function referenceOf(schema) {
  const reference = schema?.$ref ?? schema?.items?.$ref ?? schema?.additionalProperties?.$ref;
  return reference?.split('/').pop();
}

/** Says in words of what type values are. */
export function typeOf(schema) {
  if (!schema || Object.keys(schema).length === 0) {
    return 'any value';
  }
  if (schema.$ref) {
    return schema.$ref.split('/').pop();
  }
  if (schema.oneOf) {
    return 'one of several forms';
  }
  const types = [schema.type ?? 'any value'].flat().join(' or ');
  if (schema.items) {
    return `list of ${typeOf(schema.items)}`;
  }
  if (typeof schema.additionalProperties === 'object') {
    return `map of text to ${typeOf(schema.additionalProperties)}`;
  }
  return schema.format ? `${types}, ${schema.format}` : types;
}

/** Finds what contains every word, whatever its case. */
export const matches = (words, ...texts) => {
  const text = texts.join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
};
