/** What pairs must not do to each other: repeat, contradict, write one target twice. Pure. */
import type { ErrorDetail } from '@partneros/contract/errors';
import type { Mapping, MappingPair } from '@partneros/contract/mapping';
import { flowsFromCrm, flowsToCrm } from './check-transform.ts';

type Named = Pick<MappingPair, 'partnerosField' | 'crmField'>;

const keyOf = (pair: Named) => JSON.stringify([pair.partnerosField, pair.crmField]);

/** Faults between the pairs, and between them and the rejected ones. */
export function listFaults({
  pairs,
  rejected,
}: Pick<Mapping, 'pairs' | 'rejected'>): ErrorDetail[] {
  const repeated = repeatedPairs(pairs);
  const unique = pairs.map((pair, index) => (repeated.has(index) ? null : pair));
  const pairKeys = new Map(pairs.map((pair, index) => [keyOf(pair), index]));
  return [
    ...[...repeated].map(([index, first]) => ({
      path: `pairs.${index}`,
      message: `The same pair as pairs.${first}.`,
    })),
    ...writerFaults(unique, 'crmField', (pair) => flowsToCrm(pair.direction)),
    ...writerFaults(unique, 'partnerosField', (pair) => flowsFromCrm(pair.direction)),
    ...[...repeatedPairs(rejected)].map(([index, first]) => ({
      path: `rejected.${index}`,
      message: `The same pair as rejected.${first}.`,
    })),
    ...rejected.flatMap((pair, index) => {
      const at = pairKeys.get(keyOf(pair));
      if (at === undefined) return [];
      return [{ path: `rejected.${index}`, message: `pairs.${at} lists it: one or the other.` }];
    }),
  ];
}

/** Position of each repetition → position of the first. */
function repeatedPairs(pairs: readonly Named[]): Map<number, number> {
  const firsts = new Map<string, number>();
  const repeated = new Map<number, number>();
  pairs.forEach((pair, index) => {
    const first = firsts.get(keyOf(pair));
    if (first === undefined) firsts.set(keyOf(pair), index);
    else repeated.set(index, first);
  });
  return repeated;
}

/** One writer per target: otherwise the last one to run would win, and nobody could say which. */
function writerFaults(
  pairs: readonly (MappingPair | null)[],
  target: 'crmField' | 'partnerosField',
  writes: (pair: MappingPair) => boolean,
): ErrorDetail[] {
  const writers = new Map<string, number>();
  return pairs.flatMap((pair, index) => {
    if (pair === null || !writes(pair)) return [];
    const first = writers.get(pair[target]);
    if (first === undefined) {
      writers.set(pair[target], index);
      return [];
    }
    const message = `pairs.${first} writes ${pair[target]} already; a field has one writer.`;
    return [{ path: `pairs.${index}.${target}`, message }];
  });
}
