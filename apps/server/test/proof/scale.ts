/**
 * How much an attack suite does: a share of it among the ordinary tests, all of it under
 * `npm run proof`, which sets PROOF=full. The seed is the same unless PROOF_SEED says otherwise.
 */

/** True under `npm run proof`. */
export const isFullProof = process.env['PROOF'] === 'full';

/** The number for this run. */
export function scaled(inTests: number, inProof: number): number {
  return isFullProof ? inProof : inTests;
}

/** From which all that looks random is made, so that a finding can be seen again. */
export const proofSeed = Number(process.env['PROOF_SEED'] ?? 20_261_121);

/** A fixed sequence of numbers below 1 (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Does the work for all items, so many at a time. */
export async function inLanes<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const queue = items.entries();
  const lane = async () => {
    for (const [index, item] of queue) await work(item, index);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
