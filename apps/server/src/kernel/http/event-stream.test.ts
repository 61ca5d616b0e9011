import { afterEach, expect, it, vi } from 'vitest';
import { eventStream } from './event-stream.ts';

afterEach(() => vi.useRealTimers());

it('a stream whose reader has gone is not written to, though its source still works', async () => {
  vi.useFakeTimers();
  let asked = 0;
  // A source that takes longer than a heartbeat to notice that nobody listens any more.
  async function* slowToNotice() {
    asked += 1;
    yield { event: 'first', data: {} };
    await new Promise<never>(() => undefined);
  }
  const { body } = eventStream(slowToNotice, new AbortController().signal);
  const reader = body?.getReader();
  await reader?.read();
  await reader?.cancel();
  expect(asked).toBe(1);
  expect(() => vi.advanceTimersByTime(40_000)).not.toThrow();
});

it('a stream beats while its source is silent', async () => {
  vi.useFakeTimers();
  async function* silent() {
    yield await new Promise<never>(() => undefined);
  }
  const { body } = eventStream(silent, new AbortController().signal);
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  expect(decoder.decode((await reader?.read())?.value)).toBe('retry: 2000\n\n');
  vi.advanceTimersByTime(15_000);
  expect(decoder.decode((await reader?.read())?.value)).toBe(': beat\n\n');
  await reader?.cancel();
});
