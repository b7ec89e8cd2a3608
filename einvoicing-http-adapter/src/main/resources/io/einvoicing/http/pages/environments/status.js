import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html } from '../ui/libraries.js';
import { badge } from '../ui/parts.js';

const STATUS = {
  NOT_PUBLISHED: { text: 'Not published', tone: '', icon: icons.lock },
  PUBLISHED: { text: 'Published', tone: 'good', icon: icons.check },
  CHANGED: { text: 'Changed', tone: 'accent', icon: icons.edit },
};

/** Where an environment stands between its draft and what serves. */
export function statusBadge(status) {
  const { text, tone, icon } = STATUS[status] ?? { text: status, tone: '', icon: icons.dot };
  return badge(text, tone, icon);
}

/** Says what serves now. */
export function serving({ status, published }) {
  if (!published) {
    return html`Never published: nobody can submit through it yet.`;
  }
  const since = format.instant(published.publishedAt);
  return status === 'CHANGED'
    ? html`Snapshot ${published.number} of ${since} serves; the changes since then take effect when you publish.`
    : html`Snapshot ${published.number} of ${since} serves.`;
}
