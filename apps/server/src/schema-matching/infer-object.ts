/** Recognises a standard CRM object by its fields when the caller does not say which it is. */
import type { Platform } from '@partneros/contract/integrations';
import type { MatchField } from './types.ts';
import { standardFields } from './vocabulary/index.ts';

export interface StandardObject {
  platform: Platform;
  objectType: string;
}

/** The standard object of whose known fields at least half are there, most first; else null. */
export function inferStandardObject(fields: readonly MatchField[]): StandardObject | null {
  const names = new Set(fields.map((field) => field.name));
  let best: StandardObject | null = null;
  let bestShare = 0.5;
  for (const [key, known] of standardFields) {
    const present = [...known.keys()].filter((name) => names.has(name)).length;
    const share = present / known.size;
    const [platform, objectType] = key.split(' ');
    if (share < bestShare || objectType === undefined) continue;
    bestShare = share;
    best = { platform: platform === 'hubspot' ? 'hubspot' : 'salesforce', objectType };
  }
  return best;
}
