import '../ui/chart.js';
import '../ui/confirm.js';
import '../ui/header.js';
import '../ui/sign-in.js';
import './check-dialog.js';
import './documents-dialog.js';
import './purchase-dialog.js';
import './ranking.js';

import { access } from '../ui/access.js';
import { download, get, post } from '../ui/api.js';
import { PageElement } from '../ui/element.js';
import { announce, emptyState, problemNotice, skeleton } from '../ui/feedback.js';
import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';
import { exportMenu, menu } from '../ui/menu.js';
import { firstDay, lastDay, monthOf } from '../ui/months.js';
import { openPage } from '../ui/pages.js';
import { session } from '../ui/session.js';
import { dayChart, exportChart, importChart } from './charts.js';
import { Commands } from './commands.js';
import { headline, stateText } from './headline.js';
import { daysOf, faultOf, monthsOf, PERIODS, readView, writeView } from './view.js';

/** The Usage management dashboard: the four indicators, and what one does about them. */
class UsagePage extends PageElement {
  #view = readView();
  /** Of each part of the page: {value, problem, busy}; a value stays until its successor is there. */
  #parts = {};
  #loadedAt = null;
  #draft = null;
  #commands;
  #request = new AbortController();

  connectedCallback() {
    addEventListener('popstate', () => {
      this.#view = readView();
      this.#draft = null;
      this.load();
    });
    session.addEventListener('change', () => this.#sessionChanged());
    access.addEventListener('change', () => (this.#parts.balance ? this.update() : this.load()));
    this.#followCommands();
    // Paper has no disclosure to open.
    const paper = matchMedia('print');
    paper.addEventListener('change', () => {
      this.querySelectorAll('details.figures').forEach((details) => {
        details.dataset.open ??= String(details.open);
        details.open = paper.matches || details.dataset.open === 'true';
        if (!paper.matches) {
          delete details.dataset.open;
        }
      });
    });
    super.connectedCallback();
    this.load();
  }

  /** An expired token leaves the view as it is; who signs out leaves nothing behind, and who signs in gets figures of their own. */
  #sessionChanged() {
    if (session.token !== null) {
      this.load();
    } else if (session.refused === '') {
      this.#request.abort();
      this.#parts = {};
      this.#loadedAt = null;
      this.#followCommands();
    }
    this.update();
  }

  #followCommands() {
    const commands = new Commands();
    this.#commands = commands;
    commands.addEventListener('change', () => commands === this.#commands && this.update());
    commands.addEventListener('ended', () => commands === this.#commands && this.#commandEnded());
  }

  /** Reads everything that the view shows; each part appears, or fails, by itself. */
  async load() {
    this.#request.abort();
    this.#request = new AbortController();
    const { signal } = this.#request;
    if (!access.mayUse(openPage())) {
      this.update();
      return;
    }
    if (!(await this.#part('balance', signal, () => get('usage/balance', {}, signal)))) {
      return;
    }
    const { from, to } = this.#months;
    const days = this.#days;
    const { environment, feature } = this.#view;
    if (from !== to) {
      delete this.#parts.days;
    }
    await Promise.all([
      from === to &&
        this.#part('days', signal, async () => (await get('usage/days', { from: firstDay(from), to: lastDay(to), environment, feature }, signal)).items),
      this.#part('months', signal, async () => (await get('usage/months', { from, to, environment, feature }, signal)).items),
      this.#part('features', signal, () => get('usage/features', { ...days, environment }, signal)),
      this.#part('environments', signal, () => get('usage/environments', { ...days, feature }, signal)),
      this.#part('received', signal, async () => (await get('usage/received', { from, to }, signal)).items),
      this.#part('forecast', signal, () => get('usage/forecast', {}, signal)),
      this.#part('purchases', signal, async () => (await get('usage/purchases', { from, to }, signal)).items),
      this.#part('deviations', signal, async () => (await get('usage/deviations', { from, to }, signal)).items),
      this.#part('policies', signal, async () => (await get('usage/policies', {}, signal)).items),
      this.#part('choices', signal, async () => {
        const [features, environments] = await Promise.all([get('usage/features', days, signal), get('usage/environments', days, signal)]);
        return { features: features.items, environments: environments.items };
      }),
      this.#part('commands', signal, () => this.#commands.look()),
    ]);
    if (!signal.aborted) {
      this.#loadedAt = new Date();
      this.update();
    }
  }

  /** Loads one part; returns whether it is there. */
  async #part(name, signal, load) {
    this.#parts[name] = { ...this.#parts[name], busy: true };
    this.update();
    try {
      const value = await load();
      if (!signal.aborted) {
        this.#parts[name] = { value };
        this.update();
      }
      return !signal.aborted;
    } catch (problem) {
      if (!signal.aborted) {
        this.#parts[name] = { problem };
        this.update();
      }
      return false;
    }
  }

  /** The running month as the organization's billing zone has it; undefined until the balance is there. */
  get #running() {
    return this.#parts.balance?.value?.month;
  }

