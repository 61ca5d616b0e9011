/** At most `places` of something at once; the rest wait in turn, the urgent ones first. */
export interface Semaphore {
  /** @throws QueueFull when as many wait already as may */
  run<Result>(work: () => Promise<Result>, urgent?: boolean): Promise<Result>;
  /** @throws QueueFull when work of this kind would be refused now */
  assertRoom(urgent: boolean): void;
}

/** Work that was not begun because too much waits before it. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull';
}

/** @param longestQueue how many may wait: so many urgent ones and so many others */
export function createSemaphore(places: number, longestQueue = Infinity): Semaphore {
  let free = places;
  const urgentOnes: (() => void)[] = [];
  const others: (() => void)[] = [];
  const queueOf = (urgent: boolean) => (urgent ? urgentOnes : others);

  function assertRoom(urgent: boolean): void {
    if (free > 0 || queueOf(urgent).length < longestQueue) return;
    throw new QueueFull('Too much waits already.');
  }

  return {
    assertRoom,
    async run(work, urgent = false) {
      assertRoom(urgent);
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => queueOf(urgent).push(resolve));
      try {
        return await work();
      } finally {
        const next = urgentOnes.shift() ?? others.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
