/** The operations of signing in and out, the session and the active organization. */
import { success } from '@partneros/contract/common';
import {
  confirmIdentityBody,
  sessionAnswer,
  setActiveBody,
  signInAnswer,
  signInBody,
} from '@partneros/contract/identity';
import type { Operation } from '../../kernel/http/routes.ts';

export * from './address/operations.ts';
export * from './password/operations.ts';
export * from './sessions/operations.ts';
export * from './sign-up/operations.ts';
export * from './two-factor/operations.ts';

const tag = 'Sign-in';

export const signIn = {
  method: 'post',
  path: '/api/auth/sign-in/email',
  id: 'signIn',
  summary: 'Sign in with e-mail and password',
  description:
    'Sets the cookie `session_token`; the token is in no body. Where a second factor is on, sets `two_factor_challenge` instead and answers `twoFactorRequired: true`.',
  tag,
  access: 'public',
  limit: 'sign_in',
  body: signInBody,
  answer: { kind: 'json', schema: signInAnswer },
  errors: ['unauthorized', 'prerequisite_missing'],
} as const satisfies Operation;

export const signOut = {
  method: 'post',
  path: '/api/auth/sign-out',
  id: 'signOut',
  summary: 'End this session',
  tag,
  access: 'signed_in',
  limit: 'write',
  answer: { kind: 'json', schema: success },
} as const satisfies Operation;

export const getSession = {
  method: 'get',
  path: '/api/auth/session',
  id: 'getSession',
  summary: 'Who is signed in, in which organization, and what they may do',
  tag,
  access: 'signed_in',
  limit: 'read',
  answer: { kind: 'json', schema: sessionAnswer },
} as const satisfies Operation;

export const setActiveOrganization = {
  method: 'post',
  path: '/api/auth/organization/set-active',
  id: 'setActiveOrganization',
  summary: 'Switch the active organization; the session gets a new token',
  tag,
  access: 'signed_in',
  limit: 'write',
  body: setActiveBody,
  answer: { kind: 'json', schema: sessionAnswer },
  errors: ['forbidden', 'not_found', 'prerequisite_missing'],
} as const satisfies Operation;

export const confirmIdentity = {
  method: 'post',
  path: '/api/auth/confirm-identity',
  id: 'confirmIdentity',
  summary: 'Prove who you are again, before a sensitive act',
  description: 'The proof counts for 15 minutes in this session, which gets a new token.',
  tag,
  access: 'signed_in',
  limit: 'sign_in',
  body: confirmIdentityBody,
  answer: { kind: 'json', schema: success },
  errors: ['forbidden', 'prerequisite_missing'],
} as const satisfies Operation;