  get #months() {
    return monthsOf(this.#view, this.#running);
  }

  get #days() {
    return daysOf(this.#view, this.#running);
  }

  get #isFiltered() {
    return this.#view.environment !== '' || this.#view.feature !== '';
  }

  /** Changes what is shown; `reload` unless only a dialog opens or closes. */
  #change(changes, { reload = true } = {}) {
    this.#view = { ...this.#view, ...changes };
    writeView(this.#view);
    this.update();
    if (reload) {
      this.load();
    }
  }

  content() {
    return access.mayUse(openPage()) === false ? access.refusal(openPage()) : this.template();
  }

  template() {
    const { balance } = this.#parts;
    return html`
      <div class="title-line">
        <div>
          <h1>Usage management</h1>
          <p class="muted small" role="status">${this.#asOf()}</p>
          ${session.bearer.tenant ? html`<p class="muted small on-paper">Organization ${session.bearer.tenant}</p>` : nothing}
        </div>
        ${balance?.value ? this.#actions() : nothing}
      </div>
      ${this.#progress()}
      ${balance?.problem
        ? html`<div class="card"><div class="card-body page-problem">${problemNotice(balance.problem, () => this.load())}</div></div>`
        : balance?.value
          ? this.#dashboard(balance.value)
          : html`<div class="grid" aria-busy="true">
              <div class="card span">${skeleton()}</div>
              <div class="card span">${skeleton('chart')}</div>
              <div class="card">${skeleton('chart')}</div>
              <div class="card">${skeleton('chart')}</div>
            </div>`}
      <documents-dialog .wanted=${this.#running ? this.#wantedDocuments() : null}></documents-dialog>
      <purchase-dialog .wanted=${this.#running && this.#view.purchase ? this.#wantedPurchase() : null}></purchase-dialog>
      <confirm-dialog></confirm-dialog>
      <check-dialog></check-dialog>
    `;
  }

  #asOf() {
    if (!this.#loadedAt) {
      return this.#parts.balance?.problem ? 'The figures could not be read' : 'Reading the figures …';
    }
    const last = this.#commands.latest;
    const folded = last?.state === 'DONE' ? `; last ${last.kind === 'RESET' ? 'reset of history data' : 'update'} ${format.instant(last.endedAt)}` : '';
    return `Figures as of ${format.time(this.#loadedAt)}${folded}`;
  }

  #actions() {
    const more = [
      { text: 'Print', icon: icons.print(), run: () => print() },
      { text: 'Check the figures', icon: icons.check(), run: () => this.querySelector('check-dialog').open(this.#days) },
    ];
    if (access.hasRole('configure')) {
      more.push({ text: 'Reset history data …', icon: icons.reverse(), run: () => this.#askForReset() });
    }
    return html`<div class="actions">
      <button type="button" class="button" ?disabled=${this.#commands.running !== null} @click=${() => this.#start('update')}>${icons.update()}Update</button>
      <button type="button" class="button primary" @click=${() => this.#change({ purchase: true }, { reload: false })}>${icons.plus()}Register purchase</button>
      ${menu('More commands', icons.more(), more)}
    </div>`;
  }

  #progress() {
    const { running, problem, latest } = this.#commands;
    if (problem) {
      return problemNotice(problem, () => this.#startAgain());
    }
    if (latest?.state === 'FAILED') {
      return problemNotice({
        title: `${commandText(latest.kind)} failed`,
        detail: `${latest.failure ?? 'the service gives no reason'}. The figures are as they were before; run it again`,
      });
    }
    if (!running) {
      return nothing;
    }
    const known = running.total > 0;
    return html`<div class="card progress" role="status">
      <p id="progress-text">
        <strong>${commandText(running.kind)} …</strong>
        <span class="muted">${known ? `${format.count(running.done)} of ${format.count(running.total)} entries` : 'counting the entries'}${running.startedBy?.name ? `, started by ${running.startedBy.name}` : ''}</span>
      </p>
      <progress aria-labelledby="progress-text" max=${known ? running.total : nothing} value=${known ? running.done : nothing}></progress>
    </div>`;
  }

  #dashboard(balance) {
    const open = () => this.#openDocuments({ direction: 'EXPORT', from: firstDay(balance.month), to: lastDay(balance.month) });
    return html`
      ${this.#toolbar()}
      <div class="grid">
        <div class="span">
          ${headline({ balance, forecast: this.#parts.forecast?.value, open, buy: () => this.#change({ purchase: true }, { reload: false }) })}
          ${this.#parts.forecast?.problem ? problemNotice(this.#parts.forecast.problem, () => this.load()) : nothing}
        </div>
        ${this.#exportSection()}
        <div class="column">${this.#rankingSection('feature')} ${this.#rankingSection('environment')} ${this.#deviationSection()}</div>
        <div class="column">${this.#importSection()} ${this.#purchaseSection()}</div>
        ${explanation()}
      </div>
    `;
  }

  #toolbar() {
    const { period, environment, feature } = this.#view;
    const { from, to } = this.#draft ?? this.#days;
    const custom = period === 'custom' || this.#draft !== null;
    const fault = this.#draft?.fault ?? '';
    return html`<form class="toolbar" aria-label="What is shown" @submit=${(event) => event.preventDefault()}>
      <div class="field">
        <label for="period">Period</label>
        <select id="period" @change=${(event) => this.#choosePeriod(event.target.value)}>
          ${PERIODS.map(({ value, text }) => html`<option value=${value} ?selected=${custom ? value === 'custom' : value === period}>${text}</option>`)}
        </select>
      </div>
      ${custom
        ? html`<div class="field day">
              <label for="from">First day</label>
              <input id="from" type="date" .value=${from} aria-invalid=${fault ? 'true' : nothing} aria-describedby=${fault ? 'period-fault' : nothing} @change=${(event) => this.#choosePeriod('custom', { from: event.target.value })} />
            </div>
            <div class="field day">
              <label for="to">Last day</label>
              <input id="to" type="date" .value=${to} aria-invalid=${fault ? 'true' : nothing} aria-describedby=${fault ? 'period-fault' : nothing} @change=${(event) => this.#choosePeriod('custom', { to: event.target.value })} />
            </div>`
        : nothing}
      ${this.#choice('environment', 'Environment', 'All environments', environment)} ${this.#choice('feature', 'Feature', 'All features', feature)}
      ${this.#isFiltered
        ? html`<button type="button" class="button quiet" @click=${() => this.#change({ environment: '', feature: '' })}>${icons.close()}Clear filters</button>`
        : nothing}
      ${fault ? html`<p class="fault" id="period-fault" role="alert">${fault}</p>` : nothing}
    </form>`;
  }

  #choice(name, label, all, chosen) {
    const items = [...(this.#parts.choices?.value?.[`${name}s`] ?? [])].sort((a, b) => a.name.localeCompare(b.name));
    if (chosen && !items.some(({ id }) => id === chosen)) {
      items.push({ id: chosen, name: this.#parts.choices?.value ? 'Not used in this period' : '…' });
    }
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <select id=${name} @change=${(event) => this.#change({ [name]: event.target.value })}>
        <option value="" ?selected=${chosen === ''}>${all}</option>
        ${items.map((item) => html`<option value=${item.id} ?selected=${item.id === chosen}>${item.name}</option>`)}
      </select>
    </div>`;
  }

  #choosePeriod(period, changed = {}) {
    if (period !== 'custom') {
      this.#draft = null;
      this.#change({ period, from: '', to: '' });
      return;
    }
    const { from, to } = { ...(this.#draft ?? this.#days), ...changed };
    const fault = faultOf(from, to);
    this.#draft = { from, to, fault };
    if (fault === '' && (from !== this.#days.from || to !== this.#days.to)) {
      this.#draft = null;
      this.#change({ period, from, to });
    }
    this.update();
  }

  #exportSection() {
    const items = this.#parts.months?.value;
    const days = this.#daysShown;
    const filtered = items?.some(({ balance }) => !Number.isFinite(balance)) ?? false;
    return this.#section({
      part: 'months',
      id: 'export',
      title: 'Usage per month',
      direction: 'exporting direction',
      text: this.#monthsText(),
      wide: true,
      save: (type) => this.#save('months', type, { ...this.#months, environment: this.#view.environment, feature: this.#view.feature }),
      note: filtered ? 'Free, purchased and balance volume belong to the whole organization; with a filter only the used volume is shown.' : '',
      body: () =>
        items.every(({ used, purchased }) => used === 0 && !purchased)
          ? emptyState('No documents were counted', this.#isFiltered ? 'Nothing that matches the filters was issued in this period.' : 'A document counts when its flow completes. Submit one, and it appears here within a moment.')
          : html`<ul class="legend" aria-label="Legend">
                <li><span class="swatch used"></span>${days ? 'Used volume so far, and on each day' : 'Used volume'}</li>
                ${filtered
                  ? nothing
                  : html`<li><span class="swatch over"></span>Beyond the acquired volume, negative balance</li>
                      <li><span class="swatch line"></span>Acquired volume (free + purchased)</li>
                      ${days
                        ? nothing
                        : html`<li><span class="swatch forecast"></span>Forecast</li>
                            <li><span class="swatch good"></span>Balance volume</li>`}`}
              </ul>
              <figure-chart id="export-chart" class=${filtered ? 'low' : 'high'}></figure-chart>
              ${figures(html`${this.#monthTable(items, filtered)} ${days ? this.#dayTable(days) : nothing}`)}`,
    });
  }

  #monthTable(items, filtered) {
    return html`<table>
      <caption class="visually-hidden">Usage per month, exporting direction</caption>
      <thead>
        <tr>
          <th scope="col">Month</th>
          <th scope="col">State</th>
          ${filtered ? nothing : html`<th scope="col" class="number">Free volume</th><th scope="col" class="number">Purchased volume</th>`}
          <th scope="col" class="number">Used volume</th>
          ${filtered ? nothing : html`<th scope="col" class="number">Balance volume</th><th scope="col">Compliance</th>`}
        </tr>
      </thead>
      <tbody>
        ${items.toReversed().map(
          (item) => html`<tr>
            <th scope="row" class="nowrap">${format.month(item.month)}</th>
            <td class="nowrap">${stateText(item.state)}${item.changedAfterClose ? html` <span class="badge warning">changed after close</span>` : nothing}</td>
            ${filtered ? nothing : html`<td class="number">${format.count(item.free)}</td><td class="number">${format.count(item.purchased)}</td>`}
            <td class="number">${this.#monthLink(item.month, item.used, 'EXPORT')}</td>
            ${filtered ? nothing : html`<td class="number ${item.balance < 0 ? 'bad' : ''}">${format.signed(item.balance)}</td><td>${compliance(item)}</td>`}
          </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Total</th>
          <td></td>
          ${filtered ? nothing : html`<td></td><td class="number">${format.count(sum(items, 'purchased'))}</td>`}
          <td class="number">${format.count(sum(items, 'used'))}</td>
          ${filtered ? nothing : html`<td></td><td></td>`}
        </tr>
      </tfoot>
    </table>`;
  }

  /** The days of a single month, if that is what the view shows. */
  get #daysShown() {
    const { from, to } = this.#months;
    const days = this.#parts.days?.value;
    return from === to && days?.[0]?.day === firstDay(from) ? days : undefined;
  }

  #dayTable(days) {
    return html`<table>
      <caption class="visually-hidden">Usage per day</caption>
      <thead>
        <tr><th scope="col">Day</th><th scope="col" class="number">Used volume</th></tr>
      </thead>
      <tbody>
        ${days.map(
          ({ day, quantity }) => html`<tr>
            <th scope="row" class="nowrap">${format.day(day)}</th>
            <td class="number">
              <button type="button" class="link" aria-label="${format.documents(quantity)} used on ${format.day(day)}: show them" @click=${() => this.#openDay(day)}>${format.count(quantity)}</button>
            </td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #openDay(day) {
    const { environment, feature } = this.#view;
    this.#openDocuments({ direction: 'EXPORT', from: day, to: day, environment, feature });
  }

  #monthLink(month, number, direction) {
    return html`<button
      type="button"
      class="link"
      aria-label="${format.documents(number)} ${direction === 'EXPORT' ? 'used' : 'received'} in ${format.month(month)}: show them"
      @click=${() => this.#openMonth(month, direction)}
    >
      ${format.count(number)}
    </button>`;
  }

  #rankingSection(kind) {
    const part = `${kind}s`;
    const other = kind === 'feature' ? 'environment' : 'feature';
    const ranking = this.#parts[part]?.value;
    return this.#section({
      part,
      id: part,
      title: `Usage by ${kind}`,
      text: `Issued documents, ${this.#daysText()}`,
      save: (type) => this.#save(part, type, { ...this.#days, [other]: this.#view[other] }),
      body: () =>
        ranking.items.length === 0
          ? emptyState(`No ${kind} was used`, 'In this period no document was issued.')
          : html`<usage-ranking
              .ranking=${{
                kind,
                items: ranking.items,
                used: ranking.used,
                selected: this.#view[kind],
                open: (item) =>
                  this.#openDocuments({ direction: 'EXPORT', from: ranking.from, to: ranking.to, [kind]: item.id, [other]: this.#view[other] }),
              }}
            ></usage-ranking>`,
    });
  }

  #importSection() {
    const items = this.#parts.received?.value;
    return this.#section({
      part: 'received',
      id: 'import',
      title: 'Usage per month',
      direction: 'importing direction',
      text: this.#monthsText(),
      save: (type) => this.#save('received', type, this.#months),
      note: this.#isFiltered ? 'The filters apply to the exporting direction only.' : '',
      body: () =>
        items.every(({ received }) => received === 0)
          ? emptyState('Nothing was received', 'Electronic invoices count here once the ERP has taken them over. They use up no balance.')
          : html`<figure-chart id="import-chart" class="low"></figure-chart>
              ${figures(html`<table>
                <caption class="visually-hidden">Usage per month, importing direction</caption>
                <thead>
                  <tr><th scope="col">Month</th><th scope="col">State</th><th scope="col" class="number">Received</th></tr>
                </thead>
                <tbody>
                  ${items.toReversed().map(
                    (item) => html`<tr>
                      <th scope="row" class="nowrap">${format.month(item.month)}</th>
                      <td>${stateText(item.state)}</td>
                      <td class="number">${this.#monthLink(item.month, item.received, 'IMPORT')}</td>
                    </tr>`,
                  )}
                </tbody>
                <tfoot>
                  <tr><th scope="row">Total</th><td></td><td class="number">${format.count(sum(items, 'received'))}</td></tr>
                </tfoot>
              </table>`)}`,
    });
  }

  #purchaseSection() {
    const items = this.#parts.purchases?.value;
    return this.#section({
      part: 'purchases',
      id: 'purchases',
      title: 'Purchases',
      text: 'Purchased volume by date of acquisition',
      save: (type) => this.#save('purchases', type, this.#months),
      body: () =>
        items.length === 0
          ? emptyState('No purchases', 'Packages that your organization acquires are registered by hand, by their date of acquisition.')
          : html`<div class="table-scroll tall" tabindex="0" role="group" aria-label="Purchases">
              <table>
                <caption class="visually-hidden">Purchases of this period</caption>
                <thead>
                  <tr><th scope="col">Acquired on</th><th scope="col" class="number">Packages</th><th scope="col" class="number">Quantity</th><th scope="col"><span class="visually-hidden">Commands</span></th></tr>
                </thead>
                <tbody>
                  ${items.toSorted((a, b) => (a.acquiredOn === b.acquiredOn ? (a.recordedAt < b.recordedAt ? 1 : -1) : a.acquiredOn < b.acquiredOn ? 1 : -1)).map((item) => this.#purchaseRow(item))}
                </tbody>
              </table>
            </div>`,
    });
  }

  #purchaseRow(item) {
    const reversal = Boolean(item.reverses);
    const reversed = Boolean(item.reversedBy);
    return html`<tr>
      <th scope="row" class="identity">${format.day(item.acquiredOn)}<span class="muted small">${item.recordedBy?.name || 'an application'}, ${format.instant(item.recordedAt)}</span></th>
      <td class="number">${format.signed(item.packages)}</td>
      <td class="number">${format.signed(item.quantity)}</td>
      <td class="number">
        <span class="marks">
          ${item.afterClose ? html`<span class="badge warning">after close</span>` : nothing}
          ${reversal ? html`<span class="badge">reversal</span>` : nothing}
          ${reversed
            ? html`<span class="badge">reversed</span>`
            : reversal
              ? nothing
              : html`<button type="button" class="button quiet small-button" aria-label="Reverse the purchase of ${format.packages(item.packages)} acquired on ${format.day(item.acquiredOn)}" @click=${() => this.#askForReversal(item)}>Reverse</button>`}
        </span>
      </td>
    </tr>`;
  }

  #deviationSection() {
    const items = this.#parts.deviations?.value;
    return this.#section({
      part: 'deviations',
      id: 'deviations',
      title: 'Deviations',
      text: 'Months in which more was used than acquired',
      save: (type) => this.#save('deviations', type, this.#months),
      body: () =>
        items.length === 0
          ? html`<p class="notice good"><span>${icons.check()}</span><span>No deviation in this period: every month stayed within its acquired volume.</span></p>`
          : html`<div class="table-scroll tall" tabindex="0" role="group" aria-label="Deviations">
              <table>
                <caption class="visually-hidden">Deviations</caption>
                <thead>
                  <tr><th scope="col">Month</th><th scope="col" class="number">Acquired</th><th scope="col" class="number">Used</th><th scope="col" class="number">Deviation</th></tr>
                </thead>
                <tbody>
                  ${items.toReversed().map(
                    (item) => html`<tr>
                      <th scope="row" class="nowrap">${format.month(item.month)}</th>
                      <td class="number">${format.count(item.acquired)}</td>
                      <td class="number">${this.#monthLink(item.month, item.used, 'EXPORT')}</td>
                      <td class="number"><span class="badge danger">${icons.over()}${format.count(item.deviation)}</span></td>
                    </tr>`,
                  )}
                </tbody>
              </table>
            </div>`,
    });
  }

  #section({ part, id, title, direction = '', text, body, save, note = '', wide = false }) {
    const { value, problem, busy } = this.#parts[part] ?? { busy: true };
    return html`<section class="card ${wide ? 'span' : ''}" id=${id} aria-labelledby="${id}-title" aria-busy=${busy ? 'true' : 'false'}>
      <div class="card-head">
        <div class="titles">
          <h2 id="${id}-title">${title}${direction ? html` <span class="direction">(${direction})</span>` : nothing}</h2>
          <p class="muted small">${text}${note ? html`. ${note}` : nothing}</p>
        </div>
        ${value ? exportMenu(direction ? `${title}, ${direction}` : title, save) : nothing}
      </div>
      <div class="card-body ${busy && value ? 'busy' : ''}">
        ${problem ? problemNotice(problem, () => this.load()) : value ? body() : skeleton(wide ? 'chart' : 'block')}
      </div>
    </section>`;
  }

  #periodText() {
    const { from, to } = this.#months;
    return from === to ? format.month(from) : `${format.month(from)} – ${format.month(to)}`;
  }

  /** The period of indicators by month: says so where the view has days. */
  #monthsText() {
    return this.#hasWholeMonths ? this.#periodText() : `Whole months, ${this.#periodText()}`;
  }

  #daysText() {
    const { from, to } = this.#days;
    return this.#hasWholeMonths ? this.#periodText() : `${format.day(from)} – ${format.day(to)}`;
  }

  get #hasWholeMonths() {
    const { from, to } = this.#days;
    return from === firstDay(monthOf(from)) && to === lastDay(monthOf(to));
  }

  drawn() {
    const months = this.#parts.months?.value;
    const forecast = this.#parts.forecast?.value;
    const days = this.#running ? this.#daysShown : undefined;
    const chart = this.querySelector('#export-chart');
    if (chart && days) {
      const [{ month, state, acquired }] = months;
      const today = state === 'RUNNING' ? todayOf(month) : lastDay(month);
      chart.show(
        `Used volume per day, ${format.month(month)}: ${format.documents(sum(days, 'quantity'))} in all. The figures are in the table below.`,
        dayChart(days, today, acquired ?? undefined),
        (index) => days[index] && this.#openDay(days[index].day),
      );
    } else {
      chart?.show(
        describe('Used volume', months, 'used', this.#periodText()),
        exportChart(months, forecast),
        (index) => months[index] && this.#openMonth(months[index].month, 'EXPORT'),
      );
    }
    const received = this.#parts.received?.value;
    this.querySelector('#import-chart')?.show(
      describe('Received documents', received, 'received', this.#periodText()),
      importChart(received),
      (index) => received[index] && this.#openMonth(received[index].month, 'IMPORT'),
    );
  }

  #openMonth(month, direction) {
    const { environment, feature } = direction === 'EXPORT' ? this.#view : { environment: '', feature: '' };
    this.#openDocuments({ direction, from: firstDay(month), to: lastDay(month), environment, feature });
  }

  #openDocuments({ direction, from, to, environment = '', feature = '' }) {
    this.#change({ documents: { direction, from, to, environment, feature } }, { reload: false });
  }

  #wantedDocuments() {
    const query = this.#view.documents;
    if (!query) {
      return null;
    }
    const nameOf = (kind, id) => this.#parts.choices?.value?.[kind].find((item) => item.id === id)?.name;
    const month = monthOf(query.from);
    const period =
      query.from === firstDay(month) && query.to === lastDay(month) ? format.month(month)
        : query.from === query.to ? format.day(query.from) : `${format.day(query.from)} – ${format.day(query.to)}`;
    const names = [nameOf('features', query.feature), nameOf('environments', query.environment)].filter(Boolean);
    return {
      query,
      title: [query.direction === 'EXPORT' ? 'Used' : 'Received', ...names, period].join(' · '),
      closed: () => this.#view.documents && this.#change({ documents: null }, { reload: false }),
      save: (type) => this.#save('documents', type, query),
    };
  }

  #wantedPurchase() {
    const policies = this.#parts.policies?.value ?? [];
    return {
      today: todayOf(this.#running),
      suggested: this.#parts.forecast?.value?.packagesToBuy ?? 1,
      packageSizeOf: (month) => policies.filter(({ from }) => from <= month).sort((a, b) => (a.from < b.from ? 1 : -1))[0]?.packageSize ?? 1000,
      balanceOf: (month) => {
        const known = month === this.#running ? this.#parts.balance.value : this.#parts.months?.value?.find((item) => item.month === month);
        return known && Number.isFinite(known.balance) ? known : undefined;
      },
      closed: () => this.#view.purchase && this.#change({ purchase: false }, { reload: false }),
      registered: () => this.load(),
    };
  }

  #askForReversal(purchase) {
    this.querySelector('confirm-dialog').ask({
      title: 'Reverse this purchase?',
      text: `${format.packages(purchase.packages)} acquired on ${format.day(purchase.acquiredOn)}: a reversing entry takes ${format.documents(purchase.quantity)} off ${format.month(monthOf(purchase.acquiredOn))} again. Both entries stay visible.`,
      action: 'Reverse',
      serious: true,
      run: async () => {
        await post(`usage/purchases/${purchase.id}/reversal`);
        announce('The purchase is reversed.');
        this.load();
      },
    });
  }

  #askForReset() {
    this.querySelector('confirm-dialog').ask({
      title: 'Reset history data?',
      text: 'All figures are counted again from the entries of every document. The result is the same unless something was wrong; reading goes on meanwhile. It may take a while.',
      action: 'Reset history data',
      run: () => this.#commands.start('reset'),
    });
  }

  async #start(kind) {
    try {
      await this.#commands.start(kind);
    } catch (problem) {
      if (problem.status === 409) {
        // Somebody else's runs: follow that one.
        await this.#commands.look();
      } else {
        this.#commands.problem = problem;
      }
      this.update();
    }
  }

  #startAgain() {
    this.#commands.problem = null;
    this.#start('update');
  }

  #commandEnded() {
    const { latest } = this.#commands;
    if (latest.state === 'DONE') {
      announce(`${latest.kind === 'RESET' ? 'History data was reset' : 'Updated'} at ${format.time(new Date(latest.endedAt))}.`);
      this.load();
    }
  }

  async #save(list, type, parameters) {
    try {
      await download(`usage/export/${list}.${type}`, parameters);
    } catch (problem) {
      announce(`${problem.title}. ${problem.detail ?? ''}`);
    }
  }
}

