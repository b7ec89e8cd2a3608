import { html } from '../ui/libraries.js';
import { icons } from '../ui/icons.js';

/** Words for what the API says in codes. */
const STATUSES = {
  DRAFT: { text: 'Draft', tone: 'warning', icon: icons.edit },
  COMPLETED: { text: 'Completed', tone: 'accent', icon: icons.lock },
  PUBLISHED: { text: 'Published', tone: 'good', icon: icons.check },
};

export function statusBadge(status) {
  const { text, tone, icon } = STATUSES[status] ?? { text: status, tone: '', icon: icons.dot };
  return html`<span class="badge ${tone}">${icon()}${text}</span>`;
}

export const featureAddress = (feature, changes = {}) => `?${new URLSearchParams({ feature, ...changes })}`;
