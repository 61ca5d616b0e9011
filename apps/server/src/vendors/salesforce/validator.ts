import { z } from 'zod';
import type { Validator } from '../port.ts';

/**
 * Raised whenever the mapping of describes changes, so that what an older program has stored is read
 * anew although the org has not changed.
 */
const mappingRevision = 1;

/**
 * Days for which “not modified” is believed. Salesforce documents that the date covers the object's
 * metadata and says nothing of permissions, which decide what a describe shows: once a week the
 * question is asked without a condition.
 */
const trustedDays = 7;

const stored = z.object({
  apiVersion: z.string(),
  lastModified: z.string(),
  mapping: z.number(),
  readAt: z.number(),
});

/** Remembers a describe by its `Last-Modified`; null when the answer had none. */
export function makeValidator(
  lastModified: string | undefined,
  apiVersion: string,
  now: Date,
): Validator | null {
  if (lastModified === undefined || Number.isNaN(Date.parse(lastModified))) return null;
  const readAt = now.getTime();
  return JSON.stringify({ apiVersion, lastModified, mapping: mappingRevision, readAt });
}

/** The date to put into `If-Modified-Since`, or null when the object has to be read in any case. */
export function conditionOf(
  validator: Validator | null,
  apiVersion: string,
  now: Date,
): string | null {
  const parsed = stored.safeParse(parseJson(validator));
  if (!parsed.success) return null;
  const { lastModified, mapping, readAt } = parsed.data;
  const isSameQuestion = parsed.data.apiVersion === apiVersion && mapping === mappingRevision;
  const age = now.getTime() - readAt;
  return isSameQuestion && age < trustedDays * 86_400_000 ? lastModified : null;
}

function parseJson(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
