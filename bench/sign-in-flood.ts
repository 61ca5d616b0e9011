/**
 * 200 wrong sign-ins a second from everywhere at once: what other people's requests feel of it, and
 * whether somebody whose device is known still gets in. Limits per address and account are lifted,
 * as a flood from many addresses against many accounts would pass them.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { serverVersion, withPostgres } from './support/postgres.ts';
import { startProgram } from './support/program.ts';
import {
  atLeast,
  atMost,
  type Bench,
  format,
  median,
  percentile,
  type Report,
} from './support/report.ts';

export interface Flood {
  url: string;
  perSecond: number;
  seconds: number;
}

const flooder = fileURLToPath(new URL('load/flood.ts', import.meta.url));
const run = promisify(execFile);
const perSecond = 200;
const seconds = 8;
const turns = 3;
const probesPerSecond = 50;
const password = 'a password for measuring';

/** Others' p99 at most doubled; every sign-in from a known device succeeds. */
export const signInFloodBench: Bench = {
  name: 'sign-in-flood',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'partneros-bench-'));
    try {
      return await withPostgres(async (url) => {
        const program = await startProgram(folder, url, { DEMO_PASSWORD: password });
        try {
          const { cookie } = await program.signIn();
          return [await measure(program.url, cookie, await serverVersion(url))];
        } finally {
          await program.stop();
        }
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function measure(url: string, cookie: string, database: string): Promise<Report> {
  const device = await signInFrom(url, null);
  if (device === null) throw new Error('The device could not be made known.');
  await probe(url, cookie);
  const quiet: number[] = [];
  const flooded: number[] = [];
  const answers: Record<string, number> = {};
  let gotIn = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    quiet.push(await probe(url, cookie));
    const flood = run(process.execPath, [flooder, JSON.stringify({ url, perSecond, seconds })]);
    // The flood's process starts, and its first answers come.
    await sleep(1500);
    flooded.push(await probe(url, cookie));
    if ((await signInFrom(url, device)) !== null) gotIn += 1;
    const { stdout } = await flood;
    // Printed by our own flooder.
    for (const [status, count] of Object.entries(JSON.parse(stdout) as Record<string, number>)) {
      answers[status] = (answers[status] ?? 0) + count;
    }
  }
  const [before, during] = [median(quiet), median(flooded)];
  return {
    title: `Sign-in flood, ${perSecond} a second`,
    head: ['', 'others’ p99 ms'],
    rows: [
      ['without', format(before)],
      ['with', format(during)],
    ],
    notes: [
      `${database}. GET /api/auth/session at ${probesPerSecond} a second, ${turns} turns, medians. Answers to the flood: ${JSON.stringify(answers)}. Flood, program, database and measuring share the machine.`,
    ],
    verdicts: [
      atMost('sign-in flood, others’ p99', during / before, 2, '×'),
      atLeast('sign-in flood, sign-ins from a known device', (gotIn / turns) * 100, 100, '%'),
    ],
  };
}

/** The p99 of requests sent at a fixed rate for four seconds, whether or not earlier ones are done. */
async function probe(url: string, cookie: string): Promise<number> {
  const pending: Promise<number>[] = [];
  for (let count = 0; count < probesPerSecond * 4; count += 1) {
    pending.push(timeOf(new URL('/api/auth/session', url), cookie));
    await sleep(1000 / probesPerSecond);
  }
  return percentile(await Promise.all(pending), 0.99);
}

async function timeOf(url: URL, cookie: string): Promise<number> {
  const startedAt = performance.now();
  const answer = await fetch(url, { headers: { cookie } });
  await answer.text();
  if (!answer.ok) throw new Error(`The session answered ${answer.status}.`);
  return performance.now() - startedAt;
}

/** Signs the owner in. @returns the cookie that makes the device known; null when it was refused */
async function signInFrom(url: string, device: string | null): Promise<string | null> {
  const answer = await fetch(new URL('/api/auth/sign-in/email', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(device !== null && { cookie: device }) },
    body: JSON.stringify({ email: 'owner@demo.example', password }),
  });
  await answer.text();
  const line = answer.headers.getSetCookie().find((one) => one.startsWith('known_device='));
  return answer.ok ? (line?.split(';')[0] ?? null) : null;
}
