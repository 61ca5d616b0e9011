import type { Aftermath } from '../../kernel/aftermath.ts';
import { sha256 } from '../../kernel/crypto/tokens.ts';
import type { Authenticate, Caller } from '../../kernel/http/caller.ts';
import type { Limits } from '../../kernel/http/limits.ts';
import { Problem } from '../../kernel/http/problem.ts';
import type { Routes } from '../../kernel/http/routes.ts';
import { describeSession } from './describe-session.ts';
import * as operations from './operations.ts';
import { recordRefusedSignIn } from './record-refused-sign-in.ts';
import { signIn } from './sign-in.ts';
import { deleteSession } from './store.ts';
import { confirmIdentity, type SwitchParts, setActiveOrganization } from './switch-session.ts';

export interface IdentityRouteParts extends SwitchParts {
  authenticate: Authenticate;
  limits: Limits;
  aftermath: Aftermath;
}

export function mountIdentity(routes: Routes, parts: IdentityRouteParts): void {
  const { database, cookie, authenticate, limits, aftermath } = parts;

  routes.public(operations.signIn, async ({ body, headers, requestId, answerHeaders }) => {
    const account = { kind: 'account', id: sha256(body.email.toLowerCase()).slice(0, 32) } as const;
    await limits.take('sign_in', [account]);
    const userAgent = headers.get('user-agent')?.slice(0, 300) ?? null;
    const signedIn = await signIn(parts, { ...body, userAgent }, requestId).catch(
      (error: unknown) => {
        aftermath.later(() => recordRefusedSignIn(database, body.email, requestId));
        throw error;
      },
    );
    answerHeaders.append('set-cookie', signedIn.setCookie);
    return {
      user: signedIn.user,
      organization: signedIn.organization,
      twoFactorRequired: false,
    };
  });

  routes.signedIn(operations.signOut, async ({ caller, answerHeaders }) => {
    await database.withIdentity((tx) => deleteSession(tx, caller.sessionId));
    answerHeaders.append('set-cookie', cookie.clear());
    return { success: true };
  });

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
