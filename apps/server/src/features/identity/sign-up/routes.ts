import type { Routes } from '../../../kernel/http/routes.ts';
import type { AccountParts } from '../account-parts.ts';
import { auditPerson } from '../audit-account.ts';
import { idleSeconds } from '../auth-library.ts';
import { countAddressee } from '../count-addressee.ts';
import { userAgentOf } from '../user-agent.ts';
import * as operations from './operations.ts';
import { proveAddress } from './prove-address.ts';
import { signUp } from './sign-up.ts';

export function mountSignUp(routes: Routes, parts: AccountParts): void {
  const { database, cookie, signUpCookie, knownDevice, limits } = parts;

  routes.public(operations.signUp, async ({ body, baseUrl, answerHeaders }) => {
    await countAddressee(limits, body.email);
    const browser = await signUp(parts, body, baseUrl);
    answerHeaders.append('set-cookie', signUpCookie.write(browser));
    return { success: true };
  });

  routes.public(operations.proveAddress, async ({ body, headers, requestId, answerHeaders }) => {
    const header = headers.get('cookie');
    const { sessionToken, ...proven } = await proveAddress(parts, {
      token: body.token,
      password: body.password ?? null,
      browser: signUpCookie.read(header),
      userAgent: userAgentOf(headers),
    });
    await auditPerson(database, proven.user.id, { action: 'address.proven', requestId });
    answerHeaders.append('set-cookie', cookie.write(sessionToken, idleSeconds));
    answerHeaders.append('set-cookie', knownDevice.write(header, proven.user.email));
    answerHeaders.append('set-cookie', signUpCookie.clear());
    return proven;
  });
}
