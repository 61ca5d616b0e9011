import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runCommand } from './command.ts';

/** A process that is gone or waits to be collected by its parent no longer runs. */
function isRunning(processId: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${processId}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function expectGone(processId: number): Promise<void> {
  expect(processId).toBeGreaterThan(1);
  await expect.poll(() => isRunning(processId), { timeout: 2_000 }).toBe(false);
}

describe('runCommand', () => {
  it('answers with the exit code and what was written to both streams', async () => {
    const result = await runCommand('sh', ['-c', 'echo out; echo err >&2; exit 3']);
    expect(result).toEqual({ exitCode: 3, output: 'out\nerr\n' });
  });

  it('answers 127 for a program that is not there', async () => {
    expect(await runCommand('no-such-program', [])).toMatchObject({ exitCode: 127 });
  });

  it('ends a command that takes too long and says so', async () => {
    const result = await runCommand('sleep', ['60'], { timeoutMilliseconds: 100 });
    expect(result.exitCode).not.toBe(0);
    expect(result.output).toContain('Ended after 0.1 s.');
  });

  it('does not start what was aborted before', async () => {
    const { exitCode } = await runCommand('sleep', ['60'], { signal: AbortSignal.abort() });
    expect(exitCode).not.toBe(0);
  });

  it.skipIf(process.platform !== 'linux')('ends what an aborted command has started', async () => {
    const controller = new AbortController();
    const running = runCommand('sh', ['-c', 'sleep 60 & echo $!; wait'], {
      signal: controller.signal,
    });
    await wait(200);
    controller.abort();
    const { exitCode, output } = await running;
    expect(exitCode).not.toBe(0);
    await expectGone(Number(output));
  });

  it.skipIf(process.platform !== 'linux')(
    'does not wait for a process that was left behind, and ends it',
    async () => {
      const start = Date.now();
      const { exitCode, output } = await runCommand('sh', ['-c', 'sleep 60 & echo $!']);
      expect(exitCode).toBe(0);
      expect(Date.now() - start).toBeLessThan(5_000);
      await expectGone(Number(output));
    },
  );
});
