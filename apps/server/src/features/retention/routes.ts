import type { Database } from '../../kernel/db/database.ts';
import { readVersion } from '../../kernel/http/checks.ts';
import type { Routes } from '../../kernel/http/routes.ts';
import * as operations from './operations.ts';
import { changeRetention, readRetention } from './settings.ts';

export function mountRetention(routes: Routes, { database }: { database: Database }): void {
  routes.organization(operations.getRetention, async ({ caller }) => ({
    retention: await database.withOrganization(caller.membership.scope, readRetention),
  }));

  routes.organization(operations.patchRetention, async ({ caller, body, headers, requestId }) => {
    const change = { version: readVersion(headers), wish: body, requestId };
    return {
      retention: await database.withOrganization(caller.membership.scope, (tx) =>
        changeRetention(tx, change),
      ),
    };
  });
}
