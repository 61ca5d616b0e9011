/** What was refused to a known caller, or failed under their hands, is written down too. */
import type { ErrorCode } from '@partneros/contract/errors';
import type { Database } from '../../kernel/db/database.ts';
import type { Refusal } from '../../kernel/http/router.ts';
import { describeError, type Logger } from '../../kernel/logger.ts';
import { recordAudit } from './record-audit.ts';

const refusals: readonly ErrorCode[] = ['forbidden', 'confirmation_required'];
const failures: readonly ErrorCode[] = ['internal_error', 'upstream_failed'];

/**
 * One line for one request, in a transaction of its own, after the limits that stand before the
 * permission: nobody can fill the log faster than they may ask. Mistakes in the input are no line.
 */
export function createRefusalRecorder({ database, log }: { database: Database; log: Logger }) {
  return async ({ caller, operation, code, requestId }: Refusal): Promise<void> => {
    const outcome = outcomeOf(code, operation.method);
    if (!caller.membership || outcome === null) return;
    const line = {
      action: `request.${outcome}`,
      outcome,
      details: { operation: operation.id, code },
      requestId,
    };
    try {
      await database.withOrganization(caller.membership.scope, (tx) => recordAudit(tx, line));
    } catch (error) {
      // The request has failed already, perhaps for the same reason; its answer must still go out.
      log.error('A refusal could not be recorded', { requestId, ...describeError(error) });
    }
  };
}

function outcomeOf(code: ErrorCode, method: string): 'refused' | 'failed' | null {
  if (refusals.includes(code)) return 'refused';
  return failures.includes(code) && method !== 'get' ? 'failed' : null;
}
