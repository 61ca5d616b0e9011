import type { Routes } from '../../../kernel/http/routes.ts';
import type { AccountParts } from '../account-parts.ts';
import { auditCaller } from '../audit-account.ts';
import { finishSignIn } from '../finish-sign-in.ts';
import { renewToken } from '../switch-session.ts';
import { userAgentOf } from '../user-agent.ts';
import { answerChallenge } from './challenge.ts';
import * as operations from './operations.ts';
import {
  beginTwoFactor,
  describeTwoFactor,
  disableTwoFactor,
  enableTwoFactor,
  renewBackupCodes,
} from './set-up.ts';

export function mountTwoFactor(routes: Routes, parts: AccountParts): void {
  const { database, cookie, clock, challengeCookie } = parts;

  routes.signedIn(operations.getTwoFactor, async ({ caller }) => ({
    twoFactor: await describeTwoFactor(parts, caller.userId),
  }));

  routes.signedIn(operations.beginTwoFactor, ({ caller }) => beginTwoFactor(parts, caller));

  routes.signedIn(
    operations.enableTwoFactor,
    async ({ caller, body, requestId, answerHeaders }) => {
      const backupCodes = await enableTwoFactor(parts, caller, body.code);
      await auditCaller(database, caller, { action: 'two_factor.enabled', requestId });
      const proof = { confirmedAt: clock.now() };
      answerHeaders.append('set-cookie', await renewToken(database, cookie, caller, proof));
      return { backupCodes };
    },
  );

  routes.signedIn(operations.disableTwoFactor, async ({ caller, requestId }) => {
    await disableTwoFactor(parts, caller);
    await auditCaller(database, caller, { action: 'two_factor.disabled', requestId });
    return { success: true };
  });

  routes.signedIn(operations.renewBackupCodes, async ({ caller, requestId }) => {
    const backupCodes = await renewBackupCodes(parts, caller);
    await auditCaller(database, caller, { action: 'two_factor.codes_renewed', requestId });
    return { backupCodes };
  });

  routes.public(operations.verifyTwoFactor, async ({ body, headers, requestId, answerHeaders }) => {
    const cookies = headers.get('cookie');
    const attempt = { token: challengeCookie.read(cookies), code: body.code, cookies };
    const user = await answerChallenge(parts, attempt, requestId);
    const signedIn = await finishSignIn(parts, user, {
      userAgent: userAgentOf(headers),
      requestId,
    });
    answerHeaders.append('set-cookie', signedIn.setCookie);
    answerHeaders.append('set-cookie', parts.knownDevice.write(cookies, user.email));
    answerHeaders.append('set-cookie', challengeCookie.clear());
    return { user, organization: signedIn.organization, twoFactorRequired: false };
  });
}
