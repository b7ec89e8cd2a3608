import { download, path, post } from '../ui/api.js';
import { announce } from '../ui/feedback.js';
import { choiceField, linesField, textField } from '../ui/fields.js';
import { fault } from '../ui/form.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { button } from '../ui/parts.js';
import { RelatedForm } from './related.js';
import { isActive, needsPerson, waitsForDecision } from './words.js';

const COUNTS = ['ORIGINAL', 'RESUBMISSION', 'CORRECTION'];

/** What a person can do with one submission, as its state allows; what the service refuses all the same, the dialog says. */
export class Commands {
  #page;
  #details;
  #related;

  constructor(page, details) {
    this.#page = page;
    this.#details = details;
    this.#related = new RelatedForm(page, details);
  }

  /** The commands that most people want in this state. */
  buttons(submission) {
    return html`
      ${isRelatable(submission) ? button('Send related …', { icon: icons.share(), busy: this.#related.busy, run: () => this.#related.ask(submission) }) : nothing}
      ${isResubmittable(submission) ? button('Resubmit …', { icon: icons.reverse(), run: () => this.#askToResubmit(submission) }) : nothing}
      ${isDrivable(submission) ? button(needsPerson(submission) ? 'Drive on …' : 'Try now …', { kind: needsPerson(submission) ? 'primary' : '', icon: icons.play(), run: () => this.#askToDriveOn(submission) }) : nothing}
    `;
  }

  /** The others. */
  more(submission) {
    return [
      ...(isCancelable(submission) ? [{ text: 'Cancel …', icon: icons.close(), run: () => this.#askToCancel(submission) }] : []),
      ...(isConfirmable(submission) && !waitsForDecision(submission) ? [{ text: 'Enter the answer …', icon: icons.edit(), run: () => this.#askForAnswer(submission) }] : []),
      ...(isActive(submission) ? [] : [{ text: 'Save the result', icon: icons.save(), run: () => this.#saveResult(submission) }]),
    ];
  }

  /** The ways out when nobody knows what became of a call. */
  decisions(submission) {
    return html`
      ${button('Enter the answer …', { kind: 'primary', icon: icons.edit(), run: () => this.#askForAnswer(submission) })}
      ${button('Repeat the call …', { icon: icons.reverse(), run: () => this.#askToRepeat(submission) })} ${button('Give up …', { icon: icons.close(), run: () => this.#askToGiveUp(submission) })}
    `;
  }

  #askToResubmit(submission) {
    this.#page.confirm({
      title: `Resubmit ${submission.document.sourceRecord}?`,
      text: 'The stored document runs again from the beginning, with the feature that serves now, as a new submission with a log of its own. It counts only if the document was never counted.',
      action: 'Resubmit',
      run: async () => this.#details.open((await this.#send(submission, 'resubmissions')).id),
    });
  }

  #askToCancel(submission) {
    this.#page.confirm({
      title: `Cancel ${submission.document.sourceRecord}?`,
      text: 'It is withdrawn before anything is sent; its document does not count and can be submitted again.',
      action: 'Cancel the submission',
      serious: true,
      run: () => this.#change(submission, 'cancellation', undefined, 'The submission is canceled.'),
    });
  }

  #askToRepeat(submission) {
    this.#page.confirm({
      title: 'Repeat the call?',
      text: 'The stored request is sent again as it was, under the same idempotency key. If the authority has it already and does not look for duplicates, the document may be there twice.',
      action: 'Repeat the call',
      serious: true,
      run: () => this.#change(submission, 'decision', { decision: 'REPEAT' }, 'The call is repeated.'),
    });
  }

  #askToGiveUp(submission) {
    this.#page.confirm({
      title: 'Give up?',
      text: 'The submission becomes failed. What the authority has, it keeps: if it has the document, its answer can still be entered later.',
      action: 'Give up',
      serious: true,
      run: () => this.#change(submission, 'decision', { decision: 'GIVE_UP' }, 'The submission is given up.'),
    });
  }

  #askToDriveOn(submission) {
    const ran = [...new Set(submission.log.actions.map(({ action }) => action))];
    this.#page.ask({
      title: `Drive on ${submission.document.sourceRecord}?`,
      text: 'It goes on at once, with new retries. A call that was answered is not made again; one whose outcome is unknown is found out about.',
      values: {},
      fields: (form) => choiceField(form, 'from', { label: 'Start from', none: 'Where it stopped', choices: ran.map((action) => ({ value: action, text: action })), help: 'An earlier action runs again if no call was answered since.' }),
      action: 'Drive on',
      run: (values) => this.#change(submission, 'redrive', values, 'The submission goes on.'),
    });
  }

  #askForAnswer(submission) {
    this.#page.ask({
      title: 'What does the authority say?',
      text: 'The call is completed with it, and the flow goes on. Who entered it stands in the log.',
      values: { invoiceStatus: '', receipt: '', note: '', contentText: '', mediaType: 'application/xml' },
      fields: (form) => html`<div class="fields">
          ${textField(form, 'invoiceStatus', { label: 'Invoice status', required: true, maxlength: 40, suggestions: ['ACCEPTED', 'REJECTED', 'DUPLICATE'], help: 'ACCEPTED, REJECTED, or the authority’s own code.' })}
          ${textField(form, 'receipt', { label: 'Receipt number', maxlength: 200, help: 'The authority’s number, if there is one.' })}
        </div>
        ${linesField(form, 'note', { label: 'Who said so, and when', maxlength: 1000 })} ${linesField(form, 'contentText', { label: 'What the authority handed out, as text', code: true, rows: 4, maxlength: 1_000_000, help: 'Stands for the answer of the call where the setup reads one.' })}
        ${form.at('contentText') ? textField(form, 'mediaType', { label: 'Media type', required: true, maxlength: 100 }) : nothing}`,
      action: 'Enter the answer',
      wide: true,
      check: ({ invoiceStatus }) => (invoiceStatus.trim() ? [] : [fault('invoiceStatus', 'The verdict is missing', 'enter what the authority says of the document')]),
      run: ({ invoiceStatus, contentText, mediaType, ...others }) =>
        this.#change(
          submission,
          'confirmation',
          { ...others, invoiceStatus: invoiceStatus.trim().toUpperCase(), ...(contentText ? { contentText, mediaType } : {}) },
          'The answer is entered; the flow goes on.',
        ),
    });
  }

  async #change(submission, operation, body, done) {
    try {
      this.#details.accept(await this.#send(submission, operation, body));
    } catch (problem) {
      // A refusal often means that it is not any more as it was shown.
      this.#details.reread();
      throw problem;
    }
    announce(done);
  }

  #send({ id }, operation, body = undefined) {
    return post(path('submissions', id, operation), body);
  }

  async #saveResult({ id }) {
    try {
      await download(path('submissions', id, 'results'));
    } catch (problem) {
      announce(`${problem.title}. ${problem.detail ?? ''}`);
    }
  }
}

const isCancelable = (submission) => isActive(submission) && !submission.sent;
const isConfirmable = ({ status, log }) => Boolean(log.intent) && ['FAILED', 'PENDING'].includes(status);
const isDrivable = (submission) => ['FAILED', 'PENDING'].includes(submission.status) && !waitsForDecision(submission);
const isResubmittable = (submission) => !isActive(submission) && COUNTS.includes(submission.kind) && submission.invoiceStatus !== 'ACCEPTED';
const isRelatable = (submission) => !isActive(submission);
