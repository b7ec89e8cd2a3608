import { firstInstant, lastInstant } from '../ui/months.js';

/** The parts of the address that say which submissions are meant. */
export const FILTERS = ['status', 'pendingReason', 'needsPerson', 'invoiceStatus', 'environment', 'feature', 'kind', 'legalEntity', 'documentContext', 'record', 'exactly', 'from', 'to', 'counting'];

/** The views that most people want: the filters that they set. */
export const VIEWS = [
  { id: '', title: 'All', filters: {} },
  { id: 'attention', title: 'Needs a person', filters: { needsPerson: 'true' } },
  { id: 'process', title: 'In process', filters: { status: 'SCHEDULED,EXECUTING,PENDING' } },
];

/** Returns the statuses that the address names. */
export const statusesOf = ({ status = '' }) => status.split(',').filter(Boolean);

/** Returns which of the views the address shows; none if it has other statuses. */
export function viewOf(view) {
  const state = ['status', 'pendingReason', 'needsPerson'].map((name) => view[name] ?? '').join();
  return VIEWS.find(({ filters }) => ['status', 'pendingReason', 'needsPerson'].map((name) => filters[name] ?? '').join() === state);
}

/** Makes the API's filter of the address: as query parameters, and as a body once `withoutEmpty` has been over it. */
export function filterOf(view) {
  const { record = '', exactly } = view;
  return {
    environment: view.environment,
    status: statusesOf(view),
    pendingReason: view.pendingReason,
    needsPerson: view.needsPerson,
    invoiceStatus: view.invoiceStatus,
    feature: view.feature,
    kind: view.kind,
    legalEntity: view.legalEntity,
    documentContext: view.documentContext,
    sourceRecord: exactly ? record : '',
    sourceRecordStart: exactly ? '' : record,
    submittedFrom: firstInstant(view.from),
    submittedTo: lastInstant(view.to),
    counting: view.counting,
  };
}

/** Makes the API's filter as a body has it. */
export function filterBody(view) {
  const given = Object.entries(filterOf(view)).filter(([, value]) => value !== undefined && value !== '' && value.length !== 0);
  return Object.fromEntries(given.map(([name, value]) => [name, name === 'needsPerson' ? value === 'true' : value]));
}

export const isFiltered = (view) => FILTERS.some((name) => view[name]);

/** Tells whether everything that a filter means can be driven on: what has ended well cannot. */
export const isRepairable = (view) => statusesOf(view).every((status) => ['FAILED', 'PENDING'].includes(status));

/** Tells whether the view is about what waits for a decision, or has it among what needs a person. */
export const isAboutDecisions = (view) =>
  statusesOf(view).every((status) => status === 'PENDING') && (view.pendingReason === 'OUTCOME_UNKNOWN' || (view.needsPerson === 'true' && !view.pendingReason));

/** Returns the statuses that driving on everything would mean. */
export const isOpen = (view) => statusesOf(view).length === 0 && !view.pendingReason && !view.needsPerson;
