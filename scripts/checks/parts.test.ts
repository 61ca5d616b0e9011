import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { outcomeOf, type Part, type PartReport, runTwoAtATime } from './parts.ts';
import { formatClosingLine, formatLine, listSkippedTests, sumCounts } from './report.ts';

function part(name: string, milliseconds: number, run = () => outcomeOf(0, '')): Part {
  return { name, run: async () => wait(milliseconds).then(run) };
}

const never = new AbortController().signal;

describe('runTwoAtATime', () => {
  it('runs two parts at a time and answers in their order', async () => {
    let running = 0;
    let most = 0;
    const counted = ['a', 'b', 'c', 'd'].map((name, index) => ({
      name,
      run: async () => {
        running += 1;
        most = Math.max(most, running);
        await wait(40 - 10 * index);
        running -= 1;
        return outcomeOf(0, '');
      },
    }));
    const ended: string[] = [];
    const reports = await runTwoAtATime(counted, never, ({ name }) => ended.push(name));
    expect(most).toBe(2);
    expect(reports.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
    expect(ended).toHaveLength(4);
    expect(ended[0]).toBe('b');
  });

  it('takes a part that throws for a failed one and goes on', async () => {
    const broken = part('broken', 0, () => {
      throw new Error('no disk');
    });
    const reports = await runTwoAtATime([broken, part('sound', 0)], never, () => undefined);
    expect(reports.map(({ outcome }) => outcome)).toEqual([
      outcomeOf(1, 'Error: no disk'),
      outcomeOf(0, ''),
    ]);
  });

  it('starts nothing after an abort', async () => {
    const controller = new AbortController();
    const parts = ['a', 'b', 'c', 'd'].map((name) => part(name, 20));
    const reports = await runTwoAtATime(parts, controller.signal, () => controller.abort());
    expect(reports.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('the report', () => {
  const suite = {
    name: 'tests on PostgreSQL',
    seconds: 61.24,
    outcome: {
      state: 'failed',
      counts: { passed: 40, failed: 1, skipped: 2 },
      output: '',
      skippedTests: ['deals keep their order'],
    },
  } satisfies PartReport;
  const check = { name: 'lint', seconds: 3, outcome: outcomeOf(0, 'silence') };
  const skipped = {
    name: 'browser journey',
    seconds: 0,
    outcome: { state: 'skipped', reason: 'Chromium is not on this machine.' },
  } satisfies PartReport;

  it('has one line on each part, with counts or the reason for skipping', () => {
    expect([suite, check, skipped].map(formatLine)).toEqual([
      'failed   tests on PostgreSQL                61.2 s  40 passed, 1 failed, 2 skipped',
      'passed   lint                                3.0 s',
      'skipped  browser journey                     0.0 s  Chromium is not on this machine.',
    ]);
  });

  it('names the tests that were not run', () => {
    expect([suite, check, skipped].flatMap(listSkippedTests)).toEqual([
      '         not run: deals keep their order',
    ]);
  });

  it('closes with the sums, a part without tests counting as one', () => {
    const counts = sumCounts([suite, check, skipped]);
    expect(formatClosingLine(counts)).toBe('41 passed, 1 failed, 3 skipped');
  });
});
