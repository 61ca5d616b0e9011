import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createSemaphore } from './semaphore.ts';

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
