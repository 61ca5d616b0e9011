import { describe, expect, it } from 'vitest';
import { readFindings, runVitest } from './vitest-part.ts';

describe('readFindings', () => {
  it('reads passed, failed, skipped and postponed tests', () => {
    const report = { numPassedTests: 5, numFailedTests: 2, numPendingTests: 3, numTodoTests: 1 };
    expect(readFindings(JSON.stringify(report), 1).counts).toEqual({
      passed: 5,
      failed: 2,
      skipped: 4,
    });
  });

  it('counts a run as failed that ended badly without a failed test', () => {
    const report = { numPassedTests: 5, numFailedTests: 0 };
    expect(readFindings(JSON.stringify(report), 1).counts).toEqual({
      passed: 5,
      failed: 1,
      skipped: 0,
    });
  });

  it('names the tests that were not run', () => {
    const assertionResults = ['passed', 'skipped', 'todo', 'failed'].map((status) => ({
      status,
      fullName: `a ${status} test`,
    }));
    const report = { testResults: [{ assertionResults }] };
    expect(readFindings(JSON.stringify(report), 0).skippedTests).toEqual([
      'a skipped test',
      'a todo test',
    ]);
  });

  it('counts a run without a report as failed', () => {
    expect(readFindings(undefined, 137).counts).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('runVitest', () => {
  it('fails when it was told to run what is not there', async () => {
    const outcome = await runVitest({ projects: ['no-such-project'] });
    expect(outcome).toMatchObject({ state: 'failed', counts: { passed: 0, failed: 1 } });
  });
});
