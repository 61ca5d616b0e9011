import { Problem } from '../../../kernel/http/problem.ts';
import type { Routes } from '../../../kernel/http/routes.ts';
import type { AccountParts } from '../account-parts.ts';
import { ask } from '../account-requests/ask.ts';
import { updateUser } from '../account-store.ts';
import { auditCaller } from '../audit-account.ts';
import { countAddressee } from '../count-addressee.ts';
import { requireFreeSession } from '../own-session.ts';
import { confirmEmail } from './confirm-email.ts';
import * as operations from './operations.ts';

export function mountAddress(routes: Routes, parts: AccountParts): void {
  const { database } = parts;

  routes.signedIn(operations.changeEmail, async ({ caller, body, baseUrl, requestId }) => {
    await database.withIdentity((tx) => requireFreeSession(tx, caller));
    await countAddressee(parts.limits, body.email);
    const { userId, sessionId } = caller;
    await ask(parts, { kind: 'change_email', email: body.email, userId, sessionId, baseUrl });
    await auditCaller(database, caller, { action: 'address.change_asked', requestId });
    return { success: true };
  });

  routes.public(operations.confirmEmail, async ({ body, requestId }) => {
    await confirmEmail(parts, body.token, requestId);
    return { success: true };
  });

  routes.signedIn(operations.updateProfile, async ({ caller, body, requestId }) => {
    const user = await database.withIdentity((tx) =>
      updateUser(tx, caller.userId, { name: body.name }),
    );
    if (!user) throw new Problem('unauthorized', 'Sign in to continue.');
    await auditCaller(database, caller, { action: 'profile.updated', requestId });
    return { user };
  });
}
