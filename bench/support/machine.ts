/** What the figures were taken on. */
import { availableParallelism, cpus, release, type as systemName, totalmem } from 'node:os';

export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores (${model}), ${gigabytes} GB, ${systemName()} ${release()}, Node ${process.version}`;
}
