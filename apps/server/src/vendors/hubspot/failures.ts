/** What HubSpot's refusals mean (spec 06, 2.1–2.4). Its sentences decide, but are never shown. */
import { z } from 'zod';
import type { OutboundAnswer } from '../../kernel/outbound/client.ts';
import { CrmFailure, type CrmFailureKind } from '../port.ts';
import { badAnswer, codeOf, failureByStatus, jsonOf, retryAfterOf } from '../transport.ts';

const words = z.string().catch('');

const apiError = z.object({
  status: z.literal('error'),
  category: words,
  message: words,
  policyName: words,
  context: z
    .object({ requiredGranularScopes: z.array(z.string()).catch([]) })
    .catch({ requiredGranularScopes: [] }),
});
type ApiError = z.infer<typeof apiError>;

/** The token endpoint names its errors twice, by OAuth's word and by HubSpot's own code. */
const tokenError = z
  .object({ error: words, status: words })
  .refine(({ error, status }) => error !== '' || status !== '');

type Meaning = readonly [kind: CrmFailureKind, message: string];

/** The failure that an answer of the API other than the wanted one stands for. */
export function apiFailureOf(answer: OutboundAnswer, now: Date): CrmFailure {
  const parsed = apiError.safeParse(jsonOf(answer));
  const error = parsed.success ? parsed.data : null;
  if (answer.status === 429) return rateLimited(answer, error, now);
  const byStatus = pausedFailureOf(answer, now) ?? failureByStatus('HubSpot', answer, now);
  if (byStatus !== null) return byStatus;
  if (answer.status < 300 || error === null) return badAnswer('HubSpot', answer.status);
  const [kind, message] = meaningOf(answer.status, error);
  return new CrmFailure(kind, { message, status: answer.status, ...codeOf(error.category) });
}

/** 423: a bulk load holds the account; 477: it moves to another data centre. Nothing happened. */
function pausedFailureOf(answer: OutboundAnswer, now: Date): CrmFailure | null {
  const { status } = answer;
  if (status !== 423 && status !== 477) return null;
  const message = 'HubSpot has locked this account for a while.';
  const pause = { retryAfterSeconds: status === 423 ? 2 : 3_600 };
  return new CrmFailure('rate_limited', {
    message,
    status,
    ...pause,
    ...retryAfterOf(answer, now),
  });
}

function meaningOf(status: number, error: ApiError): Meaning {
  switch (status) {
    case 401:
      return unauthorizedMeaning(error);
    case 403:
      return ['not_permitted', missingScopesMessage(error)];
    case 404:
      return ['not_found', 'HubSpot knows nothing of this name.'];
    default:
      // An unknown object type is a 400 on some paths.
      return /infer object type/i.test(error.message)
        ? ['not_found', 'HubSpot has no object of this name.']
        : ['rejected', 'HubSpot refused the request.'];
  }
}

/**
 * HubSpot asks not to take every 401 for an expired token. `INVALID_AUTHENTICATION` is a token that
 * it does not know at all: if the app has been removed, the next refresh, due within half an hour,
 * says so in plain words; until then a refresh would only repeat the question.
 */
function unauthorizedMeaning({ category, message }: ApiError): Meaning {
  const isExpired = category === 'EXPIRED_AUTHENTICATION' || /\bexpired\b/i.test(message);
  return isExpired
    ? ['token_expired', 'HubSpot no longer accepts the access token.']
    : ['rejected', 'HubSpot does not accept the access token.'];
}

/** Scopes are shown when they look like scopes: they are what an administrator has to add. */
function missingScopesMessage({ context }: ApiError): string {
  const scopes = context.requiredGranularScopes.filter((scope) =>
    /^[a-z0-9._-]{1,80}$/.test(scope),
  );
  const hint = scopes.length > 0 ? ` It asks for ${scopes.slice(0, 5).join(', ')}.` : '';
  return `HubSpot does not let this app read this object.${hint} Connect again with that right.`;
}

/**
 * HubSpot seldom says how long to wait; the policy does: ten seconds roll, a second passes, a day
 * ends at midnight. It is midnight of the account's time zone, which no header tells: we take UTC
 * and are told again if that was too early.
 */
function rateLimited(answer: OutboundAnswer, error: ApiError | null, now: Date): CrmFailure {
  return new CrmFailure('rate_limited', {
    message: 'HubSpot’s limit of calls is reached for now.',
    status: answer.status,
    retryAfterSeconds: pauseOf(error, now),
    ...codeOf(error?.policyName || error?.category),
    ...retryAfterOf(answer, now),
  });
}

function pauseOf(error: ApiError | null, now: Date): number {
  const policy = `${error?.policyName ?? ''} ${error?.message ?? ''}`;
  if (/daily/i.test(policy)) return secondsToMidnight(now);
  if (/(?<!ten_)secondly/i.test(policy)) return 1;
  return 10;
}

function secondsToMidnight(now: Date): number {
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1);
  return Math.ceil((midnight - now.getTime()) / 1000);
}

const grantGone: Meaning = [
  'grant_gone',
  'HubSpot no longer accepts this authorisation. Connect it again.',
];

const appRefused = 'HubSpot refuses the client id, its secret or the callback address.';

const tokenMeanings = new Map<string, Meaning>(
  Object.entries({
    BAD_CLIENT_ID: ['rejected', appRefused],
    BAD_CLIENT_SECRET: ['rejected', appRefused],
    BAD_REDIRECT_URI: ['rejected', appRefused],
  }),
);

/** The failure that an answer of the token endpoint other than a token stands for. */
export function tokenFailureOf(answer: OutboundAnswer, now: Date): CrmFailure {
  if (answer.status === 429) return apiFailureOf(answer, now);
  const byStatus = failureByStatus('HubSpot', answer, now);
  if (byStatus !== null) return byStatus;
  const parsed = tokenError.safeParse(jsonOf(answer));
  if (answer.status < 300 || !parsed.success) return badAnswer('HubSpot', answer.status);
  const { error, status } = parsed.data;
  const isGone = error === 'invalid_grant' || /^BAD_(REFRESH_TOKEN|AUTH_CODE)$/.test(status);
  const meaning = tokenMeanings.get(status) ?? (isGone ? grantGone : null);
  const [kind, message] = meaning ?? (['rejected', 'HubSpot refused the request.'] as const);
  return new CrmFailure(kind, { message, status: answer.status, ...codeOf(status || error) });
}
