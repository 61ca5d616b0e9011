/** The program: reads its configuration, picks its role, starts, waits for the signal, stops. */
import { type DemoCrms, startDemoCrms } from './app/demo-crms.ts';
import { explain } from './app/explain.ts';
import type { App } from './app.ts';
import { type Config, readConfig } from './kernel/config.ts';
import { readSecrets, type Secrets } from './kernel/local-secrets.ts';
import { quarantineSentences } from './kernel/quarantine.ts';
import { quickenImports } from './kernel/quick-imports.ts';

quickenImports();

/** Runs until SIGTERM or SIGINT; the process then ends by itself. */
export async function run(): Promise<void> {
  const config = readConfig();
  const secrets = readSecrets(config);
  const starting = config.demo.enabled ? startDemoCrms(config) : Promise.resolve(null);
  // Told when it is awaited below; until then a failure must not end the process unheard.
  starting.catch(() => undefined);
  // Not before: the demo CRMs start meanwhile, and imports are quick by now.
  const { createApp } = await import('./app.ts');
  const { startDailyBackups } = await import('./app/backups/daily-backups.ts');
  const { serveCommands } = await import('./app/control-socket.ts');
  const { demoAddresses, seedDemo } = await import('./app/seed-demo.ts');
  const app = await createApp(config, secrets).catch(async (error: unknown) => {
    await starting.then(stopDemo, () => undefined);
    throw error;
  });
  let stopCommands: (() => Promise<void>) | null = null;
  let stopBackups: (() => Promise<void>) | null = null;
  const stop = async () => {
    await stopCommands?.();
    await stopBackups?.();
    await app.stop();
    await starting.then(stopDemo, () => undefined);
  };
  try {
    const demo = await starting;
    if (demo) {
      app.useDemoCrms(demo.defaults);
      await seedDemo(app.database, app.identity, secrets.demoPassword);
    }
    const port = await app.start();
    if (config.database.kind === 'pglite') {
      stopCommands = await serveCommands(config.dataDirectory, app, app.log);
      stopBackups = startDailyBackups(app);
    }
    // Before the announcement: whoever waits for it may send a signal at once.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
    announce(config, secrets, port, demoAddresses);
    await warnOfQuarantine(app);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function stopDemo(demo: DemoCrms | null): Promise<void> {
  await demo?.stop();
}

function announce(
  config: Config,
  secrets: Secrets,
  port: number,
  demoAddresses: readonly string[],
): void {
  const url = config.publicUrl ?? `http://${config.host}:${port}`;
  const lines = [`PartnerOS ready at ${url}`];
  if (config.demo.enabled) {
    lines.push('', `Sign in with password ${secrets.demoPassword} as:`);
    lines.push(...demoAddresses.map((address) => `  ${address}`), '');
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

async function warnOfQuarantine({ quarantine, log }: App): Promise<void> {
  const reason = await quarantine.reason();
  if (reason === null) return;
  log.warn('In quarantine', { event: `quarantine_${reason}` });
  process.stdout.write(
    `In quarantine: ${quarantineSentences[reason]} It calls nobody until you have said what it is:\n  npm run cli -- instance adopt --moved|--restored|--copy\n`,
  );
}

if (import.meta.main) await run().catch(explain);
