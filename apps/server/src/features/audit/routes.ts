import type { Database } from '../../kernel/db/database.ts';
import { pageOf, readCursor } from '../../kernel/http/cursor.ts';
import type { Routes } from '../../kernel/http/routes.ts';
import { listAuditLog } from './list-audit-log.ts';
import * as operations from './operations.ts';

export function mountAudit(routes: Routes, { database }: { database: Database }): void {
  routes.organization(operations.listAuditLog, async ({ caller, query }) => {
    const after = readCursor(query.cursor);
    const found = await database.withOrganization(caller.membership.scope, (tx) =>
      listAuditLog(tx, { after, limit: query.limit }),
    );
    const { rows, nextCursor } = pageOf(found, query.limit);
    return { entries: rows, nextCursor };
  });
}
