/**
 * Ten thousand keyed requests while the program is killed at five points of a request: how many were
 * done twice, how many not at all, and whether replays are equal. The points are reached by holding,
 * as the database's owner, the lock that the next statement needs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { serverVersion, withPostgres } from './support/postgres.ts';
import { type Program, startProgram } from './support/program.ts';
import { atLeast, atMost, type Bench, type Report } from './support/report.ts';

/** Where a request stands when the program dies, and the lock that stops it there. */
const points = [
  { title: 'key claimed, nothing done', lock: 'idempotency_keys in access exclusive mode' },
  { title: 'in the middle of the work', lock: 'service_accounts in access exclusive mode' },
  { title: 'work done, key not yet kept', lock: 'idempotency_keys in share mode' },
  { title: 'key kept, audit line not yet', lock: 'audit_heads in access exclusive mode' },
  { title: 'wherever sixteen requests are', lock: null },
] as const;

const perPoint = 2000;
const workers = 16;
const accountCount = 8;

interface Stage {
  program: Program;
  cookie: string;
  accounts: string[];
}

interface Counts {
  sent: number;
  /** Tries that ended with the connection or with “still under way”. */
  repeated: number;
  answers: Map<string, string>;
}

export const idempotencyBench: Bench = { name: 'idempotency', run: runBench };

async function runBench(): Promise<Report[]> {
  const folder = mkdtempSync(join(tmpdir(), 'partneros-bench-'));
  try {
    return await withPostgres(async (url) => {
      const owner = new pg.Client({ connectionString: url });
      await owner.connect();
      const stage = await prepare(folder, url);
      try {
        return [await measure(stage, { folder, url, owner })];
      } finally {
        await stage.program.stop();
        await owner.end();
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function prepare(folder: string, url: string): Promise<Stage> {
  const program = await startProgram(folder, url);
  const { cookie } = await program.signIn();
  const stage: Stage = { program, cookie, accounts: [] };
  await send(stage, 'PUT', '/api/service-account-settings', { enabled: true });
  for (let number = 0; number < accountCount; number += 1) {
    const wish = { name: `Bench ${number}`, permissions: ['mapping.read'], expiresInDays: 1 };
    const { text } = await send(stage, 'POST', '/api/service-accounts', wish);
    // Our own answer, checked by its own tests.
    stage.accounts.push((JSON.parse(text) as { serviceAccount: { id: string } }).serviceAccount.id);
  }
  return stage;
}

async function measure(
  stage: Stage,
  { folder, url, owner }: { folder: string; url: string; owner: pg.Client },
): Promise<Report> {
  const counts: Counts = { sent: 0, repeated: 0, answers: new Map() };
  const rows: string[][] = [];
  for (const [index, { title, lock }] of points.entries()) {
    const before = counts.repeated;
    const keys = Array.from({ length: perPoint }, (_, number) => `${index}-${number}`);
    const working = work(stage, keys, counts);
    const half = counts.answers.size + perPoint / 2;
    while (counts.answers.size < half) await sleep(5);
    const waiting = await killAt(stage, owner, lock);
    stage.program = await startProgram(folder, url);
    await working;
    rows.push([title, String(perPoint), String(waiting), String(counts.repeated - before)]);
  }
  const total = points.length * perPoint;
  const acts = await countActs(owner);
  const unequal = await countUnequal(stage, counts.answers);
  return {
    title: `Idempotency keys: ${total} requests, killed at ${points.length} points`,
    head: ['killed', 'requests', 'stopped at the point', 'tries repeated'],
    rows,
    notes: [
      `${await serverVersion(url)}. Each key rotates a service account’s token until it is answered, ${workers} at once; SIGKILL halfway, then a new process. An act is an audit line; each answer holds another token.`,
    ],
    verdicts: [
      atLeast('acts for as many keys', acts, total, 'acts'),
      atMost('acts done twice', acts - total, 0, 'acts'),
      atLeast('different answers', new Set(counts.answers.values()).size, total, 'answers'),
      atMost('replays that differ from the first answer', unequal, 0, 'answers'),
    ],
  };
}

/** Sends each key until it has an answer, some at once. */
async function work(stage: Stage, keys: readonly string[], counts: Counts): Promise<void> {
  const left = [...keys];
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (let key = left.pop(); key !== undefined; key = left.pop()) {
        counts.answers.set(key, await sendUntilAnswered(stage, key, counts));
      }
    }),
  );
}

async function sendUntilAnswered(stage: Stage, key: string, counts: Counts): Promise<string> {
  for (;;) {
    counts.sent += 1;
    const answer = await rotate(stage, key).catch(() => null);
    if (answer?.status === 200) return answer.text;
    const known = answer === null || answer.text.includes('idempotency_in_progress');
    if (!known) throw new Error(`${answer.status} ${answer.text}`);
    counts.repeated += 1;
    await sleep(100);
  }
}

function rotate(stage: Stage, key: string) {
  const number = Number(key.split('-')[1]) % accountCount;
  const path = `/api/service-accounts/${stage.accounts[number]}/tokens`;
  return send(stage, 'POST', path, { expiresInDays: 1 }, { 'idempotency-key': key });
}

async function send(
  stage: Stage,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; replayed: boolean }> {
  const answer = await fetch(new URL(path, stage.program.url), {
    method,
    body: JSON.stringify(body),
    headers: { cookie: stage.cookie, 'content-type': 'application/json', ...headers },
  });
  const replayed = answer.headers.get('idempotency-replayed') === 'true';
  return { status: answer.status, text: await answer.text(), replayed };
}

/** Holds the lock until requests wait for it, kills the program there. @returns how many waited */
async function killAt(stage: Stage, owner: pg.Client, lock: string | null): Promise<number> {
  if (lock !== null) await owner.query(`begin; lock table ${lock}`);
  let waiting = 0;
  while (lock !== null && waiting === 0) {
    await sleep(20);
    const { rows } = await owner.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
    );
    waiting = rows[0]?.waiting ?? 0;
  }
  process.kill(stage.program.pid, 'SIGKILL');
  await stage.program.stop();
  // What a dead process had sent may still be carried out by the server: that is the point.
  if (lock !== null) await owner.query('rollback');
  return waiting;
}

async function countActs(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ acts: number }>(
    `select count(*)::int as acts from audit_log where action = 'service_account.token_rotated'`,
  );
  return rows[0]?.acts ?? 0;
}

/** Every twentieth key once more. */
async function countUnequal(stage: Stage, answers: Map<string, string>): Promise<number> {
  let unequal = 0;
  for (const [index, [key, first]] of [...answers].entries()) {
    if (index % 20 !== 0) continue;
    const again = await rotate(stage, key);
    if (!again.replayed || again.text !== first) unequal += 1;
  }
  return unequal;
}
