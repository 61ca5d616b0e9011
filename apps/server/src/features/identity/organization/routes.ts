import type { OrganizationSettings, SecuritySettings } from '@partneros/contract/organization';
import type { Database } from '../../../kernel/db/database.ts';
import { readVersion } from '../../../kernel/http/checks.ts';
import type { Routes } from '../../../kernel/http/routes.ts';
import { findPerson } from '../person.ts';
import { changeSettings, getOrganization, requireWayBack } from './change-settings.ts';
import { closeOrganization, openOrganization } from './open-and-close.ts';
import * as operations from './operations.ts';
import type { OrganizationRow } from './store.ts';

export function mountOrganization(routes: Routes, { database }: { database: Database }): void {
  routes.organization(operations.getOrganization, async ({ caller, answerHeaders }) => {
    const row = await getOrganization(database, caller.membership);
    return withVersion(answerHeaders, row, { organization: presentOrganization(row) });
  });

  routes.organization(
    operations.updateOrganization,
    async ({ caller, body, headers, requestId, answerHeaders }) => {
      const { name, logoUrl, industry, billingEmail } = body;
      const row = await changeSettings(database, caller.membership, {
        action: 'organization.changed',
        version: readVersion(headers),
        changes: { name, logoUrl, industry, billingEmail },
        requestId,
      });
      return withVersion(answerHeaders, row, { organization: presentOrganization(row) });
    },
  );

  routes.signedIn(operations.createOrganization, async ({ caller, body, requestId }) => ({
    organization: await openOrganization(database, caller, body, requestId),
  }));

  routes.signedIn(operations.deleteOrganization, async ({ caller, params, requestId }) => {
    await closeOrganization(database, caller, params.organizationId, requestId);
    return { success: true };
  });

  mountSecurity(routes, database);
}

function mountSecurity(routes: Routes, database: Database): void {
  routes.organization(operations.getSecurity, async ({ caller, answerHeaders }) => {
    const row = await getOrganization(database, caller.membership);
    return withVersion(answerHeaders, row, { security: presentSecurity(row) });
  });

  routes.organization(
    operations.updateSecurity,
    async ({ caller, body, headers, requestId, answerHeaders }) => {
      const version = readVersion(headers);
      if (body.ssoRequired) {
        requireWayBack(caller.membership.organizationId, await findPerson(database, caller));
      }
      const row = await changeSettings(database, caller.membership, {
        action: 'security.changed',
        version,
        changes: body,
        requestId,
      });
      return withVersion(answerHeaders, row, { security: presentSecurity(row) });
    },
  );
}

/** The ETag is the version, which the next change sends back as `If-Match`. */
function withVersion<Body>(answerHeaders: Headers, row: OrganizationRow, body: Body): Body {
  answerHeaders.set('etag', `"${row.version}"`);
  return body;
}

function presentOrganization(row: OrganizationRow): OrganizationSettings {
  const { id, name, slug, logoUrl, industry, billingEmail, version } = row;
  const createdAt = row.createdAt.toISOString();
  return { id, name, slug, logoUrl, industry, billingEmail, version, createdAt };
}

function presentSecurity({ ssoRequired, sessionDays, version }: OrganizationRow): SecuritySettings {
  return { ssoRequired, sessionDays, version };
}
