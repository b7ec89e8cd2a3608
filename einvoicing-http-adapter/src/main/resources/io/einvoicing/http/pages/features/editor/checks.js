import { durationOf } from './duration.js';
import { faultOfValue, isGroup } from './rule.js';

/**
 * Checks what the API would refuse to store, so that all of it is shown at once and at its place; everything else is the API's
 * validation. Returns findings of the API's form.
 */
export function faultsOf(draft) {
  const found = [];
  const fault = (field, message, remedy) => found.push({ severity: 'ERROR', field, message, remedy });
  const names = (list, items, what) => {
    const seen = new Set();
    items.forEach(({ name }, index) => {
      const field = `${list}[${index}].name`;
      if (name.trim() === '') {
        fault(field, `${what} has no name`, 'give it one');
      } else if (name !== name.trim()) {
        fault(field, 'the name begins or ends with a space', 'remove the space');
      } else if (name.length > 128) {
        fault(field, `the name has ${name.length} characters`, 'use at most 128');
      } else if (seen.has(name)) {
        fault(field, `the name “${name}” stands twice`, 'choose another');
      }
      seen.add(name);
    });
  };

  names('setups', draft.setups, 'the setup');
  draft.setups.forEach((setup, index) => {
    const path = `setups[${index}]`;
    names(`${path}.variables`, setup.variables, 'the variable');
    names(`${path}.actions`, setup.actions, 'the action');
    names(`${path}.channelActions`, setup.channelActions, 'the action');
    checkRule(setup.applicability, `${path}.applicability`, fault);
    setup.variables.forEach((variable, at) => checkVariable(variable, `${path}.variables[${at}]`, fault));
    setup.actions.forEach(({ retry }, at) => retry && checkRetry(retry, `${path}.actions[${at}].retry`, fault));
    setup.channelActions.forEach(({ retry }, at) => retry && checkRetry(retry, `${path}.channelActions[${at}].retry`, fault));
  });
  names('formatConfigurations', draft.formatConfigurations, 'the format configuration');
  draft.formatConfigurations.forEach(({ content }, index) => {
    if (content.trim() === '') {
      fault(`formatConfigurations[${index}].content`, 'the format configuration is empty', 'write it, or load a file');
    }
  });
  names('parameters', draft.parameters, 'the feature parameter');
  draft.applicationSetups.forEach((setup, index) => {
    const path = `applicationSetups[${index}]`;
    for (const [name, text] of [['tableName', 'table name'], ['documentContext', 'document context'], ['modelMapping', 'model mapping']]) {
      if (setup[name].trim() === '') {
        fault(`${path}.${name}`, `the application setup has no ${text}`, 'give it one');
      }
    }
    names(`${path}.responseTypes`, setup.responseTypes, 'the response type');
  });
  return found;
}

function checkRule(node, path, fault) {
  if (isGroup(node)) {
    node.parts.forEach((part, index) => checkRule(part, `${path}.${node.all ? 'all' : 'any'}[${index}]`, fault));
    return;
  }
  if (node.field.trim() === '') {
    fault(`${path}.field`, 'the clause names no field', 'name a field of the document’s context, such as Country');
  } else if (node.field !== node.field.trim()) {
    fault(`${path}.field`, 'the field begins or ends with a space', 'remove the space');
  }
  const wrong = faultOfValue(node);
  if (wrong) {
    fault(`${path}.value`, node.text === '' ? 'the clause has no value' : `“${node.text}” is no value of this type`, wrong);
  }
}

function checkVariable({ name, kind, dataType, value, source }, path, fault) {
  if (name === 'BusinessDocument') {
    fault(`${path}.name`, 'the name “BusinessDocument” is built in', 'choose another');
  }
  if (kind === 'TO_CLIENT') {
    if (source.action === '' || source.output === '') {
      fault(`${path}.source`, 'nothing sets the variable', 'choose an action’s output');
    }
    return;
  }
  if (value === '' ? kind === 'CONSTANT' && dataType !== 'STRING' : dataType !== 'STRING' && dataType !== 'FILE') {
    const wrong = value === '' ? 'give the constant a value' : faultOfValue({ type: dataType, text: value });
    if (wrong) {
      fault(`${path}.value`, value === '' ? 'the constant has no value' : `“${value}” is no value of this type`, wrong);
    }
  }
}

function checkRetry(retry, path, fault) {
  if (!/^\d+$/.test(String(retry.count)) || retry.count < 1 || retry.count > 10_000) {
    fault(`${path}.count`, `“${retry.count}” is no number of retries`, 'give a whole number from 1 to 10,000');
  }
  for (const name of ['interval', 'minBackOff', 'maxBackOff', 'till']) {
    if ((retry[name] !== '' || name !== 'till') && durationOf(retry[name]) === null) {
      fault(`${path}.${name}`, `“${retry[name]}” is no duration`, 'give a number and its unit');
    }
  }
  if (durationOf(retry.interval)?.number === '0') {
    fault(`${path}.interval`, 'the interval is nothing', 'give at least a second');
  }
}
