/**
 * The program as its users meet it: the real app on a database of its own, listening, with the demo
 * organization in it and demo CRMs beside it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DemoCrms, startDemoCrms } from '../../../simulators/index.ts';
import { type App, type AppOptions, createApp } from '../src/app.ts';
import type { Clock } from '../src/kernel/clock.ts';
import { readConfig } from '../src/kernel/config.ts';
import { createLogger, type Logger } from '../src/kernel/logger.ts';
import type { OutgoingMail } from '../src/vendors/mail/port.ts';
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
  /** Every mail handed over so far. */
  mails: OutgoingMail[];
  /** The program's DATA_DIR. */
  dataFolder: string;
  /** The newest mail to the address, waited for; `past` skips so many older ones. */
  mailTo(address: string, past?: number): Promise<OutgoingMail>;
  /** TXT records and addresses of names, as this program's name servers know them. */
  dns: { txt: Map<string, string[]>; addresses: Map<string, string[]> };
  signedOut(): Client;
  signIn(role?: DemoRole): Promise<Client>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  environment?: Record<string, string>;
  clock?: Clock;
  /** Mail goes the configured way in place of the list. */
  realMail?: boolean;
  /** Where the installation stands; one of another place than recorded is in quarantine. */
  place?: string;
}

export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const logLines: string[] = [];
  const log: Logger = createLogger('debug', { write: (line) => void logLines.push(line) });
  const [db, crms] = await Promise.all([createTestDatabase(log), startDemoCrms()]);
  const mails: OutgoingMail[] = [];
  const dataFolder = mkdtempSync(join(tmpdir(), 'partneros-app-'));
  const dns: TestApp['dns'] = { txt: new Map(), addresses: new Map() };
  const config = readConfig({
    NODE_ENV: 'test',
    DATA_DIR: dataFolder,
    PORT: '0',
    RATE_LIMIT_SCALE: '1000',
    ...options.environment,
  });
  const app = await createApp(config, testSecrets, {
    log,
    database: db.database,
    checkAnswers: true,
    jobPollSeconds: 0.5,
    ...(!options.realMail && { mailer: { send: async (mail) => void mails.push(mail) } }),
    names: namesOf(dns),
    ...(options.clock && { clock: options.clock }),
    ...(options.place !== undefined && { place: options.place }),
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
    mails,
    dataFolder,
    dns,
    mailTo: (address, past = 0) => mailTo(mails, address, past),
    signedOut: () => createClient(url),
    signIn: (role = 'owner') => signInAs(url, `${role}@demo.example`),
    async close() {
      await app.stop();
      await crms.close();
      await db.drop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

async function mailTo(
  mails: readonly OutgoingMail[],
  address: string,
  past: number,
): Promise<OutgoingMail> {
  const deadline = Date.now() + 15_000;
  while (Date.now() < deadline) {
    const found = mails
      .filter(({ to }) => to === address)
      .slice(past)
      .at(-1);
    if (found) return found;
    await sleep(25);
  }
  throw new Error(`No mail came to ${address}.`);
}

function namesOf({ txt, addresses }: TestApp['dns']): NonNullable<AppOptions['names']> {
  return {
    txt: { resolveTxt: async (name) => txt.get(name) ?? [] },
    resolve: async (name) =>
      (addresses.get(name) ?? []).map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      })),
  };
}

function demoDefaults(url: string) {
  return {
    url,
    salesforce: { clientId: 'partneros-demo-salesforce', clientSecret: 'demo-secret-salesforce' },
    hubspot: { clientId: 'partneros-demo-hubspot', clientSecret: 'demo-secret-hubspot' },
  };
}
