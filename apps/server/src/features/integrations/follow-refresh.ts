import { setTimeout as sleep } from 'node:timers/promises';
import type { OrganizationScope } from '../../kernel/db/scope.ts';
import type { ServerEvent } from '../../kernel/http/event-stream.ts';
import type { IntegrationParts } from './parts.ts';
import { findRefresh } from './refresh-store.ts';

const pollMilliseconds = 150;

/**
 * The progress of the running refresh, from its beginning, until it ends; of the last one when none
 * runs. Works whichever process does the work, because it follows the row.
 */
export async function* followRefresh(
  parts: IntegrationParts,
  scope: OrganizationScope,
  connectionId: string,
  signal: AbortSignal,
): AsyncGenerator<ServerEvent> {
  let sent = 0;
  let runId: string | null = null;
  while (!signal.aborted && !parts.stopping.aborted) {
    const found = await parts.database.withOrganization(scope, (tx) =>
      findRefresh(tx, connectionId),
    );
    if (found && found.runId !== runId) {
      runId = found.runId;
      sent = 0;
    }
    for (const { event, ...data } of found?.progress.slice(sent) ?? []) {
      sent += 1;
      yield { event, id: `${runId}:${sent}`, data };
    }
    if (found && found.state !== 'running') return;
    await sleep(pollMilliseconds, undefined, { signal }).catch(() => undefined);
  }
}
