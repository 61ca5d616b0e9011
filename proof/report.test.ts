/** What counts as held, and that a guard's text must stand where the list says. */
import { expect, it } from 'vitest';
import { takeOut } from './mutations/copied-tree.ts';
import { failuresOf, renderReport, type SuiteReport } from './report.ts';

function report(attempts: number, failures: readonly string[] = []): SuiteReport {
  return {
    suite: {
      name: 'example',
      promise: 'Nothing leaks',
      atLeast: 100,
      run: () => Promise.reject(new Error('not run here')),
    },
    result: { attempts, failures, details: { operations: 7 } },
    seconds: 12.4,
  };
}

it('holds with enough attempts and no failure', () => {
  expect(failuresOf(report(100))).toEqual([]);
});

it('has failed with fewer attempts than promised, however well they went', () => {
  expect(failuresOf(report(99))).toEqual(['Only 99 attempts of at least 100.']);
});

it('tells attempts, failures, seed and figures', () => {
  const text = renderReport([report(12_345, ['A leak.'])], {
    machine: 'a machine',
    database: 'PostgreSQL',
    seed: 42,
    commit: 'abc',
    at: new Date('2026-11-21T10:00:00Z'),
  });
  expect(text).toContain('| example | Nothing leaks | 12,345 | **1** | 12 s |');
  expect(text).toContain('commit abc · seed 42 · PostgreSQL');
  expect(text).toContain('- operations: 7');
  expect(text).toContain('    A leak.');
});

it('takes a guard out once, and refuses when its text is gone or stands twice', () => {
  const mutation = { guard: 'a guard', file: 'x.ts', text: 'check();\n', instead: '' };
  expect(takeOut('a();\ncheck();\nb();\n', mutation)).toBe('a();\nb();\n');
  expect(() => takeOut('a();\n', mutation)).toThrow(/stands 0 times in x\.ts/);
  expect(() => takeOut('check();\ncheck();\n', mutation)).toThrow(/stands 2 times/);
});
