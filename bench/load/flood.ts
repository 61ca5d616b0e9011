/**
 * Sends wrong sign-ins at a fixed rate, each for another address that nobody has, and counts the
 * answers: a process of its own, so that it shares no thread with what measures. Argument: JSON as in
 * `Flood`. Prints JSON: answers by status.
 */
import type { Flood } from '../sign-in-flood.ts';

// The argument is made by the bench alone.
const { url, perSecond, seconds } = JSON.parse(process.argv[2] ?? '{}') as Flood;
const statuses: Record<string, number> = {};
const pending: Promise<void>[] = [];

async function attempt(number: number): Promise<void> {
  const answer = await fetch(new URL('/api/auth/sign-in/email', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      email: `flood-${number}@nowhere.example`,
      password: 'a wrong password',
    }),
  });
  await answer.text();
  count(String(answer.status));
}

function count(outcome: string): void {
  statuses[outcome] = (statuses[outcome] ?? 0) + 1;
}

const startedAt = performance.now();
let sent = 0;
const total = perSecond * seconds;
await new Promise<void>((resolve) => {
  const timer = setInterval(() => {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * perSecond));
    for (; sent < due; sent += 1) {
      // A connection that was cut is an outcome of a flood too.
      pending.push(attempt(sent).catch(() => count('cut off')));
    }
    if (sent < total) return;
    clearInterval(timer);
    resolve();
  }, 5);
});
await Promise.all(pending);
process.stdout.write(`${JSON.stringify(statuses)}\n`);
