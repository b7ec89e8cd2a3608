/** Numbers, months and instants as people write them where the browser's user lives. */
const counts = new Intl.NumberFormat();
const signedCounts = new Intl.NumberFormat(undefined, { signDisplay: 'exceptZero' });
const shares = new Intl.NumberFormat(undefined, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
const wholeShares = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
const shortCounts = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
// Months and days are calendar terms of the billing zone, so that the browser's zone must not move them.
const months = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' });
const shortMonths = new Intl.DateTimeFormat(undefined, { month: 'short', timeZone: 'UTC' });
const days = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const instants = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const times = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

export const count = (number) => counts.format(number);
export const signed = (number) => signedCounts.format(number).replace('-', '−');
export const shortCount = (number) => shortCounts.format(number);
export const share = (part, whole) => (whole > 0 ? shares.format(part / whole) : shares.format(0));
export const wholeShare = (part) => wholeShares.format(part);
export const month = (text) => months.format(dateOf(`${text}-01`));
export const shortMonth = (text) => shortMonths.format(dateOf(`${text}-01`));
export const day = (text) => days.format(dateOf(text));
export const instant = (text) => instants.format(new Date(text));
export const time = (date) => times.format(date);
export const documents = (number) => `${count(number)} ${number === 1 ? 'document' : 'documents'}`;
export const packages = (number) => `${count(number)} ${number === 1 ? 'package' : 'packages'}`;

function dateOf(day) {
  return new Date(`${day}T00:00:00Z`);
}
