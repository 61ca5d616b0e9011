import { permission } from '@partneros/contract/identity';
import type { ServiceAccount } from '@partneros/contract/service-accounts';
import type { ServiceAccountRow } from './tables.ts';

/** A service account as its managers see it: never with its token. */
export function presentServiceAccount(row: ServiceAccountRow): ServiceAccount {
  return {
    id: row.id,
    name: row.name,
    // What a later version no longer knows grants nothing and is not shown.
    permissions: row.permissions.flatMap((name) => permission.safeParse(name).data ?? []),
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
