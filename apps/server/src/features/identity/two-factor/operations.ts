import {
  backupCodesAnswer,
  beginTwoFactorAnswer,
  codeBody,
  twoFactorAnswer,
} from '@partneros/contract/accounts';
import { success } from '@partneros/contract/common';
import { signInAnswer } from '@partneros/contract/identity';
import type { Operation } from '../../../kernel/http/routes.ts';

const tag = 'Two-factor authentication';

export const getTwoFactor = {
  method: 'get',
  path: '/api/auth/two-factor',
  id: 'getTwoFactor',
  summary: 'Whether your second factor is on, and how many backup codes are left',
  tag,
  access: 'signed_in',
  limit: 'read',
  answer: { kind: 'json', schema: twoFactorAnswer },
} as const satisfies Operation;

export const beginTwoFactor = {
  method: 'post',
  path: '/api/auth/two-factor/begin',
  id: 'beginTwoFactor',
  summary: 'Get a secret for your authenticator app; nothing is on yet',
  tag,
  access: 'signed_in',
  limit: 'write',
  freshIdentity: true,
  answer: { kind: 'json', schema: beginTwoFactorAnswer },
  errors: ['duplicate', 'forbidden'],
} as const satisfies Operation;

export const enableTwoFactor = {
  method: 'post',
  path: '/api/auth/two-factor/enable',
  id: 'enableTwoFactor',
  summary: 'Turn the second factor on with a code of the app; other sessions end',
  tag,
  access: 'signed_in',
  limit: 'sign_in',
  freshIdentity: true,
  body: codeBody,
  answer: { kind: 'json', schema: backupCodesAnswer },
  errors: ['forbidden', 'prerequisite_missing'],
} as const satisfies Operation;

export const disableTwoFactor = {
  method: 'post',
  path: '/api/auth/two-factor/disable',
  id: 'disableTwoFactor',
  summary: 'Turn the second factor off',
  tag,
  access: 'signed_in',
  limit: 'write',
  freshIdentity: true,
  answer: { kind: 'json', schema: success },
  errors: ['forbidden', 'prerequisite_missing'],
} as const satisfies Operation;

export const renewBackupCodes = {
  method: 'post',
  path: '/api/auth/two-factor/backup-codes',
  id: 'renewBackupCodes',
  summary: 'Get ten new backup codes in place of those before',
  tag,
  access: 'signed_in',
  limit: 'write',
  freshIdentity: true,
  answer: { kind: 'json', schema: backupCodesAnswer },
  errors: ['forbidden', 'prerequisite_missing'],
} as const satisfies Operation;

export const verifyTwoFactor = {
  method: 'post',
  path: '/api/auth/two-factor/verify',
  id: 'verifyTwoFactor',
  summary: 'Finish a sign-in with a code of the app or a backup code',
  description:
    'Goes with the cookie `two_factor_challenge` that sign-in set: ten minutes, five tries.',
  tag,
  access: 'public',
  limit: 'sign_in',
  body: codeBody,
  answer: { kind: 'json', schema: signInAnswer },
  errors: ['unauthorized'],
} as const satisfies Operation;
