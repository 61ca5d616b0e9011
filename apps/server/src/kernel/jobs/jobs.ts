/**
 * Background jobs on pg-boss: enqueued in the caller's transaction, at most three deliveries, then
 * the dead-letter queue. Payloads hold ids only. A handler may be called twice for one job and must
 * be safe to repeat.
 */
import { PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Database, Transaction } from '../db/database.ts';
import { newId } from '../ids.ts';
import { describeError, type Logger } from '../logger.ts';

/** A kind of job: its name (imperative, `integrations.refresh-schema`) and payload. */
export interface JobKind<Payload> {
  name: string;
  payload: z.ZodType<Payload>;
  /** Above the longest run, in seconds. */
  expireInSeconds: number;
  /** How many run at once in one process. */
  concurrency: number;
}

export interface JobRun {
  jobId: string;
  attempt: number;
  signal: AbortSignal;
}

export interface Jobs {
  /** Makes the kind known: its queue and dead-letter queue exist once `start` has run. */
  register<Payload>(
    kind: JobKind<Payload>,
    handler: (payload: Payload, run: JobRun) => Promise<void>,
  ): void;
  /** Repeats a job without payload on a cron schedule (UTC). */
  schedule(kind: JobKind<Record<string, never>>, cron: string): void;
  /**
   * Adds a job in the transaction.
   * @param options.key while a job of this key waits or runs, another one is not added
   */
  enqueue<Payload extends object>(
    tx: Transaction,
    kind: JobKind<Payload>,
    payload: Payload,
    options?: { key?: string; startAfterSeconds?: number },
  ): Promise<void>;
  /** Begins work; `work: false` makes queues and enqueues only (role web). */
  start(options: { work: boolean }): Promise<void>;
  /** Takes no new jobs and waits for the running ones, at most the given time. */
  stop(timeoutMilliseconds: number): Promise<void>;
  /** Jobs waiting or due, for `/readyz` and metrics. */
  waiting(): Promise<number>;
}

interface Registered {
  kind: JobKind<unknown>;
  handler: (payload: unknown, run: JobRun) => Promise<void>;
}

/** Settings of spec 09: a killed worker's job is noticed within seconds, not after 15 minutes. */
const queueSettings = { heartbeatSeconds: 15, retryLimit: 2, retryDelay: 5, retryBackoff: true };
const monitorSeconds = 5;
const waitingRows = z.tuple([z.object({ waiting: z.number() })]);

/** @param pollSeconds how often a waiting worker asks for work */
export function createJobs(database: Database, log: Logger, pollSeconds = 2): Jobs {
  const registered = new Map<string, Registered>();
  const schedules: { name: string; cron: string }[] = [];
  const boss = new PgBoss({
    db: database.jobs,
    backend: database.kind,
    migrate: false,
    createSchema: false,
    monitorIntervalSeconds: monitorSeconds,
    superviseIntervalSeconds: monitorSeconds,
    reindex: false,
    monitorVacuum: false,
  });
  boss.on('error', (error) => log.error('Job queue failed', describeError(error)));

  return {
    register(kind, handler) {
      if (registered.has(kind.name)) throw new Error(`Job ${kind.name} is registered twice.`);
      const parseAndRun: Registered['handler'] = (payload, run) =>
        handler(kind.payload.parse(payload), run);
      registered.set(kind.name, { kind, handler: parseAndRun });
    },
    schedule: (kind, cron) => void schedules.push({ name: kind.name, cron }),
    async enqueue(tx, kind, payload, options = {}) {
      await boss.send(kind.name, payload, {
        db: tx.jobs,
        // Without a key of its own each job gets one: the queue takes jobs without for one and the same,
        // and would drop the second of two mails.
        singletonKey: options.key ?? newId(),
        ...(options.startAfterSeconds && { startAfter: options.startAfterSeconds }),
      });
    },
    async start({ work }) {
      await boss.start();
      for (const { kind } of registered.values()) await makeQueues(boss, kind);
      if (!work) return;
      for (const entry of registered.values()) await workOn(boss, entry, { log, pollSeconds });
      for (const { name, cron } of schedules) await boss.schedule(name, cron, {}, { tz: 'UTC' });
    },
    stop: (timeoutMilliseconds) =>
      boss.stop({ graceful: true, timeout: timeoutMilliseconds, close: false }),
    async waiting() {
      const rows = await database.lookUp({
        name: 'jobs-waiting',
        text: `select count(*)::int as waiting from pgboss.job
          where state in ('created', 'retry') and start_after <= now()
            and name not like '__pgboss%' and name not like '%.dead'`,
        values: [],
      });
      return waitingRows.parse(rows)[0].waiting;
    },
  };
}

async function makeQueues(boss: PgBoss, kind: JobKind<unknown>): Promise<void> {
  const deadLetter = `${kind.name}.dead`;
  const settings = { ...queueSettings, expireInSeconds: kind.expireInSeconds, deadLetter };
  if (!(await boss.getQueue(deadLetter))) await boss.createQueue(deadLetter);
  // `short`: one waiting job per key, which is what a wish to refresh once more means.
  if (await boss.getQueue(kind.name)) await boss.updateQueue(kind.name, settings);
  else await boss.createQueue(kind.name, { ...settings, policy: 'short' });
  // pg-boss looks a queue up once and remembers it. Left to the first `send`, that look-up would go
  // past the caller's transaction: on the embedded database it waits for that transaction's end, and
  // the transaction for it. Any read of the queue makes it known now.
  await boss.findJobs(kind.name, { id: newId() });
}

async function workOn(
  boss: PgBoss,
  { kind, handler }: Registered,
  { log, pollSeconds }: { log: Logger; pollSeconds: number },
): Promise<void> {
  const options = {
    includeMetadata: true,
    batchSize: 1,
    localConcurrency: kind.concurrency,
    pollingIntervalSeconds: pollSeconds,
  } as const;
  await boss.work(kind.name, options, async ([job]) => {
    if (!job) return;
    const run = { jobId: job.id, attempt: job.retryCount + 1, signal: job.signal };
    const fields = { job: kind.name, jobId: job.id, attempt: run.attempt };
    try {
      await handler(job.data, run);
      log.info('Job done', fields);
    } catch (error) {
      log.warn('Job failed', { ...fields, ...describeError(error) });
      throw error;
    }
  });
}
