import type { Database } from '../../kernel/db/database.ts';
import { pageOf, readCursor } from '../../kernel/http/cursor.ts';
import type { Routes } from '../../kernel/http/routes.ts';
import { exportAuditLog } from './export-audit-log.ts';
import { filterOf } from './filter.ts';
import * as operations from './operations.ts';
import { presentLine } from './present.ts';
import { searchLines } from './store.ts';
import { verifyAudit } from './verify-audit.ts';

export function mountAudit(routes: Routes, { database }: { database: Database }): void {
  routes.organization(operations.listAuditLog, async ({ caller, query }) => {
    const after = readCursor(query.cursor);
    const found = await database.withOrganization(caller.membership.scope, (tx) =>
      searchLines(tx, filterOf(query), { after, most: query.limit + 1 }),
    );
    const { rows, nextCursor } = pageOf(found, query.limit);
    return { entries: rows.map(presentLine), nextCursor };
  });

  routes.organization(operations.verifyAuditLog, ({ caller }) =>
    database.withOrganization(caller.membership.scope, verifyAudit),
  );

  routes.organization(operations.exportAuditLog, ({ caller, body, requestId }) => {
    const { format, ...wish } = body;
    return exportAuditLog(database, caller.membership.scope, { format, wish, requestId });
  });
}
