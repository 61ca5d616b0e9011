/**
 * Removes bytes that no file speaks of: uploads cut off between store and row, deletions while the
 * store was away, files of organizations and partners that are gone.
 */
import { systemScope } from '../../kernel/db/scope.ts';
import { sweepSpool } from '../../kernel/spool.ts';
import { readKey } from '../../vendors/object-store/port.ts';
import { sweepFilesJob } from './jobs.ts';
import type { FileParts } from './parts.ts';
import { listKnown } from './store.ts';

/** Far above the time between an upload's bytes and its row. */
const youngMilliseconds = 3600_000;
const askedAtOnce = 500;

export async function sweepFiles(parts: FileParts): Promise<void> {
  const before = new Date(parts.clock.now().getTime() - youngMilliseconds);
  await sweepSpool(parts.spoolFolder, before);
  let asked = new Map<string, string[]>();
  let count = 0;
  for await (const { key, changedAt } of parts.objects.list()) {
    const ids = readKey(key);
    if (!ids || changedAt >= before) continue;
    asked.set(ids.ownerId, [...(asked.get(ids.ownerId) ?? []), ids.objectId]);
    count += 1;
    if (count < askedAtOnce) continue;
    await sweepSome(parts, asked);
    asked = new Map();
    count = 0;
  }
  await sweepSome(parts, asked);
}

async function sweepSome(
  { database, objects, log }: FileParts,
  asked: ReadonlyMap<string, string[]>,
): Promise<void> {
  for (const [organizationId, fileIds] of asked) {
    // An organization that is gone has no rows, so that all its files are swept.
    const known = await database.withOrganization(
      systemScope(organizationId, sweepFilesJob.name),
      (tx) => listKnown(tx, fileIds),
    );
    const orphans = fileIds.filter((id) => !known.has(id));
    for (const id of orphans) await objects.remove(`${organizationId}/${id}`);
    if (orphans.length > 0) log.info('Files swept', { organizationId, count: orphans.length });
  }
}
