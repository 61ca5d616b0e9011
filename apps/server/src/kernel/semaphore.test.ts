import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createSemaphore, QueueFull } from './semaphore.ts';

it('lets so many in at once, the rest in turn', async () => {
  const semaphore = createSemaphore(4);
  let inside = 0;
  let most = 0;
  const order: number[] = [];
  const work = (index: number) =>
    semaphore.run(async () => {
      inside += 1;
      most = Math.max(most, inside);
      order.push(index);
      await sleep(2);
      inside -= 1;
      return index;
    });
  const results = await Promise.all(Array.from({ length: 20 }, (_, index) => work(index)));
  expect(most).toBe(4);
  expect(results).toEqual([...results.keys()]);
  expect(order).toEqual([...results.keys()]);
});

it('gives the place back when the work fails', async () => {
  const semaphore = createSemaphore(1);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await expect(semaphore.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  }
  expect(await semaphore.run(async () => 'in')).toBe('in');
});

it('refuses what would wait in too long a queue, and lets urgent work go first', async () => {
  const semaphore = createSemaphore(1, 2);
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = semaphore.run(() => gate.promise);
  const note = (name: string, urgent: boolean) =>
    semaphore.run(async () => void order.push(name), urgent);
  const waiting = [note('a', false), note('b', false)];
  await expect(note('c', false)).rejects.toThrow(QueueFull);
  expect(() => semaphore.assertRoom(false)).toThrow(QueueFull);
  waiting.push(note('urgent', true));
  gate.resolve();
  await Promise.all([first, ...waiting]);
  expect(order).toEqual(['urgent', 'a', 'b']);
});