/** Returns today as a day of the running month: around its ends, the browser's zone may be in another month than the billing zone. */
function todayOf(runningMonth) {
  const local = new Date();
  const today = `${local.getFullYear()}-${String(local.getMonth() + 1).padStart(2, '0')}-${String(local.getDate()).padStart(2, '0')}`;
  if (today.startsWith(runningMonth)) {
    return today;
  }
  return today < runningMonth ? firstDay(runningMonth) : lastDay(runningMonth);
}

const commandText = (kind) => (kind === 'RESET' ? 'Resetting history data' : 'Updating');

const sum = (items, field) => items.reduce((total, item) => total + item[field], 0);

function describe(what, items, field, period) {
  return items ? `${what} per month, ${period}: ${format.documents(sum(items, field))} in all. The figures are in the table below.` : '';
}

function compliance({ balance, deviation }) {
  return balance < 0
    ? html`<span class="badge danger">${icons.over()}${format.count(deviation)} over</span>`
    : html`<span class="badge good">${icons.check()}within</span>`;
}

function figures(table) {
  return html`<details class="figures">
    <summary>Figures as a table</summary>
    <div class="table-scroll tall" tabindex="0" role="group" aria-label="Figures as a table">${table}</div>
  </details>`;
}

function explanation() {
  return html`<section class="card span" id="rules" aria-labelledby="rules-title">
    <details class="rules">
      <summary><h2 id="rules-title">How documents are counted</h2></summary>
      <div class="rules-text">
        <div>
          <h3>What counts</h3>
          <p>A business document that was submitted and whose flow of actions completed, whatever its number of lines, once for each environment, in the month of completion. Whether the external web service accepted or rejected it does not matter: it answered.</p>
        </div>
        <div>
          <h3>What does not</h3>
          <p>Submissions that failed or got no answer. Resubmissions, corrections and cancellations of a document that counted before. Received documents: they have an indicator of their own and use up no balance.</p>
        </div>
        <div>
          <h3>Balance</h3>
          <p>Balance volume = free volume + purchased volume − used volume, for every calendar month by itself, for the whole organization. What is left does not roll over. A negative balance is a deviation; nothing is blocked by it.</p>
        </div>
      </div>
    </details>
  </section>`;
}

customElements.define('usage-page', UsagePage);
