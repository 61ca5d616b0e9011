/** Codes for the day that the authenticator is lost: 50 random bits each, used once. */
import { randomBytes } from 'node:crypto';
import { base32 } from './totp.ts';

const count = 10;

/** Ten codes like `k7qd2-mx4pa`. */
export function newBackupCodes(): string[] {
  return Array.from({ length: count }, () => {
    const text = base32(randomBytes(7)).slice(0, 10).toLowerCase();
    return `${text.slice(0, 5)}-${text.slice(5)}`;
  });
}

/** As typed by people: without the hyphen, in capitals. */
export function normalCode(code: string): string {
  return code.toLowerCase().replaceAll(/[\s-]/g, '');
}
