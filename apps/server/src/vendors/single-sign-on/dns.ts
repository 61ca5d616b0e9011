/** TXT records from the system's name servers. */
import { Resolver } from 'node:dns/promises';
import type { TxtResolver } from './port.ts';

const nothingThere = new Set(['ENODATA', 'ENOTFOUND']);

export function createTxtResolver(): TxtResolver {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  return {
    async resolveTxt(name) {
      try {
        const records = await resolver.resolveTxt(name);
        return records.map((parts) => parts.join(''));
      } catch (error) {
        if (error instanceof Error && 'code' in error && nothingThere.has(String(error.code))) {
          return [];
        }
        throw error;
      }
    },
  };
}
