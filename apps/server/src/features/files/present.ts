import type { File } from '@partneros/contract/files';
import type { FileRow } from './tables.ts';

export function presentFile(row: FileRow): File {
  const { width, height } = row;
  return {
    id: row.id,
    purpose: row.purpose,
    name: row.name,
    contentType: row.contentType,
    bytes: row.bytes,
    sha256: row.sha256,
    image: width === null || height === null ? null : { width, height },
    partnerId: row.partnerId,
    uploadedBy: row.uploadedBy,
    createdAt: row.createdAt.toISOString(),
    contentUrl: `/api/files/${row.id}/content`,
  };
}
