import { readFile } from 'node:fs/promises';
import type { File } from '@partneros/contract/files';
import { actorIdOf } from '../../kernel/db/scope.ts';
import type { ActingCaller } from '../../kernel/http/caller.ts';
import { notFound, Problem } from '../../kernel/http/problem.ts';
import type { UploadedFile } from '../../kernel/http/upload.ts';
import { newId } from '../../kernel/ids.ts';
import { createSemaphore } from '../../kernel/semaphore.ts';
import { type Spooled, spool } from '../../kernel/spool.ts';
import { ObjectStoreFailure, objectKey } from '../../vendors/object-store/port.ts';
import { recordAudit } from '../audit/index.ts';
import { findPartnerName } from '../partners/index.ts';
import { detectType } from './detect-type.ts';
import { cleanImage } from './images/clean-image.ts';
import type { FileParts } from './parts.ts';
import { presentFile } from './present.ts';
import { cleanName, maximumBytes } from './rules.ts';
import { insertFile } from './store.ts';
import type { FileRow } from './tables.ts';

export interface UploadWish {
  purpose: FileRow['purpose'];
  partnerId: string | null;
  upload: UploadedFile;
  requestId: string;
}

/** Images are in memory while they are cleaned, so few are at once. */
const cleaning = createSemaphore(4);

/**
 * Keeps the file, then makes it known: what a failure between the two leaves in the store is swept
 * up later, while a file without its bytes is never seen.
 * @throws Problem when it is too large, no image, or for a partner that there is not
 */
export async function uploadFile(
  parts: FileParts,
  caller: ActingCaller,
  wish: UploadWish,
): Promise<File> {
  const { organizationId, scope } = caller.membership;
  if (wish.partnerId !== null) await requirePartner(parts, caller, wish.partnerId);
  const arrived = await spool(parts.spoolFolder, limited(wish));
  try {
    const { spooled, ...described } =
      wish.purpose === 'image'
        ? await cleaning.run(() => asImage(parts, arrived))
        : { spooled: arrived, contentType: await detectType(arrived.head), ...noSize };
    const row: FileRow = {
      id: newId(),
      organizationId,
      partnerId: wish.partnerId,
      purpose: wish.purpose,
      name: cleanName(wish.upload.name),
      bytes: spooled.bytes,
      sha256: spooled.sha256,
      uploadedBy: actorIdOf(scope.actor),
      createdAt: parts.clock.now(),
      ...described,
    };
    await keep(parts, row, spooled);
    await parts.database.withOrganization(scope, async (tx) => {
      await insertFile(tx, row);
      await recordAudit(tx, {
        action: 'file.uploaded',
        target: { type: 'file', id: row.id },
        details: { purpose: row.purpose, contentType: row.contentType, bytes: row.bytes },
        requestId: wish.requestId,
      });
    });
    return presentFile(row);
  } finally {
    await arrived.remove();
  }
}

const noSize = { width: null, height: null };

/** The route takes the larger of the two; an image ends earlier. */
async function* limited({ purpose, upload }: UploadWish): AsyncGenerator<Uint8Array> {
  const atMost = maximumBytes[purpose];
  let bytes = 0;
  for await (const piece of upload.content) {
    bytes += piece.length;
    if (bytes > atMost) {
      throw new Problem('too_large', `The file is larger than ${atMost / 2 ** 20} MiB.`, {
        headers: { Connection: 'close' },
      });
    }
    yield piece;
  }
}

async function requirePartner(
  { database }: FileParts,
  { membership }: ActingCaller,
  partnerId: string,
): Promise<void> {
  const name = await database.withOrganization(membership.scope, (tx) =>
    findPartnerName(tx, partnerId),
  );
  if (name === null) throw notFound('Partner');
}

const refusals = {
  unknown: 'It must be a PNG, JPEG, WebP or GIF image.',
  broken: 'The image is damaged or not whole.',
  too_many_pixels: 'The image has more than 25 megapixels.',
} as const;

async function asImage(parts: FileParts, arrived: Spooled) {
  const image = cleanImage(await readFile(arrived.path));
  if (typeof image === 'string') {
    throw new Problem('validation_failed', 'The file is not an image that can be used.', {
      details: [{ path: 'file', message: refusals[image] }],
    });
  }
  const { type, width, height, bytes } = image;
  const spooled = await spool(parts.spoolFolder, [bytes]);
  return { spooled, contentType: type, width, height };
}

async function keep({ objects }: FileParts, row: FileRow, spooled: Spooled): Promise<void> {
  try {
    await objects.put(objectKey(row.organizationId, row.id), spooled);
  } catch (error) {
    if (!(error instanceof ObjectStoreFailure)) throw error;
    throw new Problem('unavailable', 'Files cannot be kept at the moment. Try again.', {
      cause: error,
    });
  } finally {
    await spooled.remove();
  }
}
