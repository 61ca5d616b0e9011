import { proveAddressAnswer, proveAddressBody, signUpBody } from '@partneros/contract/accounts';
import { success } from '@partneros/contract/common';
import type { Operation } from '../../../kernel/http/routes.ts';

const tag = 'Account';

export const signUp = {
  method: 'post',
  path: '/api/auth/sign-up',
  id: 'signUp',
  summary: 'Ask for an account and an organization',
  description:
    'Answers alike whether or not the address has an account; what comes next stands in a mail to it.',
  tag,
  access: 'public',
  limit: 'sign_in',
  body: signUpBody,
  answer: { kind: 'json', schema: success, status: 202 },
} as const satisfies Operation;

export const proveAddress = {
  method: 'post',
  path: '/api/auth/prove-address',
  id: 'proveAddress',
  summary: 'Prove an address with the token of the mail; makes the organization and signs in',
  description:
    'Every password, second factor, linked account and session from before the proof is gone.',
  tag,
  access: 'public',
  limit: 'sign_in',
  body: proveAddressBody,
  answer: { kind: 'json', schema: proveAddressAnswer },
  errors: ['not_found'],
} as const satisfies Operation;
