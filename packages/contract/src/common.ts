/** Shapes that every feature's contract shares: ids, timestamps, list queries, plain success. */
import { z } from 'zod';

/** A UUID in lower case with hyphens. */
export const id = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, {
    error: 'Must be a UUID in lower case.',
  })
  .meta({ format: 'uuid', examples: ['019a5c2e-7d1b-7c3a-9f00-1b2c3d4e5f60'] });

/** ISO 8601, UTC, milliseconds: `2026-11-21T10:00:00.000Z`. */
export const timestamp = z.iso
  .datetime({ precision: 3 })
  .meta({ examples: ['2026-11-21T10:00:00.000Z'] });

export const success = z.strictObject({ success: z.literal(true) }).meta({ id: 'Success' });

/** Query of every list: `limit` 1–200 (50), `cursor` opaque. */
export const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});

export const nextCursor = z
  .string()
  .nullable()
  .meta({ description: 'Pass as `cursor` for the next page; null on the last one.' });

/**
 * A named shape or null. As a union, because the document's generators read `nullable` on a
 * reference as “both at once”.
 */
export function orNull<Schema extends z.ZodType>(schema: Schema): z.ZodUnion<[Schema, z.ZodNull]> {
  return z.union([schema, z.null()]);
}
