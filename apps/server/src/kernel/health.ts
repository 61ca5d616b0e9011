/** Is this process alive, and is it ready to serve? Heartbeats tell the roles of each other. */
import { z } from 'zod';
import type { Database } from './db/database.ts';
import { pendingMigrations } from './db/open.ts';
import { newId } from './ids.ts';
import type { Jobs } from './jobs/jobs.ts';
import { describeError, type Logger } from './logger.ts';
import type { Quarantine } from './quarantine.ts';

export interface Health {
  /** `ok` per part, or what is wrong in a few words. */
  readiness(): Promise<{ ready: boolean; checks: Record<string, string> }>;
  start(): void;
  stop(): Promise<void>;
}

const beatMilliseconds = 10_000;
const workerRows = z.tuple([z.object({ alive: z.boolean() })]);

export interface HealthParts {
  database: Database;
  jobs: Jobs;
  role: 'all' | 'web' | 'worker';
  log: Logger;
  quarantine: Quarantine;
  /** Marks the key that this process seals with, for the others to see. */
  newestKey: string;
}

export function createHealth(parts: HealthParts): Health {
  const { database, jobs, role, log, quarantine, newestKey } = parts;
  const processId = newId();
  let timer: NodeJS.Timeout | null = null;

  const beat = () =>
    database
      .lookUp({
        name: 'beat',
        text: `insert into heartbeats (process_id, role, beat_at, newest_key) values ($1, $2, now(), $3)
          on conflict (process_id) do update set beat_at = now()`,
        values: [processId, role, newestKey],
      })
      .catch((error: unknown) => log.warn('Heartbeat failed', describeError(error)));

  return {
    async readiness() {
      const checks = {
        database: await attempt(() => pendingMigrations(database).then(() => 'ok')),
        migrations: await attempt(async () => {
          const pending = await pendingMigrations(database);
          return pending.length === 0 ? 'ok' : `${pending.length} not applied`;
        }),
        queue: await attempt(() => queueState(database, jobs)),
        ...(await quarantineState(quarantine)),
      };
      return { ready: Object.values(checks).every((state) => state === 'ok'), checks };
    },
    start() {
      void beat();
      timer = setInterval(() => void beat(), beatMilliseconds);
      timer.unref();
    },
    async stop() {
      if (timer) clearInterval(timer);
      await database
        .lookUp({
          name: 'end-beat',
          text: `delete from heartbeats where process_id = $1 or beat_at < now() - interval '1 day'`,
          values: [processId],
        })
        .catch(() => []);
    },
  };
}

/** Jobs that wait while no worker has been heard of for 60 s are a stall (spec 09). */
async function queueState(database: Database, jobs: Jobs): Promise<string> {
  const waiting = await jobs.waiting();
  if (waiting === 0) return 'ok';
  const rows = await database.lookUp({
    name: 'worker-alive',
    text: `select exists (select from heartbeats where role in ('all', 'worker')
      and beat_at > now() - interval '60 seconds') as alive`,
    values: [],
  });
  return workerRows.parse(rows)[0].alive ? 'ok' : `no worker, ${waiting} jobs waiting`;
}

/** Named only while it holds: a copy that rests is not ready, and says why. */
async function quarantineState(quarantine: Quarantine): Promise<{ quarantine?: string }> {
  const state = await attempt(async () => {
    const reason = await quarantine.reason();
    return reason === null ? 'ok' : `in quarantine: ${reason}`;
  });
  return state.startsWith('in quarantine') ? { quarantine: state } : {};
}

async function attempt(check: () => Promise<string>): Promise<string> {
  try {
    return await check();
  } catch {
    return 'not reachable';
  }
}
