import { getText, path, post } from '../ui/api.js';
import { announce } from '../ui/feedback.js';
import { choiceField, faultsAt, linesField, textField } from '../ui/fields.js';
import { fault } from '../ui/form.js';
import { html } from '../ui/libraries.js';
import { listEditor } from '../ui/list-editor.js';
import { isText } from './text.js';
import { KINDS, size } from './words.js';

/** Longest document that is edited here; a larger one is sent from a file. */
const EDITED = 500_000;
const RELATED = ['CORRECTION', 'CANCELLATION', 'STATUS_CHANGE'];

/** Asks for a correction, cancellation or status change of a submission's document, and sends it. */
export class RelatedForm {
  busy = false;
  #page;
  #details;

  constructor(page, details) {
    this.#page = page;
    this.#details = details;
  }

  /** Begins with the document as it was submitted. */
  async ask(submission) {
    const [input] = submission.log.files;
    const edited = isText(input.mediaType) && input.size <= EDITED;
    this.busy = true;
    this.#page.update();
    let text = '';
    try {
      text = edited ? await getText(this.#details.filePath(input.name)) : '';
    } catch (problem) {
      announce(`The document cannot be read: ${problem.title}. ${problem.detail ?? ''}`);
    }
    this.busy = false;
    this.#page.update();
    this.#open(submission, input, text);
  }

  #open(submission, input, text) {
    this.#page.ask({
      title: `Send a related submission of ${submission.document.sourceRecord}`,
      text: 'A new submission, the child of this one, runs with the feature that serves now. Cancellations and status changes never count; a correction counts only if the document was never counted.',
      wide: true,
      values: {
        kind: submission.invoiceStatus === 'ACCEPTED' ? 'CANCELLATION' : 'CORRECTION',
        source: text === '' ? 'file' : 'text',
        contentText: text,
        mediaType: input.mediaType,
        file: null,
        variables: Object.entries(submission.log.variables).map(([name, value]) => ({ name, value })),
      },
      fields: (form) => html`
        <div class="fields two">
          ${choiceField(form, 'kind', { label: 'Kind', required: true, choices: RELATED.map((kind) => ({ value: kind, text: KINDS[kind] })) })}
          ${choiceField(form, 'source', { label: 'Content', required: true, choices: [{ value: 'text', text: 'Edited here' }, { value: 'file', text: 'From a file' }] })}
        </div>
        ${form.at('source') === 'file' ? fileField(form) : linesField(form, 'contentText', { label: 'Document', code: true, rows: 12, maxlength: 2_000_000 })}
        ${textField(form, 'mediaType', { label: 'Media type', required: true, maxlength: 100 })}
        <fieldset class="variables">
          <legend class="label">Variables from the ERP</legend>
          ${listEditor(form, 'variables', {
            what: 'variable',
            columns: true,
            blank: () => ({ name: '', value: '' }),
            name: ({ name }) => name,
            item: (place) => html`<div class="fields two">${textField(form, `${place}.name`, { label: 'Name', maxlength: 100 })} ${textField(form, `${place}.value`, { label: 'Value', maxlength: 4000 })}</div>`,
          })}
        </fieldset>
      `,
      action: 'Send',
      check: ({ source, contentText, file }) =>
        source === 'file' && file === null ? [fault('file', 'A file is missing', 'choose it')] : source === 'text' && contentText === '' ? [fault('contentText', 'The document is empty', 'enter it, or send a file')] : [],
      run: (values) => this.#send(submission, values),
    });
  }

  async #send({ id }, { kind, source, contentText, mediaType, file, variables }) {
    const content = source === 'file' ? { contentBase64: file.base64 } : { contentText };
    const body = { kind, ...content, mediaType, variables: Object.fromEntries(variables.map(({ name, value }) => [name.trim(), value])) };
    try {
      this.#details.open((await post(path('submissions', id, 'related'), body)).id);
    } catch (problem) {
      // The API names a variable's place by its name, the form by its line.
      problem.findings = problem.findings?.map((finding) => {
        const line = variables.findIndex(({ name }) => finding.field === `variables.${name.trim()}`);
        return line < 0 ? finding : { ...finding, field: `variables[${line}].value` };
      });
      throw problem;
    }
  }
}

function fileField(form) {
  const file = form.at('file');
  return html`<div class="field">
    <label for="related-file">File</label>
    <input id="related-file" data-field="file" type="file" aria-describedby="related-file-about" @change=${(event) => read(form, event.target.files[0])} />
    <div id="related-file-about">${file ? html`<p class="help">${file.name}, ${size(file.size)}</p>` : ''} ${faultsAt(form, 'file')}</div>
  </div>`;
}

/** Reads what was chosen, as the API takes it; its media type is the browser's guess, which can be corrected. */
function read(form, chosen) {
  if (!chosen) {
    form.set('file', null);
    return;
  }
  const reader = new FileReader();
  reader.addEventListener('load', () => {
    form.set('file', { name: chosen.name, size: chosen.size, base64: reader.result.slice(reader.result.indexOf(',') + 1) });
    if (chosen.type) {
      form.set('mediaType', chosen.type);
    }
  });
  reader.addEventListener('error', () => form.blame([fault('file', 'The file cannot be read', 'choose it again')]));
  reader.readAsDataURL(chosen);
}
