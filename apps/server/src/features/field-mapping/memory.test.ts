import { describe, expect, it } from 'vitest';
import { createMemory } from './memory.ts';

describe('a memory of two entries', () => {
  function twoEntries() {
    const made: string[] = [];
    const memory = createMemory<string>(2);
    const recall = (key: string) =>
      memory.recall(key, async () => {
        made.push(key);
        return key.toUpperCase();
      });
    return { made, memory, recall };
  }

  it('makes what it knows once, also for callers at the same time', async () => {
    const { made, recall } = twoEntries();
    expect(await Promise.all([recall('a'), recall('a')])).toEqual(['A', 'A']);
    expect(await recall('a')).toBe('A');
    expect(made).toEqual(['a']);
  });

  it('forgets what was not used for longest', async () => {
    const { made, recall } = twoEntries();
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await recall(key);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });

  it('tries again after a failure', async () => {
    const { memory, recall } = twoEntries();
    await expect(memory.recall('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await recall('a')).toBe('A');
  });
});
