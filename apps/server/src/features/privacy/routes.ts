import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { pageOf, readCursor } from '../../kernel/http/cursor.ts';
import { notFound, Problem } from '../../kernel/http/problem.ts';
import type { Routes } from '../../kernel/http/routes.ts';
import { recordAudit } from '../audit/index.ts';
import * as operations from './operations.ts';
import type { PrivacyParts } from './parts.ts';
import { presentRequest } from './present.ts';
import { requestData } from './request-data.ts';
import { findRequest, listRequests } from './store.ts';
import { openIn } from './subject.ts';

export function mountPrivacy(routes: Routes, parts: PrivacyParts): void {
  const { database, box } = parts;

  routes.organization(operations.listPrivacyRequests, async ({ caller, query }) => {
    const after = readCursor(query.cursor);
    const found = await database.withOrganization(caller.membership.scope, (tx) =>
      listRequests(tx, { after, limit: query.limit }),
    );
    const { rows, nextCursor } = pageOf(found, query.limit);
    return { requests: rows.map((row) => presentRequest(box, row)), nextCursor };
  });

  for (const [operation, kind] of [
    [operations.requestExport, 'export'],
    [operations.requestErasure, 'erasure'],
  ] as const) {
    routes.organization(operation, async ({ caller, body, requestId }) => ({
      request: await database.withOrganization(caller.membership.scope, (tx) =>
        requestData(parts, tx, { kind, email: body.email, caller, requestId }),
      ),
    }));
  }

  routes.organization(operations.downloadExport, async ({ caller, params, requestId }) => {
    const text = await database.withOrganization(caller.membership.scope, (tx) =>
      readExport(parts, tx, params.requestId, requestId),
    );
    return new Response(text, {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': 'attachment; filename="personal-data.json"',
      },
    });
  });
}

/** @throws Problem not_found, prerequisite_missing while it is being gathered or once it has expired */
async function readExport(
  { box, clock }: PrivacyParts,
  tx: OrganizationTransaction,
  id: string,
  requestId: string,
): Promise<string> {
  const row = await findRequest(tx, id);
  if (row?.kind !== 'export') throw notFound('Export');
  const isOver = row.expiresAt !== null && row.expiresAt <= clock.now();
  if (row.contentSealed === null || isOver) {
    const why = row.state === 'queued' ? 'The data is still being gathered.' : 'It has expired.';
    throw new Problem('prerequisite_missing', why);
  }
  const target = { type: 'privacy_request', id };
  await recordAudit(tx, { action: 'privacy.export_downloaded', target, requestId });
  return openIn(box, row, 'content_sealed', row.contentSealed);
}
