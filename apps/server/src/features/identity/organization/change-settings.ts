import type { Database } from '../../../kernel/db/database.ts';
import type { Membership } from '../../../kernel/http/caller.ts';
import { notFound, Problem } from '../../../kernel/http/problem.ts';
import { recordAudit } from '../../audit/index.ts';
import { lockAuthority } from '../people/authority.ts';
import { versionConflict } from '../roles/write-role.ts';
import { findOrganization, type OrganizationRow, updateSettings } from './store.ts';

type Changeable = Pick<
  OrganizationRow,
  'name' | 'logoUrl' | 'industry' | 'billingEmail' | 'ssoRequired' | 'sessionDays'
>;
export type SettingsChanges = { [Key in keyof Changeable]?: Changeable[Key] | undefined };

/** The active organization's settings. @throws Problem not_found when it is gone meanwhile */
export async function getOrganization(
  database: Database,
  membership: Membership,
): Promise<OrganizationRow> {
  const row = await database.withOrganization(membership.scope, findOrganization);
  if (!row) throw notFound('Organization');
  return row;
}

/** Changes what is given and leaves the rest. */
export async function changeSettings(
  database: Database,
  membership: Membership,
  asked: { action: string; version: number; changes: SettingsChanges; requestId: string },
): Promise<OrganizationRow> {
  const given = Object.entries(asked.changes).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return database.withOrganization(membership.scope, async (tx) => {
    await lockAuthority(tx, membership);
    const row = await updateSettings(tx, asked.version, Object.fromEntries(given));
    if (!row) throw versionConflict((await findOrganization(tx))?.version ?? 0);
    await recordAudit(tx, {
      action: asked.action,
      target: { type: 'organization', id: row.id },
      details: Object.fromEntries(given),
      requestId: asked.requestId,
    });
    return row;
  });
}

/**
 * Requiring single sign-on locks out whoever cannot come back by it: the Owner who switches it on
 * must come from it, or hold a second factor.
 * @throws Problem prerequisite_missing
 */
export function requireWayBack(
  organizationId: string,
  person: { pinnedOrganizationId: string | null; twoFactorEnabled: boolean },
): void {
  if (person.twoFactorEnabled || person.pinnedOrganizationId === organizationId) return;
  throw new Problem(
    'prerequisite_missing',
    'You would lock yourself out: set up two-factor authentication or sign in by single sign-on first.',
  );
}
