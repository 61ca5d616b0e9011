/** Salesforce record ids: 15 case-sensitive characters, or 18 with a suffix that tells the case. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * The 18-character form: each group of five characters gives one suffix character whose bits say
 * which of the five are upper case (vendor documentation, “18-digit record id”).
 */
export function toLongId(id: string): string {
  let suffix = '';
  for (let start = 0; start < 15; start += 5) {
    let bits = 0;
    for (let place = 0; place < 5; place += 1) {
      if (/[A-Z]/.test(id[start + place] ?? '')) bits |= 1 << place;
    }
    suffix += ALPHABET[bits];
  }
  return id.slice(0, 15) + suffix;
}

/** An id of an object with this three-character prefix; `pod` is the two letters of the instance. */
export function makeId(prefix: string, pod: string, number: number): string {
  const serial = number.toString(36).padStart(10 - pod.length + 2, '0');
  return toLongId(`${prefix}${pod}${serial}`.slice(0, 15));
}
