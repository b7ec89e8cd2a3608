/**
 * An applicability rule while it is edited: groups {all, parts} of clauses {field, operator, type, text} and further groups. Values
 * stay text until they are sent, so that half a number is kept as typed.
 */
export const OPERATORS = [
  { value: 'EQUAL', text: 'is equal to', types: ['TEXT', 'NUMBER', 'BOOLEAN', 'DATE', 'UUID'] },
  { value: 'NOT_EQUAL', text: 'is not equal to', types: ['TEXT', 'NUMBER', 'BOOLEAN', 'DATE', 'UUID'] },
  { value: 'GREATER', text: 'is greater than', types: ['TEXT', 'NUMBER', 'DATE'] },
  { value: 'LESS', text: 'is less than', types: ['TEXT', 'NUMBER', 'DATE'] },
  { value: 'GREATER_OR_EQUAL', text: 'is greater than or equal to', types: ['TEXT', 'NUMBER', 'DATE'] },
  { value: 'LESS_OR_EQUAL', text: 'is less than or equal to', types: ['TEXT', 'NUMBER', 'DATE'] },
  { value: 'CONTAINS', text: 'contains', types: ['TEXT'] },
  { value: 'BEGINS_WITH', text: 'begins with', types: ['TEXT'] },
];

export const VALUE_TYPES = [
  { value: 'TEXT', text: 'Text' },
  { value: 'NUMBER', text: 'Number' },
  { value: 'BOOLEAN', text: 'Yes or no' },
  { value: 'DATE', text: 'Date' },
  { value: 'UUID', text: 'UUID' },
];

/** Fields that a document's context commonly has. */
export const COMMON_FIELDS = ['Country', 'LegalEntityID', 'Model', 'State', 'Channel'];

export const newClause = () => ({ field: '', operator: 'EQUAL', type: 'TEXT', text: '' });

export const newGroup = (all, parts = []) => ({ all, parts });

export const isGroup = (node) => node.parts !== undefined;

/** Reads the API's form; the outermost is always a group. */
export function ruleOf(json) {
  const node = nodeOf(json);
  return isGroup(node) ? node : newGroup(true, [node]);
}

function nodeOf(json) {
  if (json.all || json.any) {
    return newGroup(json.all !== undefined, (json.all ?? json.any).map(nodeOf));
  }
  const { field, operator, value } = json;
  if (typeof value === 'object') {
    return { field, operator, type: value.date === undefined ? 'UUID' : 'DATE', text: value.date ?? value.uuid };
  }
  return { field, operator, type: { number: 'NUMBER', boolean: 'BOOLEAN' }[typeof value] ?? 'TEXT', text: String(value) };
}

/** Writes the API's form; what is not of its type yet goes as text, for the check says so. */
export function ruleJson(node) {
  if (isGroup(node)) {
    return { [node.all ? 'all' : 'any']: node.parts.map(ruleJson) };
  }
  return { field: node.field, operator: node.operator, value: valueJson(node) };
}

function valueJson({ type, text }) {
  switch (type) {
    case 'NUMBER':
      return faultOfValue({ type, text }) === '' ? Number(text) : text;
    case 'BOOLEAN':
      return text === 'true';
    case 'DATE':
      return { date: text };
    case 'UUID':
      return { uuid: text };
    default:
      return text;
  }
}

/** Says why a text is no value of its type; empty if it is one. */
export function faultOfValue({ type, text }) {
  switch (type) {
    case 'NUMBER':
      if (!/^-?\d+(\.\d+)?$/.test(text)) {
        return 'write digits, with a point for decimals';
      }
      return text.replace(/\D/g, '').length > 15 ? 'write at most 15 digits' : '';
    case 'BOOLEAN':
      return /^(true|false)$/.test(text) ? '' : 'choose yes or no';
    case 'DATE':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? '' : 'choose a date';
    case 'UUID':
      return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text) ? '' : 'write it as 3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a';
    default:
      return '';
  }
}

/** Changes the type of a clause's value; an operator that the type does not know becomes "is equal to". */
export function retype(clause, type) {
  clause.type = type;
  if (type === 'BOOLEAN' && faultOfValue(clause) !== '') {
    clause.text = 'true';
  }
  if (!OPERATORS.find(({ value }) => value === clause.operator).types.includes(type)) {
    clause.operator = 'EQUAL';
  }
}

/** Puts some parts of a group into a new group inside it, where the first of them stood. */
export function group(parent, chosen) {
  const made = newGroup(!parent.all, parent.parts.filter((part) => chosen.has(part)));
  const at = parent.parts.findIndex((part) => chosen.has(part));
  const rest = parent.parts.filter((part) => !chosen.has(part));
  rest.splice(at, 0, made);
  parent.parts = rest;
  return made;
}

/** Puts the parts of a group in its place. */
export function ungroup(parent, child) {
  parent.parts.splice(parent.parts.indexOf(child), 1, ...child.parts);
}

/** Returns the fields of all clauses. */
export const fieldsOf = (node) => (isGroup(node) ? node.parts.flatMap(fieldsOf) : [node.field]);

/** Returns the rule as a sentence's end, such as `Country is equal to "DE" and (A or B)`. */
export function sentenceOf(node, outermost = true) {
  if (!isGroup(node)) {
    const operator = OPERATORS.find(({ value }) => value === node.operator).text;
    return `${node.field || '…'} ${operator} ${spoken(node)}`;
  }
  if (node.parts.length === 0) {
    return node.all ? 'always' : 'never';
  }
  const text = node.parts.map((part) => sentenceOf(part, false)).join(node.all ? ' and ' : ' or ');
  return outermost || node.parts.length === 1 ? text : `(${text})`;
}

function spoken({ type, text }) {
  return type === 'TEXT' ? `“${text}”` : type === 'BOOLEAN' ? (text === 'true' ? 'yes' : 'no') : text || '…';
}
