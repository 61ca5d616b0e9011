import { type Member } from '@partneros/contract/people';
import { builtInRoleNames } from '@partneros/contract/permissions';
import { readVersion } from '../../../kernel/http/checks.ts';
import { pageOf, readCursor } from '../../../kernel/http/cursor.ts';
import type { Routes } from '../../../kernel/http/routes.ts';
import { type ChangeParts, changeMember } from './change-member.ts';
import * as operations from './operations.ts';
import { leaveOrganization, removeMember } from './remove-member.ts';
import { listMembers, type MemberRow } from './store.ts';

export function mountMembers(routes: Routes, parts: ChangeParts): void {
  const { database } = parts;
  routes.organization(operations.listMembers, async ({ caller, query }) => {
    const { cursor, limit, ...filter } = query;
    const after = readCursor(cursor);
    const found = await database.withOrganization(caller.membership.scope, (tx) =>
      listMembers(tx, filter, { after, limit }),
    );
    const { rows, nextCursor } = pageOf(found, limit);
    return { members: rows.map(presentMember), nextCursor };
  });

  routes.organization(
    operations.changeMember,
    async ({ caller, params, body, headers, requestId, answerHeaders }) => {
      const version = readVersion(headers);
      const asked = { memberId: params.memberId, version, given: body, requestId };
      const changed = await changeMember(parts, caller.membership, asked);
      answerHeaders.set('etag', `"${changed.version}"`);
      return { member: presentMember(changed) };
    },
  );

  routes.organization(operations.removeMember, async ({ caller, params, requestId }) => {
    await removeMember(database, caller.membership, params.memberId, requestId);
    return { success: true };
  });

  routes.signedIn(operations.leaveOrganization, async ({ caller, params, requestId }) => {
    await leaveOrganization(database, caller, params.organizationId, requestId);
    return { success: true };
  });
}

function presentMember(row: MemberRow): Member {
  return {
    id: row.id,
    userId: row.user_id,
    name: row.name,
    email: row.email,
    twoFactorEnabled: row.two_factor_enabled,
    role: row.role,
    roleId: row.role_id,
    roleName: row.role === 'custom' ? (row.role_name ?? '') : builtInRoleNames[row.role],
    version: row.version,
    createdAt: row.created_at.toISOString(),
  };
}
