import { download, getText } from '../ui/api.js';
import { PageElement } from '../ui/element.js';
import { problemNotice, skeleton } from '../ui/feedback.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { button } from '../ui/parts.js';
import { Remote } from '../ui/remote.js';
import { isText } from './text.js';
import { size } from './words.js';

/** Largest file that is shown. */
const SHOWN = 1_000_000;

/** Shows a file of a submission as plain text, whatever it is: files are other people's, and are never made part of the page. */
class FileDialog extends PageElement {
  #file = null;
  #content = null;
  #problem = null;

  /** Shows {name, mediaType, size, path}. */
  show(file) {
    this.#file = file;
    this.#problem = null;
    this.#content = isText(file.mediaType) && file.size <= SHOWN ? new Remote(() => getText(file.path), () => this.update()) : null;
    this.#content?.load();
    this.update();
  }

  template() {
    return html`<dialog
      class="wide"
      aria-labelledby="file-title"
      @close=${() => {
        this.#file = null;
        this.update();
      }}
    >
      ${this.#file === null ? nothing : this.#body(this.#file)}
    </dialog>`;
  }

  #body(file) {
    return html`<div class="dialog-head">
        <div>
          <h2 id="file-title">${file.name.slice(file.name.lastIndexOf('/') + 1)}</h2>
          <p class="muted small">${file.mediaType}, ${size(file.size)}</p>
        </div>
        <button type="button" class="button quiet icon-only" aria-label="Close" title="Close" @click=${() => this.querySelector('dialog').close()}>${icons.close()}</button>
      </div>
      <div class="dialog-body">
        ${this.#problem ? problemNotice(this.#problem) : nothing}
        ${this.#content === null
          ? html`<p class="notice"><span>${icons.file()}</span><span>${isText(file.mediaType) ? 'It is too large to be shown here.' : 'It is no text.'} Save it, and open it with a program that knows it.</span></p>`
          : this.#content.show((text) => html`<pre class="file-text" tabindex="0" role="region" aria-label="Content">${text}</pre>`, skeleton('chart'))}
        <p class="muted small address">SHA-256 <code>${file.sha256}</code></p>
      </div>
      <div class="dialog-foot">${button('Save', { icon: icons.save(), run: () => this.#save(file) })}</div>`;
  }

  async #save(file) {
    try {
      await download(file.path);
    } catch (problem) {
      this.#problem = problem;
      this.update();
    }
  }

  drawn() {
    const dialog = this.querySelector('dialog');
    if (this.#file && !dialog.open) {
      dialog.showModal();
    } else if (!this.#file && dialog.open) {
      dialog.close();
    }
  }
}

customElements.define('file-dialog', FileDialog);
