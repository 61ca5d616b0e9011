import {
  changePasswordBody,
  forgotPasswordBody,
  resetPasswordBody,
} from '@partneros/contract/accounts';
import { success } from '@partneros/contract/common';
import type { Operation } from '../../../kernel/http/routes.ts';

const tag = 'Account';

export const forgotPassword = {
  method: 'post',
  path: '/api/auth/forgot-password',
  id: 'forgotPassword',
  summary: 'Ask for a mail with which to choose a new password',
  description: 'Answers alike whether or not the address has an account.',
  tag,
  access: 'public',
  limit: 'sign_in',
  body: forgotPasswordBody,
  answer: { kind: 'json', schema: success, status: 202 },
} as const satisfies Operation;

export const resetPassword = {
  method: 'post',
  path: '/api/auth/reset-password',
  id: 'resetPassword',
  summary: 'Choose a new password with the token of the mail; ends all sessions',
  description: 'A second factor stays required. Sign in afterwards.',
  tag,
  access: 'public',
  limit: 'sign_in',
  body: resetPasswordBody,
  answer: { kind: 'json', schema: success },
  errors: ['not_found', 'prerequisite_missing'],
} as const satisfies Operation;

export const changePassword = {
  method: 'post',
  path: '/api/auth/change-password',
  id: 'changePassword',
  summary: 'Change your password; this session goes on under a new token',
  tag,
  access: 'signed_in',
  limit: 'sign_in',
  body: changePasswordBody,
  answer: { kind: 'json', schema: success },
  errors: ['forbidden'],
} as const satisfies Operation;
