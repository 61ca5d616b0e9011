/**
 * How long the program of `npm start` takes to get ready, demo CRMs and all, and how much memory its
 * server process holds a minute later. The demo CRMs are a process of their own and do not count.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withPostgres } from './support/postgres.ts';
import { memoryOf, processorMillisecondsOf } from './support/process-figures.ts';
import { npmStart, type Program, startProgram } from './support/program.ts';
import { atMost, type Bench, BenchSkipped, format, median, type Report } from './support/report.ts';

const laterStarts = 5;
const restSeconds = 60;

interface StartFigures {
  database: string;
  memoryLimit: number;
  /** Milliseconds. */
  first: number;
  later: number[];
  byNpm: number[];
  /** Processor milliseconds of the server process until ready, of a later start. */
  processor: number;
  /** MB a minute after ready: after a first start and after a later one. */
  restingAfterFirst: number;
  resting: number;
  highest: number;
}

export const startBench: Bench = {
  name: 'start',
  async run(): Promise<Report[]> {
    const figures = [await measure('PGlite', null, 350)];
    try {
      figures.push(await withPostgres((url) => measure('PostgreSQL', url, 250)));
    } catch (error) {
      if (!(error instanceof BenchSkipped)) throw error;
    }
    return [timesOf(figures), memoryReportOf(figures)];
  },
};

async function measure(
  database: string,
  url: string | null,
  memoryLimit: number,
): Promise<StartFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'partneros-bench-'));
  // As people start it: with its usual logs and limits.
  const usual = { LOG_LEVEL: 'info', RATE_LIMIT_SCALE: '1' };
  const start = () => startProgram(folder, url, usual);
  try {
    const fresh = await start();
    const restingAfterFirst = await rest(fresh);
    await fresh.stop();
    const later: number[] = [];
    const processor: number[] = [];
    for (let round = 1; round < laterStarts; round += 1) {
      await within(await start(), (program) => {
        later.push(program.milliseconds);
        processor.push(processorMillisecondsOf(program.pid));
      });
    }
    const byNpm: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      await within(await startProgram(folder, url, usual, npmStart), (program) => {
        byNpm.push(program.milliseconds);
      });
    }
    const last = await start();
    later.push(last.milliseconds);
    const resting = await rest(last);
    const { highest } = memoryOf(last.pid);
    await last.stop();
    return {
      database,
      memoryLimit,
      first: fresh.milliseconds,
      later,
      byNpm,
      processor: median(processor),
      restingAfterFirst,
      resting,
      highest,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function within(program: Program, look: (program: Program) => void): Promise<void> {
  try {
    look(program);
  } finally {
    await program.stop();
  }
}

async function rest({ pid }: Program): Promise<number> {
  await sleep(restSeconds * 1000);
  return memoryOf(pid).now;
}

function timesOf(figures: readonly StartFigures[]): Report {
  return {
    title: 'From the start of the process to “PartnerOS ready”, demo on',
    head: [
      'database',
      'first start s',
      'later p50 s',
      'slowest s',
      'npm start p50 s',
      'processor s',
    ],
    rows: figures.map(({ database, first, later, byNpm, processor }) => [
      database,
      ...[first, median(later), Math.max(...later), median(byNpm), processor].map((value) =>
        format(value / 1000),
      ),
    ]),
    notes: [
      `${laterStarts} later starts. The first one makes the database and the demo organization, and compiles; it builds the web application too when that has changed. “processor” is what the server process uses in a later start.`,
    ],
    verdicts: figures.flatMap(({ database, later, byNpm }) => [
      atMost(`second start, ${database}`, median(later) / 1000, 2, 's'),
      atMost(`second start by npm, ${database}`, median(byNpm) / 1000, 2, 's'),
    ]),
  };
}

function memoryReportOf(figures: readonly StartFigures[]): Report {
  return {
    title: `Resident memory of the server process, ${restSeconds} s after ready`,
    head: [
      'database',
      'after a first start MB',
      'after a later start MB',
      'highest MB',
      'limit MB',
    ],
    rows: figures.map(({ database, restingAfterFirst, resting, highest, memoryLimit }) => [
      database,
      ...[restingAfterFirst, resting, highest, memoryLimit].map(format),
    ]),
    notes: ['“highest”: of a later start, since it began.'],
    verdicts: figures.map(({ database, restingAfterFirst, resting, memoryLimit }) =>
      atMost(
        `memory at rest, ${database}`,
        Math.max(restingAfterFirst, resting),
        memoryLimit,
        'MB',
      ),
    ),
  };
}
