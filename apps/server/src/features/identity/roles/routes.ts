import type { CustomRole } from '@partneros/contract/roles';
import type { Database } from '../../../kernel/db/database.ts';
import { readVersion } from '../../../kernel/http/checks.ts';
import { pageOf, readCursor } from '../../../kernel/http/cursor.ts';
import type { Routes } from '../../../kernel/http/routes.ts';
import { describePermissions } from './describe-permissions.ts';
import * as operations from './operations.ts';
import { listRoles, type RoleRow } from './store.ts';
import { createRole, deleteRole, getRole, updateRole } from './write-role.ts';

export function mountRoles(routes: Routes, { database }: { database: Database }): void {
  routes.organization(operations.listPermissions, async ({ caller }) =>
    describePermissions(caller.membership),
  );

  routes.organization(operations.listRoles, async ({ caller, query }) => {
    const after = readCursor(query.cursor);
    const found = await database.withOrganization(caller.membership.scope, (tx) =>
      listRoles(tx, { after, limit: query.limit }),
    );
    const { rows, nextCursor } = pageOf(found, query.limit);
    return { roles: rows.map(presentRole), nextCursor };
  });

  routes.organization(operations.createRole, async ({ caller, body, requestId, answerHeaders }) =>
    answerWith(answerHeaders, await createRole(database, caller.membership, body, requestId)),
  );

  routes.organization(operations.getRole, async ({ caller, params, answerHeaders }) => {
    const role = await database.withOrganization(caller.membership.scope, (tx) =>
      getRole(tx, params.roleId),
    );
    return answerWith(answerHeaders, role);
  });

  routes.organization(
    operations.updateRole,
    async ({ caller, params, body, headers, requestId, answerHeaders }) => {
      const version = readVersion(headers);
      const asked = { roleId: params.roleId, version, changes: body, requestId };
      return answerWith(answerHeaders, await updateRole(database, caller.membership, asked));
    },
  );

  routes.organization(operations.deleteRole, async ({ caller, params, requestId }) => {
    await deleteRole(database, caller.membership, params.roleId, requestId);
    return { success: true };
  });
}

/** The ETag is the version, which the next change sends back as `If-Match`. */
function answerWith(answerHeaders: Headers, row: RoleRow) {
  answerHeaders.set('etag', `"${row.version}"`);
  return { role: presentRole(row) };
}

function presentRole(row: RoleRow): CustomRole {
  const { id, name, description, grants, memberCount, version } = row;
  return {
    id,
    name,
    description,
    grants,
    memberCount,
    version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
