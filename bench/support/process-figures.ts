/** Figures that the system keeps of a process, from /proc: Linux only. */
import { readFileSync } from 'node:fs';
import { BenchSkipped } from './report.ts';

/** Ticks per second of the times in /proc/<pid>/stat; 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** Resident memory now and at its highest, in MB (2^20 bytes). */
export function memoryOf(pid: number): { now: number; highest: number } {
  const status = readProc(pid, 'status');
  const read = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]);
  return { now: read('VmRSS') / 1024, highest: read('VmHWM') / 1024 };
}

/** Processor time that a process has used so far with all its threads, in milliseconds. */
export function processorMillisecondsOf(pid: number): number {
  const stat = readProc(pid, 'stat');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // Fields 14 and 15 of proc(5), counted from the third, which is the first after the name.
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1000;
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    throw new BenchSkipped('Memory and processor time are read from /proc, which is not here.');
  }
}
