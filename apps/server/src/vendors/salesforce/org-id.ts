const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * The 18-character form of a Salesforce id: three more characters say which of the 15 are capitals,
 * five at a time from the right, so that the id survives systems that ignore case. Longer ids are
 * returned as they are.
 */
export function longId(id: string): string {
  if (id.length !== 15) return id;
  let suffix = '';
  for (let start = 0; start < 15; start += 5) {
    let bits = 0;
    for (let index = 0; index < 5; index += 1) {
      if (/[A-Z]/.test(id.charAt(start + index))) bits += 2 ** index;
    }
    suffix += alphabet.charAt(bits);
  }
  return id + suffix;
}

/** The org id in an identity URL, `https://login.salesforce.com/id/<org>/<user>`; null without one. */
export function orgIdOf(identityUrl: string | null | undefined): string | null {
  const found = /\/id\/(00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)\//.exec(identityUrl ?? '');
  return found?.[1] === undefined ? null : longId(found[1]);
}
