/** From what is stored to what crosses the wire, every member written out. */
import type { Mapping } from '@partneros/contract/mapping';
import type { SavedMapping } from './store.ts';

/** @param saved null before the first save: an empty draft with version 0 */
export function presentMapping(objectPair: string, saved: SavedMapping | null): Mapping {
  if (!saved) return { objectPair, state: 'draft', version: 0, pairs: [], rejected: [] };
  return {
    objectPair: saved.objectPair,
    state: saved.state,
    version: saved.version,
    pairs: saved.pairs.map((pair) => ({
      partnerosField: pair.partnerosField,
      crmField: pair.crmField,
      direction: pair.direction,
      transform: pair.transform,
      valueMap: pair.valueMap,
      onConflict: pair.onConflict,
      onBlank: pair.onBlank,
    })),
    rejected: saved.rejected.map((pair) => ({
      partnerosField: pair.partnerosField,
      crmField: pair.crmField,
    })),
  };
}
