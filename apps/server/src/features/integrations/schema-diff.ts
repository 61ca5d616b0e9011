/** What changed between two field lists of one object. */
import type { Field } from '@partneros/contract/field';
import type { DriftEntry } from '@partneros/contract/integrations';
import { canonicalField } from './schema-hash.ts';

/** Added, removed and changed fields, by name; empty for equal lists in any order. */
export function diffFields(
  objectType: string,
  before: readonly Field[],
  after: readonly Field[],
): DriftEntry[] {
  const old = new Map(before.map((field) => [field.name, field]));
  const entries: DriftEntry[] = [];
  for (const field of after) {
    const was = old.get(field.name);
    old.delete(field.name);
    const entry = { objectType, field: field.name, after: field };
    if (!was) entries.push({ ...entry, change: 'added', before: null });
    else if (canonicalField(was) !== canonicalField(field)) {
      entries.push({ ...entry, change: 'changed', before: was });
    }
  }
  for (const was of old.values()) {
    entries.push({ objectType, field: was.name, change: 'removed', before: was, after: null });
  }
  return entries.sort((a, b) => (a.field < b.field ? -1 : a.field > b.field ? 1 : 0));
}
