/** Arithmetic of months written as `2026-11`. */
export function plusMonths(month, number) {
  const [year, of] = month.split('-').map(Number);
  const index = year * 12 + of - 1 + number;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** Returns how many months a period has, both ends included. */
export function monthsBetween(from, to) {
  const index = (month) => month.split('-').map(Number).reduce((year, of) => year * 12 + of);
  return index(to) - index(from) + 1;
}

export const monthOf = (day) => day.slice(0, 7);

export const firstDay = (month) => `${month}-01`;

export function lastDay(month) {
  const [year, of] = month.split('-').map(Number);
  return `${month}-${String(new Date(Date.UTC(year, of, 0)).getUTCDate()).padStart(2, '0')}`;
}

/** Tells whether a text is a day that exists, such as `2026-11-23`. */
export const isDay = (text) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') && text >= '2000' && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;

/** Returns the instant at which a day begins where the browser's user lives; empty for no day. */
export const firstInstant = (day) => (isDay(day) ? new Date(`${day}T00:00:00`).toISOString() : '');

/** Returns the instant at which a day has ended. */
export function lastInstant(day) {
  if (!isDay(day)) {
    return '';
  }
  const next = new Date(`${day}T00:00:00`);
  next.setDate(next.getDate() + 1);
  return next.toISOString();
}
