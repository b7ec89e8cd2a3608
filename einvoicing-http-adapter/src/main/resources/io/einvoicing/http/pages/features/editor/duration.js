/** Durations as the API writes them, such as `PT90S`, and as people write them: a number and a unit. */
export const UNITS = [
  { value: 'seconds', text: 'seconds', seconds: 1 },
  { value: 'minutes', text: 'minutes', seconds: 60 },
  { value: 'hours', text: 'hours', seconds: 3600 },
  { value: 'days', text: 'days', seconds: 86_400 },
];

/** Returns {number, unit} of a duration as it is written; null if the text is none. */
export function durationOf(text) {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  const parts = match?.slice(1).reverse() ?? [];
  const given = parts.filter((part) => part !== undefined);
  if (given.length === 0 || text.endsWith('T')) {
    return null;
  }
  if (given.length === 1) {
    return { number: given[0], unit: UNITS[parts.indexOf(given[0])].value };
  }
  const total = parts.reduce((sum, part, index) => sum + Number(part ?? 0) * UNITS[index].seconds, 0);
  const unit = UNITS.toReversed().find(({ seconds }) => total % seconds === 0) ?? UNITS[0];
  return { number: String(total / unit.seconds), unit: unit.value };
}

/** Returns what was typed of a duration that is none yet. */
export function unfinishedOf(text) {
  const unit = UNITS.find(({ value }) => text.endsWith(` ${value}`));
  return unit ? { number: text.slice(0, -unit.value.length - 1), unit: unit.value } : { number: text, unit: 'seconds' };
}

/** Returns the API's text; what is no number stays as it was typed, for the check to name. */
export function durationText({ number, unit }) {
  const value = number.trim();
  if (!/^\d+(\.\d+)?$/.test(value)) {
    return `${value} ${unit}`;
  }
  if (value.includes('.')) {
    return `PT${Number(value) * secondsOf(unit)}S`;
  }
  return unit === 'days' ? `P${value}D` : `PT${value}${unit[0].toUpperCase()}`;
}

/** Returns the seconds of a duration; not a number if it is none. */
export function inSeconds(text) {
  const known = durationOf(text);
  return known ? Number(known.number) * secondsOf(known.unit) : NaN;
}

/** Returns a number of seconds in the largest unit that has it whole. */
export function spokenSeconds(total) {
  const unit = UNITS.toReversed().find(({ seconds }) => total >= seconds && total % seconds === 0) ?? UNITS[0];
  return spoken({ number: String(total / unit.seconds), unit: unit.value });
}

const secondsOf = (unit) => UNITS.find(({ value }) => value === unit).seconds;

/** Returns a duration as people say it. */
export function spokenDuration(text) {
  const known = durationOf(text);
  return known ? spoken(known) : text;
}

const spoken = ({ number, unit }) => `${number} ${number === '1' ? unit.slice(0, -1) : unit}`;
