import * as format from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { html, nothing } from '../ui/libraries.js';

/** The running month in one look: the balance as the sum that it is, how far it is used up, and where it is going. */
export function headline({ balance, forecast, open, buy }) {
  const over = balance.balance < 0;
  return html`<section class="card headline" aria-labelledby="headline-title">
    <div class="card-head">
      <div class="titles">
        <h2 id="headline-title">${format.month(balance.month)}</h2>
      </div>
      <span class="badge accent">${stateText(balance.state)}</span>
    </div>
    <div class="card-body">
      <dl class="sum">
        <div>
          <dt>Free volume</dt>
          <dd>${format.count(balance.free)}</dd>
        </div>
        <div class="plus">
          <dt>Purchased volume</dt>
          <dd>${format.count(balance.purchased)}</dd>
        </div>
        <div class="minus">
          <dt>Used volume</dt>
          <dd>
            <button type="button" class="link" aria-label="${format.documents(balance.used)} used: show them" @click=${open}>${format.count(balance.used)}</button>
          </dd>
        </div>
        <div class="result equals ${over ? 'bad' : 'fine'}">
          <dt>Balance volume</dt>
          <dd>${format.signed(balance.balance)}</dd>
          <dd class="verdict">
            ${over
              ? html`<span class="badge danger">${icons.over()}Deviation: ${format.count(balance.deviation)} beyond the acquired volume</span>`
              : html`<span class="badge good">${icons.check()}Within the acquired volume</span>`}
          </dd>
        </div>
      </dl>
      ${meter(balance, forecast)}
      <dl class="facts">
        <div>
          <dt>Available</dt>
          <dd>${format.signed(balance.available)}</dd>
          <dd class="muted small">${balance.reserved > 0 ? `${format.count(balance.reserved)} reserved and not yet used` : 'nothing is reserved'}</dd>
        </div>
        ${forecast ? forecastFacts(forecast, buy) : nothing}
      </dl>
    </div>
  </section>`;
}

function meter({ used, acquired }, forecast) {
  const scale = Math.max(acquired, used, forecast?.high ?? 0, 1);
  const at = (value) => `${Math.min(100, (100 * value) / scale).toFixed(2)}%`;
  const text = acquired > 0 ? `${format.wholeShare(used / acquired)} of ${format.count(acquired)} acquired` : 'nothing is acquired';
  return html`<div class="meter">
    <div class="meter-track" aria-hidden="true">
      <span class="meter-used" .style=${`width:${at(Math.min(used, acquired))}`}></span>
      ${used > acquired ? html`<span class="meter-over" .style=${`left:${at(acquired)};width:calc(${at(used)} - ${at(acquired)})`}></span>` : nothing}
      ${forecast?.sufficientHistory && forecast.high > forecast.used
        ? html`<span class="meter-forecast" .style=${`left:${at(Math.max(forecast.low, used))};width:calc(${at(forecast.high)} - ${at(Math.max(forecast.low, used))})`}></span>`
        : nothing}
      <span class="meter-mark" .style=${`left:${at(acquired)}`}></span>
    </div>
    <p class="small"><span>${text}</span>${forecast?.sufficientHistory && forecast.high > forecast.used ? html`<span class="muted"><span class="swatch forecast"></span> forecast for the end of the month</span>` : nothing}</p>
  </div>`;
}

function forecastFacts(forecast, buy) {
  const { packagesToBuy, sufficientHistory, peak } = forecast;
  return html`
    <div>
      <dt>Forecast</dt>
      <dd>${sufficientHistory ? format.count(forecast.expected) : 'Not known yet'}</dd>
      <dd class="muted small">
        ${sufficientHistory
          ? `${format.count(forecast.low)} to ${format.count(forecast.high)} with ${format.wholeShare(forecast.confidence)} confidence`
          : 'it needs 14 complete days of use'},
        day ${format.count(forecast.daysElapsed)} of ${format.count(forecast.daysInMonth)}
      </dd>
    </div>
    <div>
      <dt>To stay compliant</dt>
      ${packagesToBuy > 0
        ? html`<dd>${format.packages(packagesToBuy)}</dd>
            <dd class="small">
              <button type="button" class="link" @click=${buy}>Register ${packagesToBuy === 1 ? 'it' : 'them'}</button>
              <span class="muted">once acquired: up to ${format.count(forecast.high)} documents are covered then</span>
            </dd>`
        : sufficientHistory
          ? html`<dd class="fine">Nothing to buy</dd>
              <dd class="muted small">even at the high end of the forecast</dd>`
          : html`<dd>Nothing yet</dd>
              <dd class="muted small">what was used so far is covered; the rest of the month is not known</dd>`}
    </div>
    ${peak
      ? html`<div>
          <dt>Peak</dt>
          <dd>${format.count(peak.used)}</dd>
          <dd class="muted small">
            in ${format.month(peak.month)}; ${peak.packagesNeeded > 0 ? `such a month needs ${format.packages(peak.packagesNeeded)} in all` : 'the free volume covers it'}
          </dd>
        </div>`
      : nothing}
  `;
}

export function stateText(state) {
  return { RUNNING: 'Running', OPEN: 'Open', CLOSED: 'Closed' }[state] ?? state;
}
