import { setTimeout as sleep } from 'node:timers/promises';
import { CrmFailure } from '../../vendors/port.ts';
import type { IntegrationParts } from './parts.ts';

const retries = 2;
const longestWaitSeconds = 10;
const curable = new Set(['rate_limited', 'refused', 'unknown_outcome', 'bad_answer']);

/**
 * Reads from a CRM, and twice again when the failure is one that time may cure. Reading twice does
 * no harm, so an unknown outcome may be tried again here.
 * @throws CrmFailure the last one, or at once when the CRM asks for more patience than a request has
 */
export async function withRetries<Result>(
  parts: Pick<IntegrationParts, 'stopping'>,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof CrmFailure) || !curable.has(error.kind)) throw error;
      const wait = error.retryAfterSeconds ?? 0.25 * 2 ** attempt;
      if (attempt >= retries || wait > longestWaitSeconds) throw error;
      await sleep(wait * 1000, undefined, { signal: parts.stopping });
    }
  }
}
