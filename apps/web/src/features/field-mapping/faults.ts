/** What the server found wrong with a mapping, sorted to the pairs that it concerns. */
import type { ErrorDetail } from '@partneros/contract/errors';
import type { RejectedPair } from './draft.ts';

export interface Faults {
  /** By `pairKey`. */
  byPair: ReadonlyMap<string, readonly string[]>;
  /** Those that belong to no pair. */
  others: readonly string[];
}

export const noFaults: Faults = { byPair: new Map(), others: [] };

export function pairKey({ partnerosField, crmField }: RejectedPair): string {
  return `${partnerosField} ${crmField}`;
}

/**
 * @param sent the pairs as they were sent: paths such as `pairs.3.crmField` count in them, and so do
 *   the messages where they name another pair
 */
export function sortFaults(details: readonly ErrorDetail[], sent: readonly RejectedPair[]): Faults {
  const byPair = new Map<string, string[]>();
  const others: string[] = [];
  for (const { path, message } of details) {
    const index = /^pairs\.(\d+)(?:\.|$)/.exec(path)?.[1];
    const pair = index === undefined ? undefined : sent[Number(index)];
    if (!pair) {
      others.push(path === '' ? message : `${path}: ${message}`);
      continue;
    }
    const key = pairKey(pair);
    byPair.set(key, [...(byPair.get(key) ?? []), withPairNames(message, sent)]);
  }
  return { byPair, others };
}

function withPairNames(message: string, sent: readonly RejectedPair[]): string {
  return message.replace(/\bpairs\.(\d+)/g, (text, index: string) => {
    const pair = sent[Number(index)];
    return pair ? `The pair of “${pair.partnerosField}”` : text;
  });
}
