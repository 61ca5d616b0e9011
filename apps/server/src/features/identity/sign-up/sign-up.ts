import { randomToken, sha256 } from '../../../kernel/crypto/tokens.ts';
import { type AskParts, ask } from '../account-requests/ask.ts';
import type { AuthLibrary } from '../auth-library.ts';
import { requireSoundPassword } from '../password/require-sound-password.ts';

export interface NewAccount {
  name: string;
  email: string;
  password: string;
  organizationName: string;
}

/**
 * Notes a sign-up. The password counts later only in the browser that now gets the returned token:
 * whoever opens the link elsewhere proves the address, but may not be the one who chose it.
 * @returns the token for that browser
 * @throws Problem validation_failed for a password that is not to be taken
 */
export async function signUp(
  parts: AskParts & { auth: AuthLibrary },
  { password, ...account }: NewAccount,
  baseUrl: string,
): Promise<string> {
  requireSoundPassword(password, account);
  const passwordHash = await parts.auth.hashPassword(password);
  const browser = randomToken();
  await ask(parts, {
    ...account,
    kind: 'sign_up',
    passwordHash,
    browserHash: sha256(browser),
    baseUrl,
  });
  return browser;
}
