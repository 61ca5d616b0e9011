import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { DiscoveredObject, Validator } from '../port.ts';

/** Hours after which pipelines are read again although the object's own schema is the same. */
const pipelineTrustHours = 24;

const stored = z.object({ hash: z.string(), pipelinesReadAt: z.number().nullable() });
type Stored = z.infer<typeof stored>;

/**
 * HubSpot knows no conditional request and no two answers are alike in bytes, so that “unchanged” is
 * told from what an answer means: the object as we map it, without its pipelines. The mapping sorts
 * everything and writes members in one order, hence plain JSON is canonical here; a new mapping
 * gives new hashes by itself.
 */
export function fingerprintOf(object: DiscoveredObject): string {
  return createHash('sha256').update(JSON.stringify(object)).digest('base64url');
}

export function makeValidator(hash: string, pipelinesReadAt: number | null): Validator {
  return JSON.stringify({ hash, pipelinesReadAt } satisfies Stored);
}

/** What an earlier reading left; a validator of another make counts as none. */
export function readValidator(validator: Validator | null): Stored | null {
  if (validator === null) return null;
  try {
    return stored.parse(JSON.parse(validator));
  } catch {
    return null;
  }
}

/** Whether pipelines read at a time (epoch milliseconds) are still taken for current. */
export function arePipelinesFresh(readAt: number | null, now: Date): boolean {
  return readAt !== null && now.getTime() - readAt < pipelineTrustHours * 3_600_000;
}
