/** Numbers, times and lists as people read them, in the language of the browser. */

const numbers = new Intl.NumberFormat();
const moments = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const distances = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Largest unit first, in seconds. */
const units = [
  ['day', day],
  ['hour', hour],
  ['minute', minute],
] as const;

export function formatCount(value: number): string {
  return numbers.format(value);
}

/** `1 field`, `1,204 fields`. */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}

/** Rounded down: 0.899 is below 90 %, and nothing but 1 is 100 %. */
export function formatPercent(share: number): string {
  // The small addition undoes what 0.29 * 100 loses in binary.
  return `${Math.floor(share * 100 + 1e-9)} %`;
}

export function formatMoment(timestamp: string): string {
  return moments.format(new Date(timestamp));
}

/** How far a moment lies from now: `5 minutes ago`, `in 3 hours`; within a minute `just now`. */
export function formatDistance(timestamp: string, now: Date): string {
  const seconds = (new Date(timestamp).getTime() - now.getTime()) / 1000;
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return distances.format(Math.trunc(seconds / length), unit);
  }
  return 'just now';
}
