/**
 * `npm run dev`: the server restarts when its code changes, the web application reloads in place.
 * Open the address that Vite prints; it passes /api on to the server.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const watched = ['apps/server/src', 'packages/contract/src'].map((path) => `--watch-path=${path}`);

const children = [
  start([...watched, 'apps/server/src/main.ts'], { DEMO: process.env.DEMO ?? '1' }),
  start(['node_modules/vite/bin/vite.js', 'apps/web']),
];

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
for (const child of children) child.once('exit', stop);

function start(parameters: string[], variables: Record<string, string> = {}): ChildProcess {
  const env = { ...process.env, ...variables };
  return spawn(process.execPath, parameters, { cwd: root, env, stdio: 'inherit' });
}

function stop(): void {
  for (const child of children) child.kill('SIGTERM');
}
