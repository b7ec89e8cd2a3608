import { firstDay, isDay, lastDay, monthOf, monthsBetween, plusMonths } from '../ui/months.js';

/** What the dashboard shows, kept in the address: whoever opens the address sees the same. */
export const PERIODS = [
  { value: '1', text: 'Running month' },
  { value: '3', text: 'Last 3 months' },
  { value: '6', text: 'Last 6 months' },
  { value: '12', text: 'Last 12 months' },
  { value: '24', text: 'Last 24 months' },
  { value: '60', text: 'Last 60 months' },
  { value: 'custom', text: 'From … to …' },
];

/** The API gives at most so many months at once. */
export const MOST_MONTHS = 120;

const DEFAULT_PERIOD = '12';

export function readView() {
  const query = new URLSearchParams(location.search);
  const from = query.get('from');
  const to = query.get('to');
  const custom = faultOf(from, to) === '';
  const period = PERIODS.some(({ value }) => value === query.get('period')) ? query.get('period') : DEFAULT_PERIOD;
  return {
    period: custom ? 'custom' : period === 'custom' ? DEFAULT_PERIOD : period,
    from: custom ? from : '',
    to: custom ? to : '',
    environment: query.get('environment') ?? '',
    feature: query.get('feature') ?? '',
    documents: readDocuments(query),
    purchase: query.has('purchase'),
  };
}

export function writeView(view, { replace = false } = {}) {
  const query = new URLSearchParams();
  if (view.period === 'custom') {
    query.set('from', view.from);
    query.set('to', view.to);
  } else if (view.period !== DEFAULT_PERIOD) {
    query.set('period', view.period);
  }
  set(query, { environment: view.environment, feature: view.feature });
  if (view.documents) {
    const { direction, from, to, environment, feature } = view.documents;
    set(query, { documents: direction, first: from, last: to, ofEnvironment: environment, ofFeature: feature });
  }
  if (view.purchase) {
    query.set('purchase', '');
  }
  const text = query.toString().replace(/=(?=&|$)/, '');
  const address = location.pathname + (text === '' ? '' : `?${text}`);
  if (address !== location.pathname + location.search) {
    history[replace ? 'replaceState' : 'pushState'](null, '', address);
  }
}

/** Returns the first and the last day that a view shows. */
export function daysOf(view, runningMonth) {
  return view.period === 'custom'
    ? { from: view.from, to: view.to }
    : { from: firstDay(plusMonths(runningMonth, 1 - Number(view.period))), to: lastDay(runningMonth) };
}

/** Returns the first and the last of the whole months that a view shows. */
export function monthsOf(view, runningMonth) {
  const { from, to } = daysOf(view, runningMonth);
  return { from: monthOf(from), to: monthOf(to) };
}

/** Says what is wrong with a period; empty if nothing is. */
export function faultOf(from, to) {
  if (!isDay(from) || !isDay(to)) {
    return 'Choose the first and the last day.';
  }
  if (from > to) {
    return 'The first day must not come after the last.';
  }
  return monthsBetween(monthOf(from), monthOf(to)) > MOST_MONTHS ? `Choose at most ${MOST_MONTHS} months.` : '';
}

function readDocuments(query) {
  const documents = {
    direction: query.get('documents') ?? '',
    from: query.get('first') ?? '',
    to: query.get('last') ?? '',
    environment: query.get('ofEnvironment') ?? '',
    feature: query.get('ofFeature') ?? '',
  };
  const whole = /^(EXPORT|IMPORT)$/.test(documents.direction) && isDay(documents.from) && isDay(documents.to);
  return whole ? documents : null;
}

function set(query, parameters) {
  Object.entries(parameters).forEach(([name, value]) => value && query.set(name, value));
}
