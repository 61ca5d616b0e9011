import type { SecretBox } from '../../../kernel/crypto/secret-box.ts';
import { equalInConstantTime } from '../../../kernel/crypto/tokens.ts';
import type { IdentityTransaction } from '../../../kernel/db/database.ts';
import { normalCode } from './backup-codes.ts';
import { openCodes, openSecret, sealCodes } from './sealed.ts';
import { findSecondFactor, replaceBackupCodes, type SecondFactor, useStep } from './store.ts';
import { stepOfCode } from './totp.ts';

export interface CodeUse {
  userId: string;
  code: string;
  now: Date;
}

/**
 * Checks a code of the authenticator or a backup code and uses it up: neither is right twice.
 * @returns `none` when the person has no second factor
 */
export async function useCode(
  tx: IdentityTransaction,
  box: SecretBox,
  use: CodeUse,
): Promise<'right' | 'wrong' | 'none'> {
  const factor = await findSecondFactor(tx, use.userId);
  if (!factor?.enabledAt) return 'none';
  const right =
    (await useAppCode(tx, box, factor, use)) || (await useBackupCode(tx, box, factor, use));
  return right ? 'right' : 'wrong';
}

/** Checks a code of the app alone, also while the factor is being set up. */
export async function useAppCode(
  tx: IdentityTransaction,
  box: SecretBox,
  { userId, secretSealed }: SecondFactor,
  { code, now }: CodeUse,
): Promise<boolean> {
  const step = stepOfCode(openSecret(box, userId, secretSealed), normalCode(code), now);
  return step !== null && useStep(tx, userId, step);
}

async function useBackupCode(
  tx: IdentityTransaction,
  box: SecretBox,
  { userId, backupCodesSealed: before }: SecondFactor,
  { code }: CodeUse,
): Promise<boolean> {
  if (before === null) return false;
  const codes = openCodes(box, userId, before);
  const given = normalCode(code);
  const left = codes.filter((one) => !equalInConstantTime(normalCode(one), given));
  if (left.length === codes.length) return false;
  return replaceBackupCodes(tx, userId, { before, after: sealCodes(box, userId, left) });
}
