import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { badge } from '../ui/parts.js';

/** The words of the submission log. */
export const STATUSES = {
  SCHEDULED: { text: 'Scheduled', tone: 'accent', icon: icons.clock },
  EXECUTING: { text: 'Executing', tone: 'accent', icon: icons.update },
  PENDING: { text: 'Pending', tone: 'accent', icon: icons.clock },
  COMPLETED: { text: 'Completed', tone: 'good', icon: icons.check },
  FAILED: { text: 'Failed', tone: 'danger', icon: icons.over },
  CANCELED: { text: 'Canceled', tone: '', icon: icons.close },
};

export const KINDS = {
  ORIGINAL: 'Original',
  RESUBMISSION: 'Resubmission',
  CORRECTION: 'Correction',
  CANCELLATION: 'Cancellation',
  STATUS_CHANGE: 'Status change',
};

/** What a PENDING submission waits for: as a choice, while it goes on by itself, and when it does not. */
export const REASONS = {
  RETRY: { text: 'Retry', goesOn: 'Tries again', stays: 'Has used up its retries' },
  WAITING_FOR_RESPONSE: { text: 'Answer of the authority', goesOn: 'Asks for the answer again', stays: 'Waits for an answer' },
  WAITING_FOR_CHANNEL: { text: 'Run of its export channel', goesOn: 'Its run has ended; goes on', stays: 'Waits for a run of its export channel' },
  OUTCOME_UNKNOWN: { text: 'Outcome of a call unknown', goesOn: 'Finds out what became of the call', stays: 'Nobody knows whether the authority got it' },
  WEB_SERVICE_BUSY: { text: 'Web service busy', goesOn: 'The web service is busy or down; tries again', stays: 'The web service is busy or down' },
  OUTAGE: { text: 'Outage of storage, vault or service', goesOn: 'No answer from storage or vault; tries again', stays: 'Waits for storage or vault' },
  SET_ASIDE: { text: 'Set aside', goesOn: 'Set aside; goes on', stays: 'Workers died with it again and again' },
};

export const isActive = ({ status }) => ['SCHEDULED', 'EXECUTING', 'PENDING'].includes(status);
export const waitsForDecision = ({ status, pendingReason, dueAt }) => status === 'PENDING' && pendingReason === 'OUTCOME_UNKNOWN' && !dueAt;
export const needsPerson = ({ status, dueAt }) => status === 'FAILED' || (status === 'PENDING' && !dueAt);
/** Tells whether work on it goes on by itself, so that it is worth looking again. */
export const goesOn = (submission) => isActive(submission) && !needsPerson(submission);

/** Says where processing stands; what needs a person says so in the mark itself. */
export function statusBadge(submission) {
  if (waitsForDecision(submission)) {
    return badge('Needs a decision', 'warning', icons.question);
  }
  if (submission.status === 'PENDING' && !submission.dueAt) {
    return badge(submission.pendingReason === 'SET_ASIDE' ? 'Set aside' : 'Needs a person', 'danger', icons.over);
  }
  const { text, tone, icon } = STATUSES[submission.status] ?? { text: submission.status, tone: '', icon: icons.dot };
  return badge(text, tone, icon);
}

/** Says what a submission waits for, and until when; empty if it waits for nothing. */
export function waiting({ status, pendingReason, dueAt, chain }) {
  if (status === 'SCHEDULED' && !dueAt) {
    return chain ? `Waits for earlier documents of ${chain}` : 'Waits for earlier documents';
  }
  if (status !== 'PENDING') {
    return '';
  }
  const reason = REASONS[pendingReason] ?? { goesOn: pendingReason, stays: pendingReason };
  return dueAt ? `${reason.goesOn} ${format.instant(dueAt)}` : reason.stays;
}

const VERDICT_TONES = { ACCEPTED: 'good', REJECTED: 'danger', DUPLICATE: 'warning' };
const VERDICT_ICONS = { good: icons.check, danger: icons.over, warning: icons.over };

/** The authority's verdict; its codes are those of many authorities, and are written as they are where they are not ours. */
export function verdictBadge(invoiceStatus) {
  const tone = VERDICT_TONES[invoiceStatus] ?? '';
  return badge(readable(invoiceStatus), tone, VERDICT_ICONS[tone]);
}

const COUNTINGS = { NOT_YET: 'its flow is not completed', ALREADY_COUNTED: 'its document was counted before', RELATED: 'such submissions never count' };

/** Whether it was counted, in a word, why in a few, and why in the words of the service. */
export function counting({ counted, code, reason }) {
  return { text: counted ? 'Counted' : 'Not counted', short: COUNTINGS[code] ?? '', why: reason.replace(/^[^:]*: */, '') };
}

/** Writes a code such as STATUS_CHANGE as people read it. */
export function readable(code) {
  const text = code.replaceAll('_', ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Writes how long something took. */
export function took(from, to) {
  const millis = new Date(to) - new Date(from);
  if (millis < 1000) {
    return `${format.count(Math.max(0, millis))} ms`;
  }
  const seconds = Math.round(millis / 1000);
  return seconds < 120 ? `${format.count(seconds)} s` : seconds < 7200 ? `${format.count(Math.round(seconds / 60))} min` : `${format.count(Math.round(seconds / 3600))} h`;
}

/** Writes a size in bytes. */
export function size(bytes) {
  return bytes < 1000 ? `${format.count(bytes)} bytes` : bytes < 1_000_000 ? `${format.count(Math.round(bytes / 1000))} kB` : `${format.count(Math.round(bytes / 100_000) / 10)} MB`;
}
