/**
 * The program as its users meet it: the real app on a database of its own, listening, with the demo
 * organization in it and demo CRMs beside it.
 */
import { type DemoCrms, startDemoCrms } from '../../../simulators/index.ts';
import { type App, createApp } from '../src/app.ts';
import type { Clock } from '../src/kernel/clock.ts';
import { readConfig } from '../src/kernel/config.ts';
import { createLogger, type Logger } from '../src/kernel/logger.ts';
import { type Client, createClient, signInAs } from './client.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { testSecrets } from './secrets.ts';

export type DemoRole = 'owner' | 'admin' | 'member' | 'viewer' | 'portal';

export interface TestApp {
  app: App;
  url: string;
  crms: DemoCrms;
  db: TestDatabase;
  /** Every line logged so far, as text. */
  logLines: string[];
  signedOut(): Client;
  signIn(role?: DemoRole): Promise<Client>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  environment?: Record<string, string>;
  clock?: Clock;
}

export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const logLines: string[] = [];
  const log: Logger = createLogger('debug', { write: (line) => void logLines.push(line) });
  const [db, crms] = await Promise.all([createTestDatabase(log), startDemoCrms()]);
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: '0',
    RATE_LIMIT_SCALE: '1000',
    ...options.environment,
  });
  const app = await createApp(config, testSecrets, {
    log,
    database: db.database,
    checkAnswers: true,
    ...(options.clock && { clock: options.clock }),
  });
  app.useDemoCrms(demoDefaults(crms.url));
  const port = await app.start();
  const url = `http://127.0.0.1:${port}`;
  return {
    app,
    url,
    crms,
    db,
    logLines,
    signedOut: () => createClient(url),
    signIn: (role = 'owner') => signInAs(url, `${role}@demo.example`),
    async close() {
      await app.stop();
      await crms.close();
      await db.drop();
    },
  };
}

function demoDefaults(url: string) {
  return {
    url,
    salesforce: { clientId: 'partneros-demo-salesforce', clientSecret: 'demo-secret-salesforce' },
    hubspot: { clientId: 'partneros-demo-hubspot', clientSecret: 'demo-secret-hubspot' },
  };
}
