import { eq, inArray } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { type FileRow, files } from './tables.ts';

export async function insertFile(tx: OrganizationTransaction, row: FileRow): Promise<void> {
  await tx.orm.insert(files).values(row);
}

export async function findFile(
  tx: OrganizationTransaction,
  fileId: string,
): Promise<FileRow | null> {
  const [row] = await tx.orm.select().from(files).where(eq(files.id, fileId));
  return row ?? null;
}

export async function deleteFileRow(tx: OrganizationTransaction, fileId: string): Promise<void> {
  await tx.orm.delete(files).where(eq(files.id, fileId));
}

/** Those of the ids that are files. */
export async function listKnown(
  tx: OrganizationTransaction,
  fileIds: string[],
): Promise<Set<string>> {
  const rows = await tx.orm.select({ id: files.id }).from(files).where(inArray(files.id, fileIds));
  return new Set(rows.map(({ id }) => id));
}
