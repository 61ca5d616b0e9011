/** What Salesforce's refusals mean (spec 06, 1.2–1.4). Its sentences decide, but are never shown. */
import { z } from 'zod';
import type { OutboundAnswer } from '../../kernel/outbound/client.ts';
import { CrmFailure, type CrmFailureKind } from '../port.ts';
import { badAnswer, codeOf, failureByStatus, jsonOf, retryAfterOf } from '../transport.ts';

/** Errors of the REST API come as a list; the first one says why. */
const restErrors = z.tuple(
  [z.object({ errorCode: z.string().catch(''), message: z.string().catch('') })],
  z.unknown(),
);

const tokenError = z.object({ error: z.string(), error_description: z.string().catch('') });

type Meaning = readonly [kind: CrmFailureKind, message: string];

/** Total calls roll over 24 hours: some come free again soon, but not within a retry. Ours to choose. */
const totalLimitPauseSeconds = 900;
const concurrentLimitPauseSeconds = 10;

const objectRefused: Meaning = [
  'not_permitted',
  'The connected Salesforce user may not read this object. A Salesforce administrator can allow it.',
];

const meanings = new Map<string, Meaning>(
  Object.entries({
    INVALID_SESSION_ID: ['token_expired', 'Salesforce no longer accepts the access token.'],
    BAD_OAUTH_TOKEN: ['token_expired', 'Salesforce no longer accepts the access token.'],
    INVALID_OPERATION_WITH_EXPIRED_PASSWORD: [
      'rejected',
      'The password of the connected Salesforce user has expired. Set a new one in Salesforce.',
    ],
    API_DISABLED_FOR_ORG: [
      'rejected',
      'This Salesforce edition or user has no API access. A Salesforce administrator can switch it on.',
    ],
    API_CURRENTLY_DISABLED: [
      'rejected',
      'This Salesforce edition or user has no API access. A Salesforce administrator can switch it on.',
    ],
    REQUEST_LIMIT_EXCEEDED: [
      'rate_limited',
      'This Salesforce org has used up its API calls for now. They come free again over the day.',
    ],
    NOT_FOUND: ['not_found', 'Salesforce knows nothing of this name, or hides it from this user.'],
    INVALID_TYPE: [
      'not_found',
      'Salesforce has no object of this name, or hides it from this user.',
    ],
    INSUFFICIENT_ACCESS: objectRefused,
    INSUFFICIENT_ACCESS_OR_READONLY: objectRefused,
    INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: objectRefused,
  }),
);

/**
 * 401s that carry the code of an expired session but that no refresh cures: jsforce leaves these two
 * alone, for it would refresh without end (spec 06, 1.4).
 */
const incurable = /not attached to agent|not valid for use with the rest api/i;

const incurableMeaning: Meaning = [
  'rejected',
  'Salesforce does not let this app use the REST API. Check the app’s scopes and policies there.',
];

/** The failure that an answer of the REST API other than the wanted one stands for. */
export function apiFailureOf(answer: OutboundAnswer, now: Date): CrmFailure {
  const error = apiErrorOf(answer);
  const byStatus = failureByStatus('Salesforce', answer, now);
  if (byStatus !== null) return byStatus;
  if (answer.status < 300 || error === null) return badAnswer('Salesforce', answer.status);
  const [kind, message] = meaningOf(answer.status, error);
  return new CrmFailure(kind, {
    message,
    status: answer.status,
    ...codeOf(error.errorCode),
    ...(kind === 'rate_limited' ? pauseAfter(answer, error.message, now) : {}),
  });
}

function apiErrorOf(answer: OutboundAnswer): { errorCode: string; message: string } | null {
  // The identity services answer with a bare word in place of a list.
  if (answer.text.trim() === 'Bad_OAuth_Token')
    return { errorCode: 'BAD_OAUTH_TOKEN', message: '' };
  const parsed = restErrors.safeParse(jsonOf(answer));
  return parsed.success ? parsed.data[0] : null;
}

function meaningOf(status: number, error: { errorCode: string; message: string }): Meaning {
  const known = meanings.get(error.errorCode);
  if (error.errorCode === 'INVALID_SESSION_ID' && incurable.test(error.message)) {
    return incurableMeaning;
  }
  if (known !== undefined) return known;
  if (status === 403) return objectRefused;
  if (status === 404) return ['not_found', 'Salesforce does not know what was asked for.'];
  return ['rejected', 'Salesforce refused the request.'];
}

function pauseAfter(answer: OutboundAnswer, message: string, now: Date) {
  const isConcurrent = /concurrent/i.test(message);
  return {
    retryAfterSeconds: isConcurrent ? concurrentLimitPauseSeconds : totalLimitPauseSeconds,
    ...retryAfterOf(answer, now),
  };
}

const grantGone: Meaning = [
  'grant_gone',
  'Salesforce no longer accepts this authorisation. Connect it again.',
];

const appRefused: Meaning = [
  'rejected',
  'Salesforce refuses the client id, its secret or the callback address. Check the app’s settings.',
];

/**
 * Errors of the token endpoint. Every `invalid_grant` means that a person must connect again:
 * “expired access/refresh token”, “inactive user”, an old refresh token after rotation, a code that
 * has been used. `unknown_error` comes with “retry your request”: nobody knows what happened.
 */
const tokenMeanings = new Map<string, Meaning>(
  Object.entries({
    invalid_grant: grantGone,
    inactive_user: grantGone,
    inactive_org: grantGone,
    invalid_client: appRefused,
    invalid_client_id: appRefused,
    invalid_client_credentials: appRefused,
    redirect_uri_mismatch: appRefused,
    unauthorized_client: appRefused,
    rate_limit_exceeded: ['rate_limited', 'Salesforce asks us to wait before the next sign-in.'],
    unknown_error: ['unknown_outcome', 'Salesforce did not finish the request.'],
  }),
);

/** Salesforce says “already being processed” when two requests with one refresh token overlap. */
const inProgress = /already being processed/i;

/** The failure that an answer of the token endpoint other than a token stands for. */
export function tokenFailureOf(answer: OutboundAnswer, now: Date): CrmFailure {
  const { status } = answer;
  const byStatus = failureByStatus('Salesforce', answer, now);
  if (byStatus !== null) return byStatus;
  const parsed = tokenError.safeParse(jsonOf(answer));
  if (status < 300 || !parsed.success) return badAnswer('Salesforce', status);
  const { error, error_description: description } = parsed.data;
  const [kind, message] = inProgress.test(description)
    ? (['unknown_outcome', 'Salesforce is still busy with an earlier request.'] as const)
    : (tokenMeanings.get(error) ?? (['rejected', 'Salesforce refused the request.'] as const));
  const details = { message, status, ...codeOf(error) };
  return new CrmFailure(kind, { ...details, ...retryAfterOf(answer, now) });
}
