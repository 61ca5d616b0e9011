/** A mapping while it is worked on, before it is saved. */
import type { Mapping, MappingPair } from '../../lib/api-types.ts';

export interface RejectedPair {
  partnerosField: string;
  crmField: string;
}

export interface Draft {
  pairs: readonly MappingPair[];
  rejected: readonly RejectedPair[];
}

export function draftOf({ pairs, rejected }: Mapping): Draft {
  return { pairs, rejected };
}

/** Takes pairs in; a field of ours that was paired already changes its partner. */
export function withPairs(draft: Draft, added: readonly MappingPair[]): Draft {
  const fields = new Set(added.map(({ partnerosField }) => partnerosField));
  return {
    pairs: [...draft.pairs.filter(({ partnerosField }) => !fields.has(partnerosField)), ...added],
    rejected: draft.rejected.filter(
      (rejected) => !added.some((pair) => isSamePair(pair, rejected)),
    ),
  };
}

export function withChangedPair(draft: Draft, changed: MappingPair, index: number): Draft {
  return { ...draft, pairs: draft.pairs.map((pair, at) => (at === index ? changed : pair)) };
}

export function withoutPair(draft: Draft, index: number): Draft {
  return { ...draft, pairs: draft.pairs.filter((_, at) => at !== index) };
}

export function withRejected(draft: Draft, { partnerosField, crmField }: RejectedPair): Draft {
  return { ...draft, rejected: [...draft.rejected, { partnerosField, crmField }] };
}

export function withoutRejected(draft: Draft, restored: RejectedPair): Draft {
  return { ...draft, rejected: draft.rejected.filter((pair) => !isSamePair(pair, restored)) };
}

/** Suggestions that still wait for a decision: neither paired nor rejected. */
export function openSuggestions<Suggested extends RejectedPair>(
  draft: Draft,
  suggestions: readonly Suggested[],
): readonly Suggested[] {
  const paired = new Set(draft.pairs.map(({ partnerosField }) => partnerosField));
  return suggestions.filter(
    (suggestion) =>
      !paired.has(suggestion.partnerosField) &&
      !draft.rejected.some((rejected) => isSamePair(suggestion, rejected)),
  );
}

/** Whether saving would change anything; the order of pairs means nothing. */
export function isChanged(draft: Draft, saved: Draft): boolean {
  return fingerprint(draft) !== fingerprint(saved);
}

function isSamePair(one: RejectedPair, other: RejectedPair): boolean {
  return one.partnerosField === other.partnerosField && one.crmField === other.crmField;
}

function fingerprint({ pairs, rejected }: Draft): string {
  const texts = (items: readonly unknown[]): string[] =>
    items.map((item) => JSON.stringify(item, sortedKeys)).sort();
  return JSON.stringify([texts(pairs), texts(rejected)]);
}

/** The server may send members in another order than they were built in here. */
function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
