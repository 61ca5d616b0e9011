import {
  changeEmailBody,
  confirmEmailBody,
  profileAnswer,
  updateProfileBody,
} from '@partneros/contract/accounts';
import { success } from '@partneros/contract/common';
import type { Operation } from '../../../kernel/http/routes.ts';

const tag = 'Account';

export const changeEmail = {
  method: 'post',
  path: '/api/auth/change-email',
  id: 'changeEmail',
  summary: 'Ask to move your account to another address',
  description:
    'A link goes to the new address, word of it to the present one. Nothing moves before the link is opened.',
  tag,
  access: 'signed_in',
  limit: 'sign_in',
  freshIdentity: true,
  body: changeEmailBody,
  answer: { kind: 'json', schema: success, status: 202 },
  errors: ['forbidden'],
} as const satisfies Operation;

export const confirmEmail = {
  method: 'post',
  path: '/api/auth/change-email/confirm',
  id: 'confirmEmail',
  summary: 'Move the account with the token of the mail; sessions end except the one that asked',
  tag,
  access: 'public',
  limit: 'sign_in',
  body: confirmEmailBody,
  answer: { kind: 'json', schema: success },
  errors: ['not_found'],
} as const satisfies Operation;

export const updateProfile = {
  method: 'patch',
  path: '/api/auth/profile',
  id: 'updateProfile',
  summary: 'Change your name',
  tag,
  access: 'signed_in',
  limit: 'write',
  body: updateProfileBody,
  answer: { kind: 'json', schema: profileAnswer },
} as const satisfies Operation;
