/**
 * The demo CRMs: a child process of its own, so that they end with us, cost us no memory, and the
 * product talks to them as to any CRM, over HTTP.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CrmDefaults } from '../features/integrations/index.ts';
import { type Config, ConfigurationError } from '../kernel/config.ts';

export interface DemoCrms {
  defaults: NonNullable<CrmDefaults['demo']>;
  stop(): Promise<void>;
}

/** The program's path; the simulators share no code with the server and are not imported. */
const program = fileURLToPath(new URL('../../../../simulators/main.ts', import.meta.url));
const patienceMilliseconds = 20_000;

/** The built-in apps of the demo CRMs; their secrets protect nothing. */
const clients = {
  salesforce: { clientId: 'partneros-demo-salesforce', clientSecret: 'demo-secret-salesforce' },
  hubspot: { clientId: 'partneros-demo-hubspot', clientSecret: 'demo-secret-hubspot' },
};

/** @throws ConfigurationError when they do not come up, most likely because the port is taken */
export async function startDemoCrms(config: Config): Promise<DemoCrms> {
  const child = spawn(process.execPath, ['--max-semi-space-size=2', program], {
    env: {
      NODE_COMPILE_CACHE: join(config.dataDirectory, 'compile-cache'),
      DEMO_CRM_PORT: String(config.demo.crmPort),
      DEMO_CRM_STATE: join(config.dataDirectory, 'demo-crm'),
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const url = await readyUrl(child).catch(() => null);
  if (url === null) {
    child.kill('SIGKILL');
    throw new ConfigurationError(
      `The demo CRMs did not start: port ${config.demo.crmPort} may be taken. Set DEMO_CRM_PORT.`,
    );
  }
  return { defaults: { url, ...clients }, stop: () => stop(child) };
}

async function readyUrl(child: ChildProcess): Promise<string> {
  const { stdout } = child;
  if (!stdout) throw new Error('no output');
  const signal = AbortSignal.timeout(patienceMilliseconds);
  const lines = createInterface({ input: stdout });
  const ended = once(child, 'exit', { signal }).then(() => Promise.reject(new Error('ended')));
  const ready = (async () => {
    for await (const line of lines) {
      const url = /^Demo CRMs ready at (\S+)$/.exec(line)?.[1];
      if (url) return url;
    }
    throw new Error('no address');
  })();
  const url = await Promise.race([ready, ended]);
  ended.catch(() => undefined);
  stdout.resume();
  return url;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const forced = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exited;
  clearTimeout(forced);
}
