import { differences, differenceTable } from './differences.js';
import { sentence } from './feedback.js';
import { icons } from './icons.js';
import { html, nothing } from './libraries.js';

/**
 * Shows that somebody else changed meanwhile what a person was about to save: what they changed, and what the person did; then takes one
 * of the two. Nothing typed is lost before that choice.
 *
 * @param conflict {base, theirs, mine: JSON values, problem: the API's 412, take: is told 'mine' or 'theirs'}
 */
export function conflictNotice({ base, theirs, mine, problem, take }) {
  const changes = differences(base, theirs);
  return html`<section class="conflict" role="alertdialog" aria-labelledby="conflict-title" tabindex="-1">
    <h2 id="conflict-title">${icons.over()}Somebody else changed this meanwhile.</h2>
    <p>Nothing was saved yet, and nothing that you typed is lost. ${problem?.detail ? sentence(problem.detail) : nothing}</p>
    ${changes.length > 0
      ? html`<h3>What they changed</h3>
          ${differenceTable(changes, { caption: 'What they changed', before: 'When you began', after: 'Theirs, now' })}`
      : html`<p class="muted small">They changed nothing that you see here.</p>`}
    <h3>Where yours differs from theirs</h3>
    ${differenceTable(differences(theirs, mine), { caption: 'Where yours differs from theirs', before: 'Theirs, now', after: 'Yours' })}
    <div class="conflict-choice">
      <button type="button" class="button" @click=${() => take('theirs')}>Take theirs</button>
      <button type="button" class="button primary" @click=${() => take('mine')}>Keep mine</button>
      <p class="help">Theirs: your changes are dropped. Mine: the form stays as you typed it, and saving replaces theirs.</p>
    </div>
  </section>`;
}
