/**
 * Reading a connection's schema anew. One refresh per connection runs at a time, in any process:
 * whoever holds the leased row works, everybody else waits for it and gets its result.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RefreshProgress, RefreshResult } from '@partneros/contract/integrations';
import type { OrganizationScope } from '../../kernel/db/scope.ts';
import { notFound, Problem } from '../../kernel/http/problem.ts';
import { newId } from '../../kernel/ids.ts';
import { describeError } from '../../kernel/logger.ts';
import { CrmFailure } from '../../vendors/port.ts';
import { openAccess } from './access.ts';
import { noteFailure } from './connection-health.ts';
import { discoverObjects, type ObjectWish } from './discover-objects.ts';
import type { IntegrationParts } from './parts.ts';
import {
  claimRefresh,
  findRefresh,
  finishRefresh,
  type RefreshRun,
  reportProgress,
} from './refresh-store.ts';
import { saveDiscovery } from './save-discovery.ts';
import { listSchemas } from './schema-store.ts';
import { findConnection } from './store.ts';
import { tellDiscovered } from './tell-changes.ts';

const pollMilliseconds = 100;
const patienceMilliseconds = 120_000;

export interface RefreshWish {
  connectionId: string;
  /** Added to what the connection discovers from now on. */
  objectTypes: readonly string[];
}

/**
 * @throws Problem not_found, prerequisite_missing (reconnect first), upstream_failed
 */
export async function refreshSchema(
  parts: IntegrationParts,
  scope: OrganizationScope,
  wish: RefreshWish,
): Promise<RefreshResult> {
  const until = parts.clock.now().getTime() + patienceMilliseconds;
  while (parts.clock.now().getTime() < until) {
    const start = await begin(parts, scope, wish);
    if (start.mine) return run(parts, scope, wish.connectionId, start);
    const joined = await waitFor(parts, scope, wish.connectionId, until);
    // A run that did not know of an object asked for here is not the answer to this wish.
    const covers = wish.objectTypes.every((type) => joined?.objectTypes.includes(type));
    if (joined?.result && covers) return joined.result;
    if (joined?.error && covers) throw new Problem(joined.error.code, joined.error.error);
  }
  throw new Problem(
    'upstream_failed',
    'The refresh takes longer than two minutes. Look again later.',
  );
}

type Start = { mine: true; runId: string; wishes: ObjectWish[] } | { mine: false };

async function begin(
  parts: IntegrationParts,
  scope: OrganizationScope,
  { connectionId, objectTypes }: RefreshWish,
): Promise<Start> {
  return parts.database.withOrganization(scope, async (tx) => {
    const connection = await findConnection(tx, connectionId);
    if (!connection) throw notFound('Connection');
    openAccess(parts, connection);
    const mapped = await parts.mappedFields(tx, connectionId);
    const all = [...new Set([...connection.objectTypes, ...objectTypes, ...mapped.keys()])];
    const runId = newId();
    const claimed = await claimRefresh(tx, { connectionId, runId, objectTypes: all });
    if (!claimed) return { mine: false };
    const known = new Map(
      (await listSchemas(tx, connectionId)).map((row) => [row.objectType, row]),
    );
    const defaults = parts.vendors[connection.platform].defaultObjectTypes;
    const wishes = all.map((objectType) => ({
      objectType,
      expected: !defaults.includes(objectType) || known.has(objectType),
      validator: known.get(objectType)?.validator ?? null,
      fieldCount: known.get(objectType)?.fieldCount ?? null,
    }));
    return { mine: true, runId, wishes };
  });
}

async function run(
  parts: IntegrationParts,
  scope: OrganizationScope,
  connectionId: string,
  { runId, wishes }: { runId: string; wishes: ObjectWish[] },
): Promise<RefreshResult> {
  const reporter = createReporter(parts, scope, connectionId, runId);
  try {
    const where = { scope, connectionId };
    const discovery = await discoverObjects(parts, where, wishes, reporter.report);
    await reporter.settled();
    const times = { now: parts.clock.now(), ttlHours: parts.schemaTtlHours };
    const progress: RefreshProgress[] = [...reporter.events, { event: 'complete' }];
    const published = await parts.database.withOrganization(scope, async (tx) => {
      const result = await saveDiscovery(tx, connectionId, discovery, times);
      const stillMine = await finishRefresh(tx, connectionId, runId, { progress, result });
      if (!stillMine) throw new Error('The refresh was taken over by another process.');
      await tellDiscovered(parts, tx, connectionId, result);
      return result;
    });
    parts.metrics.count('partneros_schema_refreshes_total', { outcome: 'done' });
    return published;
  } catch (error) {
    await reporter.settled();
    throw await afterFailure(parts, scope, { connectionId, runId }, reporter.events, error);
  } finally {
    reporter.stop();
  }
}

/** Tells the row and the connection, and says it in our words. */
async function afterFailure(
  parts: IntegrationParts,
  scope: OrganizationScope,
  { connectionId, runId }: { connectionId: string; runId: string },
  events: readonly RefreshProgress[],
  error: unknown,
): Promise<unknown> {
  const problem = asProblem(error);
  const told = problem ?? new Problem('internal_error', 'The refresh failed on our side.');
  const failed = { error: told.message, code: told.code };
  parts.metrics.count('partneros_schema_refreshes_total', { outcome: told.code });
  await parts.database.withOrganization(scope, (tx) =>
    finishRefresh(tx, connectionId, runId, {
      progress: [...events, { event: 'failed', ...failed }],
      error: failed,
    }),
  );
  if (problem?.code === 'upstream_failed') {
    await noteFailure(parts, scope, connectionId, problem.message);
  }
  return problem ?? error;
}

/** A CRM's failure as an answer: 502 with our sentence, never the CRM's text. */
export function asProblem(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  if (!(error instanceof CrmFailure)) return null;
  if (error.kind === 'grant_gone') {
    return new Problem('prerequisite_missing', 'Reconnect first.', { cause: error });
  }
  return new Problem('upstream_failed', error.message, { cause: error });
}

/**
 * Waits for the run that another caller has begun. When yet another one has begun since, its end
 * serves as well: what it read is newer still.
 * @returns null when the run was abandoned, or time is up
 */
async function waitFor(
  parts: IntegrationParts,
  scope: OrganizationScope,
  connectionId: string,
  until: number,
): Promise<RefreshRun | null> {
  while (parts.clock.now().getTime() < until) {
    const found = await parts.database.withOrganization(scope, (tx) =>
      findRefresh(tx, connectionId),
    );
    if (!found || found.abandoned) return null;
    if (found.state !== 'running') return found;
    await sleep(pollMilliseconds, undefined, { signal: parts.stopping });
  }
  return null;
}

/** Writes progress one after the other, and keeps the lease alive while a slow CRM is silent. */
function createReporter(
  parts: IntegrationParts,
  scope: OrganizationScope,
  connectionId: string,
  runId: string,
) {
  const events: RefreshProgress[] = [];
  let writing: Promise<void> = Promise.resolve();
  const write = () => {
    writing = writing.then(async () => {
      try {
        await parts.database.withOrganization(scope, (tx) =>
          reportProgress(tx, connectionId, runId, events),
        );
      } catch (error) {
        parts.log.warn('Writing progress failed', { connectionId, ...describeError(error) });
      }
    });
  };
  const beat = setInterval(write, 10_000);
  return {
    events,
    report: (event: RefreshProgress) => {
      events.push(event);
      write();
    },
    settled: () => writing,
    stop: () => clearInterval(beat),
  };
}
