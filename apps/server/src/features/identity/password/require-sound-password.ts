import { Problem } from '../../../kernel/http/problem.ts';
import { findWeakness, type PasswordOwner } from './rules.ts';

/** @throws Problem validation_failed for a password that is not to be taken */
export function requireSoundPassword(password: string, owner: PasswordOwner): void {
  const message = findWeakness(password, owner);
  if (message === null) return;
  throw new Problem('validation_failed', 'Choose another password.', {
    details: [{ path: 'password', message }],
  });
}
