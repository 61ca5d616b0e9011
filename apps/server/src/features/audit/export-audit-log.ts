/** The log as a file, read page by page as fast as the client takes it. */
import { Readable } from 'node:stream';
import type { AuditEntry, auditFormat } from '@partneros/contract/audit';
import type { z } from 'zod';
import { csvLine } from '../../kernel/csv.ts';
import type { Database } from '../../kernel/db/database.ts';
import type { OrganizationScope } from '../../kernel/db/scope.ts';
import { type AuditWish, filterOf } from './filter.ts';
import { presentLine } from './present.ts';
import { recordAudit } from './record-audit.ts';
import { searchLines } from './store.ts';

const pageSize = 500;

export interface ExportWish {
  format: z.infer<typeof auditFormat>;
  wish: AuditWish;
  requestId: string;
}

/** The media type of each format. */
const exportMedia = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
} as const;

/**
 * Notes that the log is being exported and begins to read it. Lines that are written meanwhile, that
 * about the export among them, are not in it.
 */
export async function exportAuditLog(
  database: Database,
  scope: OrganizationScope,
  { format, wish, requestId }: ExportWish,
): Promise<Response> {
  const filter = filterOf(wish);
  const first = await database.withOrganization(scope, async (tx) => {
    const rows = await searchLines(tx, filter, { after: null, most: pageSize });
    await recordAudit(tx, { action: 'audit.exported', details: { format }, requestId });
    return rows;
  });

  async function* lines(): AsyncGenerator<string> {
    if (format === 'csv') yield csvLine(csvHead);
    let page = first;
    while (page.length > 0) {
      yield page.map((row) => write[format](presentLine(row))).join('');
      const after = page.at(-1)?.id ?? null;
      page = await database.withOrganization(scope, (tx) =>
        searchLines(tx, filter, { after, most: pageSize }),
      );
    }
  }

  // The web stream types of node and of the DOM are the same thing under two names.
  const body = Readable.toWeb(Readable.from(lines())) as ReadableStream;
  return new Response(body, {
    headers: {
      'content-type': exportMedia[format],
      'content-disposition': `attachment; filename="audit-log.${format}"`,
    },
  });
}

const csvHead = [
  ...['seq', 'at', 'actorKind', 'actorId', 'actorName', 'action', 'targetType', 'targetId'],
  ...['outcome', 'details', 'requestId', 'id'],
];

const write = {
  ndjson: (entry: AuditEntry) => `${JSON.stringify(entry)}\n`,
  csv: ({ seq, at, actor, action, target, outcome, details, requestId, id }: AuditEntry) =>
    csvLine([
      ...[seq, at, actor.kind, actor.id, actor.name, action],
      ...[target?.type ?? null, target?.id ?? null],
      ...[outcome, JSON.stringify(details), requestId, id],
    ]),
};
