import './file-dialog.js';

import { html } from '../ui/libraries.js';
import { Page } from '../ui/page.js';
import { SubmissionDetails } from './details.js';
import { SubmissionLog } from './log.js';

/** The submission log, or the one submission that the address names. */
class SubmissionsPage extends Page {
  #part = this.view.submission ? new SubmissionDetails(this, this.view.submission) : new SubmissionLog(this);

  load() {
    this.#part.load();
  }

  viewChanged() {
    this.#part.viewChanged();
  }

  /** Shows a file of a submission; see file-dialog.js. */
  showFile(file) {
    this.querySelector('file-dialog').show(file);
  }

  template() {
    return html`
      ${this.#part.template()}
      <confirm-dialog></confirm-dialog>
      <form-dialog></form-dialog>
      <file-dialog></file-dialog>
    `;
  }
}

customElements.define('submissions-page', SubmissionsPage);
