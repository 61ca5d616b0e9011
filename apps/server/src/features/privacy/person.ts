/** Who a request is about, and how mentions of them are found. Pure. */

export interface Person {
  email: string;
  /** Their user, when they belong to the organization. */
  user: { id: string; name: string; elsewhere: boolean } | null;
  contacts: { id: string; name: string }[];
}

/** What stands in for a name in the person's own rows. */
export const erasedName = 'Erased person';

/** What stands in for a mention: never longer than it, so that no column's limit is passed. */
export const erasedMention = 'Erased';

/** Addresses must differ from each other, and `.invalid` never leads anywhere (RFC 2606). */
export function erasedAddress(subjectHash: string): string {
  return `erased-${subjectHash.slice(0, 16)}@erased.invalid`;
}

/**
 * A regular expression (PostgreSQL's) for the person's address and full names as whole words. A name
 * of one word is not sought: it would meet others too.
 */
export function mentionsOf(person: Person): string {
  const names = namesOf(person)
    .flatMap((name) => [name, JSON.stringify(name).slice(1, -1)])
    .map((name) => `(?<![[:alnum:]])${literal(name)}(?![[:alnum:]])`);
  return [...new Set([addressMentionsOf(person.email), ...names])].join('|');
}

/** The same for an address alone, also as it stands in a URL. */
export function addressMentionsOf(email: string): string {
  return [email, email.replaceAll('@', '%40')]
    .map((text) => `(?<![A-Za-z0-9._%+-])${literal(text)}(?![A-Za-z0-9-]|\\.[A-Za-z0-9])`)
    .join('|');
}

function namesOf({ user, contacts }: Person): string[] {
  const all = [...(user ? [user.name] : []), ...contacts.map(({ name }) => name)];
  return all
    .map((name) => name.trim())
    .filter((name) => /\S\s+\S/.test(name) && name.length >= erasedMention.length);
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
