import { ruleJson, ruleOf } from './rule.js';

/**
 * The content of a version while it is edited: the API's form, with rules as the editor has them and empty texts where the API has
 * none. Editors change it in place.
 */
export function draftOf({ content, effectiveFrom }) {
  const copy = structuredClone(content);
  return {
    effectiveFrom,
    description: copy.description ?? '',
    setups: copy.setups.map((setup) => ({
      ...setup,
      applicability: ruleOf(setup.applicability),
      orderedBy: setup.orderedBy ?? '',
      variables: setup.variables.map((variable) => ({
        ...variable,
        value: variable.value ?? '',
        source: variable.source ?? { action: '', output: '' },
      })),
      actions: setup.actions.map(actionOf),
      channelActions: (setup.channelActions ?? []).map(actionOf),
    })),
    formatConfigurations: copy.formatConfigurations,
    parameters: (copy.parameters ?? []).map((parameter) => ({ description: '', ...parameter })),
    applicationSetups: (copy.applicationSetups ?? []).map((setup) => ({
      ...setup,
      responseTypes: (setup.responseTypes ?? []).map((type) => ({ description: '', submissionStatus: '', dataEntity: '', modelMapping: '', ...type })),
    })),
  };
}

const actionOf = (action) => ({ ...action, retry: action.retry ? { restartFrom: '', till: '', ...action.retry } : null });

const actionJson = ({ retry, ...action }) => (retry ? { ...action, retry: withoutEmpty(retry) } : action);

/** Returns the setup as a run of its export channel works with it: its actions are those of the channel. */
export const channelOf = (setup) => ({ ...setup, actions: setup.channelActions });

/** Returns the body that replaces a version's content by the draft. */
export function editOf(draft) {
  return {
    effectiveFrom: draft.effectiveFrom,
    content: {
      description: draft.description,
      setups: draft.setups.map(setupJson),
      formatConfigurations: draft.formatConfigurations,
      parameters: draft.parameters,
      applicationSetups: draft.applicationSetups.map((setup) => ({
        ...setup,
        responseTypes: setup.responseTypes.map(withoutEmpty),
      })),
    },
  };
}

function setupJson({ orderedBy, ...setup }) {
  return {
    ...setup,
    ...(orderedBy === '' ? {} : { orderedBy }),
    applicability: ruleJson(setup.applicability),
    variables: setup.variables.map(({ name, description, kind, dataType, value, source }) => ({
      name,
      description,
      kind,
      dataType,
      ...(kind !== 'TO_CLIENT' && (value !== '' || (kind === 'CONSTANT' && dataType === 'STRING')) ? { value } : {}),
      ...(kind === 'TO_CLIENT' ? { source } : {}),
    })),
    actions: setup.actions.map(actionJson),
    channelActions: setup.channelActions.map(actionJson),
  };
}

const withoutEmpty = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== '' && value !== null));

export const newSetup = (name) => ({
  name,
  type: 'PROCESSING_PIPELINE',
  applicability: ruleOf({ all: [] }),
  orderedBy: '',
  variables: [],
  actions: [],
  channelActions: [],
});

export const newVariable = (name) => ({
  name,
  description: '',
  kind: 'CONSTANT',
  dataType: 'STRING',
  value: '',
  source: { action: '', output: '' },
});

export const newAction = (name, type) => ({ name, type, parameters: {}, retry: null, exportResults: false });

export const newRetry = () => ({ restartFrom: '', count: 5, interval: 'PT1M', minBackOff: 'PT0S', maxBackOff: 'PT1H', till: '' });

/** Returns a name that none of the items has: the wanted one, or the wanted one with a number. */
export function freeName(wanted, items) {
  const taken = new Set(items.map(({ name }) => name));
  for (let number = 2, name = wanted; ; name = `${wanted} ${number++}`) {
    if (!taken.has(name)) {
      return name;
    }
  }
}

/** Renames an action; what refers to it follows. */
export function renameAction(setup, action, name) {
  const former = action.name;
  action.name = name;
  for (const each of setup.actions) {
    for (const value of Object.values(each.parameters)) {
      if (value?.action === former) {
        value.action = name;
      }
    }
    if (each.retry?.restartFrom === former) {
      each.retry.restartFrom = name;
    }
  }
  for (const { source } of setup.variables) {
    if (source.action === former) {
      source.action = name;
    }
  }
}

/** Renames a variable; the parameters that read it follow. */
export function renameVariable(setup, variable, name) {
  const former = variable.name;
  variable.name = name;
  for (const { parameters } of [...setup.actions, ...setup.channelActions]) {
    for (const value of Object.values(parameters)) {
      if (former !== '' && value?.variable === former) {
        value.variable = name;
      }
    }
  }
}

/** Renames a format configuration; the parameters that name it follow. */
export function renameFormat(draft, format, name, typesByName) {
  const former = format.name;
  format.name = name;
  for (const action of draft.setups.flatMap(({ actions, channelActions }) => [...actions, ...channelActions])) {
    for (const parameter of typesByName.get(action.type)?.parameters ?? []) {
      if (parameter.type === 'FORMAT_CONFIGURATION' && former !== '' && action.parameters[parameter.name] === former) {
        action.parameters[parameter.name] = name;
      }
    }
  }
}
