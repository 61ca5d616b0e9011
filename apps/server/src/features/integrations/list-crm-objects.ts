import { objectList } from '@partneros/contract/integrations';
import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { OrganizationScope } from '../../kernel/db/scope.ts';
import { notFound } from '../../kernel/http/problem.ts';
import { callCrm } from './call-crm.ts';
import type { IntegrationParts } from './parts.ts';
import { asProblem } from './refresh-schema.ts';
import { findConnection, updateConnection } from './store.ts';
import { withRetries } from './with-retries.ts';

const keptMilliseconds = 24 * 3600_000;
const storedObjects = objectList.shape.objects;

/**
 * Every object that the CRM offers, by label; asked at most once in 24 hours.
 * @throws Problem upstream_failed, prerequisite_missing
 */
export async function listCrmObjects(
  parts: IntegrationParts,
  scope: OrganizationScope,
  connectionId: string,
): Promise<z.infer<typeof objectList>> {
  const connection = await parts.database.withOrganization(scope, (tx) =>
    findConnection(tx, connectionId),
  );
  if (!connection) throw notFound('Connection');
  const { crmObjects, crmObjectsListedAt: at } = connection;
  if (at && parts.clock.now().getTime() - at.getTime() < keptMilliseconds) {
    return { objects: storedObjects.parse(crmObjects), listedAt: at.toISOString() };
  }
  const objects = await ask(parts, scope, connectionId);
  const listedAt = parts.clock.now();
  await parts.database.withOrganization(scope, (tx) =>
    updateConnection(tx, connectionId, {
      crmObjects: sql`${JSON.stringify(objects)}::jsonb`,
      crmObjectsListedAt: listedAt,
    }),
  );
  return { objects, listedAt: listedAt.toISOString() };
}

async function ask(parts: IntegrationParts, scope: OrganizationScope, connectionId: string) {
  try {
    const objects = await withRetries(parts, () =>
      callCrm(parts, scope, connectionId, (vendor, session) => vendor.listObjects(session)),
    );
    return objects
      .map(({ objectType, label, custom }) => ({ objectType, label, custom }))
      .sort((a, b) => (a.label + a.objectType < b.label + b.objectType ? -1 : 1));
  } catch (error) {
    throw asProblem(error) ?? error;
  }
}
