import { readCursor } from '../../../kernel/http/cursor.ts';
import { notFound } from '../../../kernel/http/problem.ts';
import type { Routes } from '../../../kernel/http/routes.ts';
import type { AccountParts } from '../account-parts.ts';
import { endSessions } from '../account-store.ts';
import { auditCaller } from '../audit-account.ts';
import { listSessions } from './list-sessions.ts';
import * as operations from './operations.ts';
import { deleteOwnSession } from './store.ts';

export function mountSessions(routes: Routes, parts: AccountParts): void {
  const { database } = parts;

  routes.signedIn(operations.listSessions, ({ caller, query }) =>
    listSessions(parts, caller, { after: readCursor(query.cursor), limit: query.limit }),
  );

  routes.signedIn(operations.endSession, async ({ caller, params, requestId }) => {
    const ended = await database.withIdentity((tx) =>
      deleteOwnSession(tx, caller.userId, params.sessionId),
    );
    if (!ended) throw notFound('Session');
    await auditCaller(database, caller, { action: 'session.ended', requestId });
    return { success: true };
  });

  routes.signedIn(operations.endOtherSessions, async ({ caller, requestId }) => {
    const count = await database.withIdentity((tx) =>
      endSessions(tx, caller.userId, caller.sessionId),
    );
    await auditCaller(database, caller, {
      action: 'session.others_ended',
      details: { count },
      requestId,
    });
    return { success: true };
  });
}
