/**
 * Schema matching: two field lists in, scored pairs out. A pure library that knows neither database
 * nor HTTP: no I/O, no clock, no randomness.
 *
 * 1. `toMatchField` turns catalogue and CRM fields into one shape.
 * 2. `contentHash` and `embedField` give the key and the bytes of a vector worth storing; `engine`
 *    names their making, so that stored vectors of another engine are not mixed with these.
 * 3. `prepareSchema` makes a side ready; keep the result as long as schema hash and engine stay.
 * 4. `suggestPairs` compares two prepared sides.
 */
export { contentHash } from './content-hash.ts';
export { embedField, engine } from './embed.ts';
export { toMatchField } from './from-contract.ts';
export { type PreparedSchema, prepareSchema } from './prepare.ts';
export { suggestPairs } from './suggest.ts';
