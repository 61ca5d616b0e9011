import { commonPasswords } from './common-passwords.ts';

/** Whose password it is to be, as far as is known. */
export interface PasswordOwner {
  email: string;
  name: string | null;
}

/**
 * Why a password of allowed length is not to be taken: it is among those that are tried first, or
 * one's own address or name. @returns a sentence; null when nothing speaks against it
 */
export function findWeakness(password: string, { email, name }: PasswordOwner): string | null {
  const plain = password.normalize('NFKC').trim().toLowerCase();
  if (isCommon(plain)) return 'Too common: it is among the first that anybody would try.';
  const [local = ''] = email.toLowerCase().split('@');
  const own = [email.toLowerCase(), local, ...(name === null ? [] : [name.toLowerCase()])];
  const bare = (text: string) => text.replaceAll(/[\s._-]/g, '');
  if (own.some((one) => bare(one) !== '' && bare(one) === bare(plain))) {
    return 'Must not be your address or name.';
  }
  return null;
}

function isCommon(plain: string): boolean {
  if (new Set(plain).size <= 2 || isRun(plain)) return true;
  // “Password1!” and “!welcome2026” are the words within.
  const core = plain.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return commonPasswords.has(plain) || commonPasswords.has(core) || core === '';
}

/** `12345678`, `87654321`, `abcdefgh`: each character one further than the last. */
function isRun(plain: string): boolean {
  const steps = new Set<number>();
  for (let index = 1; index < plain.length; index += 1) {
    steps.add(plain.charCodeAt(index) - plain.charCodeAt(index - 1));
  }
  return steps.size === 1;
}
