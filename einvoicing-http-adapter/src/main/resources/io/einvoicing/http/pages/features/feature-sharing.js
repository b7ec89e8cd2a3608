import { getAll, path, post, remove } from '../ui/api.js';
import { PageElement } from '../ui/element.js';
import { announce, emptyState } from '../ui/feedback.js';
import { textField } from '../ui/fields.js';
import { icons } from '../ui/icons.js';
import { html } from '../ui/libraries.js';
import { Remote } from '../ui/remote.js';

/** With which organizations a feature is shared. */
class FeatureSharing extends PageElement {
  page;
  #shares = new Remote(() => getAll(this.#path), () => this.update());

  connectedCallback() {
    super.connectedCallback();
    this.#shares.load();
  }

  get #path() {
    return `${path('features', this.page.view.feature)}/shares`;
  }

  template() {
    return html`<section class="card" aria-labelledby="sharing-title">
      <div class="card-head">
        <div class="titles">
          <h2 id="sharing-title">Shared with</h2>
          <p class="muted small">Organizations that may read completed and published versions, and derive features of their own from them. Drafts stay private.</p>
        </div>
        <button type="button" class="button small-button" @click=${() => this.#ask()}>${icons.share()}Share</button>
      </div>
      <div class="card-body">
        ${this.#shares.show((items) =>
          items.length === 0
            ? emptyState('Not shared', 'Share it with another organization by the organization’s domain name.')
            : html`<ul class="plain-list">
                ${items.map(
                  ({ domain }) => html`<li>
                    <span>${domain}</span>
                    <button type="button" class="button quiet small-button" aria-label="Stop sharing with ${domain}" @click=${() => this.#askToStop(domain)}>Stop sharing</button>
                  </li>`,
                )}
              </ul>`,
        )}
      </div>
    </section>`;
  }

  #ask() {
    this.page.ask({
      title: 'Share this feature',
      text: 'The organization sees it under “Shared with me”.',
      values: { domain: '' },
      fields: (form) => textField(form, 'domain', { label: 'Domain name of the organization', required: true, placeholder: 'fabrikam.example' }),
      action: 'Share',
      run: async ({ domain }) => {
        await post(this.#path, { domain: domain.trim() });
        announce(`Shared with ${domain.trim()}.`);
        this.#shares.load();
      },
    });
  }

  #askToStop(domain) {
    this.page.confirm({
      title: `Stop sharing with ${domain}?`,
      text: 'The organization no longer sees the feature. What it derived from it stays its own.',
      action: 'Stop sharing',
      serious: true,
      run: async () => {
        await remove(`${this.#path}/${encodeURIComponent(domain)}`);
        announce(`No longer shared with ${domain}.`);
        this.#shares.load();
      },
    });
  }
}

customElements.define('feature-sharing', FeatureSharing);
