import { sha256 } from '../../kernel/crypto/tokens.ts';
import type { Limits } from '../../kernel/http/limits.ts';

/**
 * Counts a wish for a mail by the address that it would go to, known or not.
 * @throws Problem rate_limited
 */
export async function countAddressee(limits: Limits, email: string): Promise<void> {
  const id = sha256(`mail\0${email.toLowerCase()}`).slice(0, 32);
  await limits.take('sign_in', [{ kind: 'account', id }]);
}
