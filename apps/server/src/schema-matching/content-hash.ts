/** The key under which a field's vector is stored. */
import { sha256 } from './sha256.ts';
import type { MatchField } from './types.ts';

/**
 * SHA-256, in hex, of all that a field's vector is made from: name, label, description and options
 * in order of their values. Two fields that say the same share one vector, wherever they come from.
 */
export function contentHash(field: MatchField): string {
  const options = field.options.map((option) => [option.value, option.label]);
  options.sort((a, b) => compareText(a.join('\u0000'), b.join('\u0000')));
  return sha256(JSON.stringify([field.name, field.label, field.description ?? '', options]));
}

/** Order by UTF-16 code units: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
