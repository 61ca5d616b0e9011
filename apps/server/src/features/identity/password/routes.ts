import type { Routes } from '../../../kernel/http/routes.ts';
import type { AccountParts } from '../account-parts.ts';
import { ask } from '../account-requests/ask.ts';
import { countAddressee } from '../count-addressee.ts';
import { changePassword } from './change-password.ts';
import * as operations from './operations.ts';
import { resetPassword } from './reset-password.ts';

export function mountPassword(routes: Routes, parts: AccountParts): void {
  routes.public(operations.forgotPassword, async ({ body, baseUrl }) => {
    await countAddressee(parts.limits, body.email);
    await ask(parts, { kind: 'reset_password', email: body.email, baseUrl });
    return { success: true };
  });

  routes.public(operations.resetPassword, async ({ body, headers, requestId, answerHeaders }) => {
    const email = await resetPassword(parts, body, requestId);
    // Whoever reads the account's mail gets in past a flood of guesses from elsewhere.
    answerHeaders.append('set-cookie', parts.knownDevice.write(headers.get('cookie'), email));
    return { success: true };
  });

  routes.signedIn(operations.changePassword, async ({ caller, body, requestId, answerHeaders }) => {
    const setCookie = await changePassword(parts, caller, body, requestId);
    answerHeaders.append('set-cookie', setCookie);
    return { success: true };
  });
}
