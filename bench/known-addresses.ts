/**
 * How long public routes take for an address that has an account and for one that has none: nobody
 * is to learn from the time which it is. Requests alternate, so that what else the machine does hits
 * both alike.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverVersion, withPostgres } from './support/postgres.ts';
import { startProgram } from './support/program.ts';
import { atMost, type Bench, format, median, type Report } from './support/report.ts';

const known = 'owner@demo.example';
const rounds = 60;
const warmUp = 10;
const limitMilliseconds = 5;

const password = 'not the password of anybody';
const routes: readonly { path: string; body: (email: string) => unknown }[] = [
  { path: '/api/auth/sign-in/email', body: (email) => ({ email, password }) },
  { path: '/api/auth/forgot-password', body: (email) => ({ email }) },
  {
    path: '/api/auth/sign-up',
    body: (email) => ({
      name: 'Some Name',
      email,
      password,
      organizationName: 'Some Organization',
    }),
  },
];

/** Medians within 5 ms of each other, on every public route that takes an address. */
export const knownAddressesBench: Bench = {
  name: 'known-addresses',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'partneros-bench-'));
    try {
      return await withPostgres(async (url) => {
        const program = await startProgram(folder, url);
        try {
          return [await measure(program.url, await serverVersion(url))];
        } finally {
          await program.stop();
        }
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function measure(base: string, database: string): Promise<Report> {
  const rows: string[][] = [];
  const differences: number[] = [];
  for (const { path, body } of routes) {
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    for (let round = -warmUp; round < rounds; round += 1) {
      const unknown = `nobody-${round + warmUp}@demo.example`;
      const first = await timeOf(base, path, body(round % 2 === 0 ? known : unknown));
      const second = await timeOf(base, path, body(round % 2 === 0 ? unknown : known));
      if (round < 0) continue;
      times.known.push(round % 2 === 0 ? first : second);
      times.unknown.push(round % 2 === 0 ? second : first);
    }
    const [one, other] = [median(times.known), median(times.unknown)];
    differences.push(Math.abs(one - other));
    rows.push([path, format(one), format(other), format(Math.abs(one - other))]);
  }
  return {
    title: 'Known against unknown address',
    head: ['route', 'known p50 ms', 'unknown p50 ms', 'difference ms'],
    rows,
    notes: [`${database}. ${rounds} requests of each kind, one after the other, alternating.`],
    verdicts: [
      atMost(
        'known against unknown address, medians',
        Math.max(...differences),
        limitMilliseconds,
        'ms',
      ),
    ],
  };
}

async function timeOf(base: string, path: string, body: unknown): Promise<number> {
  const startedAt = performance.now();
  const answer = await fetch(new URL(path, base), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await answer.text();
  const time = performance.now() - startedAt;
  if (answer.status !== 401 && answer.status !== 202) {
    throw new Error(`${path} answered ${answer.status}.`);
  }
  return time;
}
