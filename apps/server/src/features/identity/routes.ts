import type { Authenticate, Caller } from '../../kernel/http/caller.ts';
import { Problem } from '../../kernel/http/problem.ts';
import type { Routes } from '../../kernel/http/routes.ts';
import type { AccountParts } from './account-parts.ts';
import { mountAddress } from './address/routes.ts';
import { auditCaller } from './audit-account.ts';
import { describeSession } from './describe-session.ts';
import * as operations from './operations.ts';
import { mountPassword } from './password/routes.ts';
import { recordRefusedSignIn } from './record-refused-sign-in.ts';
import { mountSessions } from './sessions/routes.ts';
import { signIn } from './sign-in.ts';
import { createSignInDelays } from './sign-in-delays/delays.ts';
import { mountSignUp } from './sign-up/routes.ts';
import { deleteSession } from './store.ts';
import { confirmIdentity, setActiveOrganization } from './switch-session.ts';
import { mountTwoFactor } from './two-factor/routes.ts';
import { userAgentOf } from './user-agent.ts';

export interface IdentityRouteParts extends Omit<AccountParts, 'delays'> {
  /** Of all limits, for load tests. */
  rateLimitScale: number;
}

export function mountIdentity(
  routes: Routes,
  { rateLimitScale, ...given }: IdentityRouteParts,
): void {
  const { database, clock } = given;
  const delays = createSignInDelays(database, clock, rateLimitScale);
  const parts: AccountParts = { ...given, delays };
  mountSignIn(routes, parts);
  mountSession(routes, parts);
  mountSignUp(routes, parts);
  mountPassword(routes, parts);
  mountTwoFactor(routes, parts);
  mountSessions(routes, parts);
  mountAddress(routes, parts);
}

function mountSignIn(routes: Routes, parts: AccountParts): void {
  const { database, cookie, challengeCookie, knownDevice } = parts;

  routes.public(operations.signIn, async ({ body, headers, requestId, answerHeaders }) => {
    const cookies = headers.get('cookie');
    const attempt = { ...body, userAgent: userAgentOf(headers), cookies };
    const outcome = await signIn(parts, attempt, requestId).catch((error: unknown) => {
      parts.aftermath.later(() => recordRefusedSignIn(database, body.email, requestId));
      throw error;
    });
    const { user } = outcome;
    if (outcome.kind === 'challenge') {
      answerHeaders.append('set-cookie', challengeCookie.write(outcome.token));
      return { user, organization: null, twoFactorRequired: true };
    }
    answerHeaders.append('set-cookie', outcome.setCookie);
    answerHeaders.append('set-cookie', knownDevice.write(cookies, user.email));
    return { user, organization: outcome.organization, twoFactorRequired: false };
  });

  routes.signedIn(operations.signOut, async ({ caller, requestId, answerHeaders }) => {
    await database.withIdentity((tx) => deleteSession(tx, caller.sessionId));
    await auditCaller(database, caller, { action: 'session.signed_out', requestId });
    answerHeaders.append('set-cookie', cookie.clear());
    return { success: true };
  });
}

function mountSession(routes: Routes, parts: AccountParts): void {
  const { database, authenticate } = parts;

  routes.signedIn(operations.getSession, async ({ caller }) => ({
    session: await describeSession(database, caller),
  }));

  routes.signedIn(operations.setActiveOrganization, async ({ caller, body, answerHeaders }) => {
    const setCookie = await setActiveOrganization(parts, caller, body.organizationId);
    answerHeaders.append('set-cookie', setCookie);
    const renewed = await callerOf(authenticate, setCookie);
    return { session: await describeSession(database, renewed) };
  });

  routes.signedIn(operations.confirmIdentity, async ({ caller, body, answerHeaders }) => {
    const setCookie = await confirmIdentity(parts, caller, body);
    answerHeaders.append('set-cookie', setCookie);
    return { success: true };
  });
}

async function callerOf(authenticate: Authenticate, setCookie: string): Promise<Caller> {
  const authentication = await authenticate({ cookie: setCookie.split(';')[0] });
  if (!authentication) throw new Problem('unauthorized', 'Sign in to continue.');
  return authentication.caller;
}
