import { Readable } from 'node:stream';
import { notFound, Problem } from '../../kernel/http/problem.ts';
import { ObjectStoreFailure, objectKey } from '../../vendors/object-store/port.ts';
import type { FileParts } from './parts.ts';
import { disposition } from './rules.ts';
import type { FileRow } from './tables.ts';

/**
 * The file as a browser may have it: under the type found by content, never run as a page of ours.
 * Images were made anew when they came and are shown; everything else is only saved.
 */
export async function serveFile(
  parts: FileParts,
  row: FileRow,
  ifNoneMatch: string | null,
): Promise<Response> {
  const etag = `"${row.sha256}"`;
  const headers = {
    etag,
    'cache-control': 'private, max-age=60',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
  };
  if (ifNoneMatch?.split(',').some((one) => one.trim() === etag)) {
    return new Response(null, { status: 304, headers });
  }
  const kept = await openKept(parts, row);
  const charset = row.contentType === 'text/plain' ? '; charset=utf-8' : '';
  // Node's stream type for the web is the platform's by another name.
  const body = Readable.toWeb(kept.content) as ReadableStream<Uint8Array>;
  return new Response(body, {
    headers: {
      ...headers,
      'content-type': `${row.contentType}${charset}`,
      'content-length': String(kept.bytes),
      'content-disposition': disposition(
        row.purpose === 'image' ? 'inline' : 'attachment',
        row.name,
      ),
    },
  });
}

async function openKept({ objects, log }: FileParts, row: FileRow) {
  try {
    const kept = await objects.open(objectKey(row.organizationId, row.id));
    if (kept) return kept;
  } catch (error) {
    if (!(error instanceof ObjectStoreFailure)) throw error;
    throw new Problem('unavailable', 'Files cannot be read at the moment. Try again.', {
      cause: error,
    });
  }
  log.error('A file is missing in the object store', { event: 'file_missing', jobId: row.id });
  throw notFound('File');
}
