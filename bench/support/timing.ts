/** Times work in this process, by the clock and by the processor. */
import { percentile } from './report.ts';

/** Milliseconds. */
export interface Timing {
  p50: number;
  p95: number;
  /** Processor time of one round, all threads, the collector's included. */
  processor: number;
}

export function timeWork(
  work: () => unknown,
  { rounds = 25, warmUp = 1 }: { rounds?: number; warmUp?: number } = {},
): Timing {
  for (let round = 0; round < warmUp; round += 1) work();
  const times: number[] = [];
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    work();
    times.push(performance.now() - startedAt);
  }
  const spent = process.cpuUsage(before);
  return {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    processor: (spent.user + spent.system) / 1000 / rounds,
  };
}
