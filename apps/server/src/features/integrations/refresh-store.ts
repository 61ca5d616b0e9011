/** SQL of the leased row by which one refresh per connection runs at a time, in any process. */

import { errorCodes } from '@partneros/contract/errors';
import {
  type RefreshProgress,
  type RefreshResult,
  refreshAnswer,
  refreshProgress,
} from '@partneros/contract/integrations';
import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { schemaRefreshes } from './tables.ts';

/** A run that has not been heard of for so long is dead; its row is taken over. */
const leaseSeconds = 30;
const lease = sql`now() + make_interval(secs => ${leaseSeconds})`;

const storedProgress = z.array(refreshProgress);
const storedError = z.object({ error: z.string(), code: errorCodes });

export interface RefreshRun {
  runId: string;
  state: 'running' | 'done' | 'failed';
  /** Running, but its process is gone. */
  abandoned: boolean;
  objectTypes: string[];
  progress: RefreshProgress[];
  result: RefreshResult | null;
  error: z.infer<typeof storedError> | null;
}

/** Starts a run unless one is running. @returns true when it is the caller's */
export async function claimRefresh(
  tx: OrganizationTransaction,
  run: { connectionId: string; runId: string; objectTypes: string[] },
): Promise<boolean> {
  const started = {
    runId: run.runId,
    state: 'running' as const,
    leaseUntil: lease,
    objectTypes: run.objectTypes,
    progress: [],
    result: null,
    error: null,
    startedAt: sql`now()`,
    finishedAt: null,
  };
  const rows = await tx.orm
    .insert(schemaRefreshes)
    .values({
      ...started,
      connectionId: run.connectionId,
      organizationId: tx.scope.organizationId,
    })
    .onConflictDoUpdate({
      target: schemaRefreshes.connectionId,
      set: started,
      setWhere: sql`${schemaRefreshes.state} <> 'running' or ${schemaRefreshes.leaseUntil} < now()`,
    })
    .returning({ runId: schemaRefreshes.runId });
  return rows.length > 0;
}

/** Writes progress and lives on. @returns false when the run was taken over */
export async function reportProgress(
  tx: OrganizationTransaction,
  connectionId: string,
  runId: string,
  progress: readonly RefreshProgress[],
): Promise<boolean> {
  const rows = await tx.orm
    .update(schemaRefreshes)
    .set({ progress, leaseUntil: lease })
    .where(isRunning(connectionId, runId))
    .returning({ runId: schemaRefreshes.runId });
  return rows.length > 0;
}

export async function finishRefresh(
  tx: OrganizationTransaction,
  connectionId: string,
  runId: string,
  end: {
    progress: readonly RefreshProgress[];
    result?: RefreshResult;
    error?: z.infer<typeof storedError>;
  },
): Promise<boolean> {
  const rows = await tx.orm
    .update(schemaRefreshes)
    .set({
      state: end.result ? 'done' : 'failed',
      progress: end.progress,
      result: end.result ?? null,
      error: end.error ?? null,
      finishedAt: sql`now()`,
    })
    .where(isRunning(connectionId, runId))
    .returning({ runId: schemaRefreshes.runId });
  return rows.length > 0;
}

/** The running refresh or the last one; null before the first. */
export async function findRefresh(
  tx: OrganizationTransaction,
  connectionId: string,
): Promise<RefreshRun | null> {
  const [row] = await tx.orm
    .select({
      runId: schemaRefreshes.runId,
      state: schemaRefreshes.state,
      abandoned: sql<boolean>`${schemaRefreshes.state} = 'running' and ${schemaRefreshes.leaseUntil} < now()`,
      objectTypes: schemaRefreshes.objectTypes,
      progress: schemaRefreshes.progress,
      result: schemaRefreshes.result,
      error: schemaRefreshes.error,
    })
    .from(schemaRefreshes)
    .where(eq(schemaRefreshes.connectionId, connectionId));
  if (!row) return null;
  return {
    ...row,
    progress: storedProgress.parse(row.progress),
    result: row.result === null ? null : refreshAnswer.parse(row.result),
    error: row.error === null ? null : storedError.parse(row.error),
  };
}

function isRunning(connectionId: string, runId: string) {
  return and(
    eq(schemaRefreshes.connectionId, connectionId),
    eq(schemaRefreshes.runId, runId),
    eq(schemaRefreshes.state, 'running'),
  );
}
