import { get, getAll, post, put, remove } from '../ui/api.js';
import { announce, emptyState } from '../ui/feedback.js';
import { choiceField, linesField, numberField, textField, tickField } from '../ui/fields.js';
import { fault } from '../ui/form.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { badge, button, card, okBadge } from '../ui/parts.js';
import { Remote, RemoteList } from '../ui/remote.js';
import { environmentPath } from './environment-list.js';

/** The number sequences of an environment; they take effect at once, without publishing. */
export class NumberSequences {
  #environment;
  #page;
  #sequences;
  /** The sequence whose drawn values are shown: {sequence, values}. */
  #drawn = null;

  constructor(environment, page) {
    this.#environment = environment;
    this.#page = page;
    this.#sequences = new Remote(async () => {
      const [sequences, features] = await Promise.all([get(this.#path()), getAll('features')]);
      return { items: sequences.items, features };
    }, () => page.update());
  }

  load() {
    this.#sequences.load();
  }

  #path(...rest) {
    return environmentPath(this.#environment.id, 'number-sequences', ...rest);
  }

  template() {
    return html`<div class="stack">
      ${card(
        {
          id: 'sequences',
          title: 'Number sequences',
          text: 'Gap-free: every drawn value belongs to exactly one submission, failed ones included. Changes take effect at once.',
          tools: button('New sequence', { icon: icons.plus(), disabled: !this.#sequences.value, run: () => this.#askForNew() }),
        },
        this.#sequences.show((value) => (value.items.length === 0 ? emptyState('No number sequence', 'Actions that draw numbers, such as invoice counters, need one.') : this.#table(value))),
      )}
      ${this.#drawn ? this.#values(this.#drawn) : nothing}
    </div>`;
  }

  #table({ items, features }) {
    return html`<table class="cards">
      <caption class="visually-hidden">Number sequences</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Used by</th>
          <th scope="col">In use</th>
          <th scope="col" class="number">Next value</th>
          <th scope="col" class="number">Drawn</th>
          <th scope="col"><span class="visually-hidden">What to do</span></th>
        </tr>
      </thead>
      <tbody>
        ${items.map(
          (item) => html`<tr>
            <th scope="row">${item.name}<p class="muted small description">${item.description}</p></th>
            <td data-label="Used by">${item.feature ? featureName(features, item.feature) : html`<span class="muted">all features</span>`}</td>
            <td data-label="In use"><span>${item.inUse ? okBadge('in use') : badge('not in use')}</span></td>
            <td data-label="Next value" class="number">${format.count(item.next)}</td>
            <td data-label="Drawn" class="number">
              ${item.drawn === 0 ? '0' : html`<button type="button" class="link" aria-label="${format.count(item.drawn)} values drawn from ${item.name}: show them" @click=${() => this.#showValues(item)}>${format.count(item.drawn)}</button>`}
            </td>
            <td class="row-actions">
              ${button('Edit …', { kind: 'quiet small-button', label: `Edit ${item.name}`, run: () => this.#askForEdit(item) })}
              ${item.drawn === 0 ? button(icons.remove(), { kind: 'quiet icon-only', label: `Delete ${item.name}`, run: () => this.#askForDeletion(item) }) : nothing}
            </td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #askForNew() {
    const { features } = this.#sequences.value;
    this.#page.ask({
      title: 'New number sequence',
      values: { name: '', description: '', first: 1, inUse: true },
      action: 'Create',
      check: nameFaults,
      fields: (form) => html`
        ${textField(form, 'name', { label: 'Name', required: true, maxlength: 128 })}
        ${linesField(form, 'description', { label: 'Description' })}
        ${choiceField(form, 'feature', { label: 'Feature', none: 'All features of the environment', choices: features.map(({ id, name }) => ({ value: id, text: name })), help: 'A sequence of a feature wins over one of the same name of the environment.' })}
        ${numberField(form, 'first', { label: 'First value', min: 1, required: true })}
        ${tickField(form, 'inUse', { label: 'In use' })}
      `,
      run: async (values) => {
        await post(this.#path(), values);
        announce(`${values.name} is there.`);
        this.#sequences.load();
      },
    });
  }

  #askForEdit(item) {
    let { revision } = item;
    const valuesOf = ({ name, description, inUse, next }) => ({ name, description: description ?? '', inUse, next });
    this.#page.ask({
      title: `Edit ${item.name}`,
      values: valuesOf(item),
      action: 'Save',
      check: nameFaults,
      fields: (form) => html`
        ${textField(form, 'name', { label: 'Name', required: true, maxlength: 128 })}
        ${linesField(form, 'description', { label: 'Description' })}
        ${numberField(form, 'next', { label: 'Next value', min: 1, required: true, readonly: item.drawn > 0, help: 'Can be changed before the first value is drawn; later there would be a gap or a repeat.' })}
        ${tickField(form, 'inUse', { label: 'In use' })}
      `,
      run: async (values) => {
        await put(this.#path(item.id), values, revision);
        announce(`${values.name} is saved.`);
        this.#sequences.load();
      },
      reread: async () => {
        const { items } = await get(this.#path());
        const now = items.find(({ id }) => id === item.id) ?? item;
        revision = now.revision;
        return valuesOf(now);
      },
    });
  }

  #askForDeletion({ id, name, revision }) {
    this.#page.confirm({
      title: `Delete ${name}?`,
      text: 'Possible as long as no value was drawn from it.',
      action: 'Delete',
      serious: true,
      run: async () => {
        await remove(this.#path(id), revision);
        announce(`${name} is deleted.`);
        this.#drawn = null;
        this.#sequences.load();
      },
    });
  }

  #showValues(sequence) {
    const values = new RemoteList((after) => get(this.#path(sequence.id, 'values'), { after }), () => this.#page.update());
    this.#drawn = { sequence, values };
    values.load();
    requestAnimationFrame(() => this.#page.querySelector('#drawn')?.scrollIntoView({ block: 'nearest' }));
  }

  #values({ sequence, values }) {
    return card(
      {
        id: 'drawn',
        title: `Values drawn from ${sequence.name}`,
        tools: button(icons.close(), { kind: 'quiet icon-only', label: 'Hide the drawn values', run: () => this.#hideValues() }),
      },
      values.show(({ items }) =>
        items.length === 0
          ? html`<p class="muted">No value was drawn yet.</p>`
          : html`<table class="cards">
                <caption class="visually-hidden">Drawn values</caption>
                <thead>
                  <tr><th scope="col">Value</th><th scope="col">Submission</th><th scope="col">Action</th><th scope="col">Drawn</th></tr>
                </thead>
                <tbody>
                  ${items.map(
                    ({ value, submission, action, drawnAt }) => html`<tr>
                      <th scope="row">${format.count(value)}</th>
                      <td data-label="Submission"><code>${submission}</code></td>
                      <td data-label="Action">${action}</td>
                      <td data-label="Drawn"><time datetime=${drawnAt}>${format.instant(drawnAt)}</time></td>
                    </tr>`,
                  )}
                </tbody>
              </table>
              ${values.moreButton()}`,
      ),
    );
  }

  #hideValues() {
    this.#drawn = null;
    this.#page.update();
  }
}

const nameFaults = ({ name }) => (name.trim() === '' ? [fault('name', 'Give the sequence a name.')] : []);

const featureName = (features, id) => features.find((feature) => feature.id === id)?.name ?? id;
