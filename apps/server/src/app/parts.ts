/** Builds the program's parts: database, keys, queues, the ways out. */
import { join } from 'node:path';
import { createAuditedDatabase } from '../features/audit/index.ts';
import { createEventHub, type EventHub } from '../features/events/index.ts';
import type { FileParts } from '../features/files/index.ts';
import type { MailQueue } from '../features/mail/index.ts';
import { type Aftermath, createAftermath } from '../kernel/aftermath.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import type { Config } from '../kernel/config.ts';
import type { KeyedHash } from '../kernel/crypto/keyed-hash.ts';
import { createSecretBox, type SecretBox } from '../kernel/crypto/secret-box.ts';
import type { Database } from '../kernel/db/database.ts';
import { openDatabase } from '../kernel/db/open.ts';
import { createHealth, type Health } from '../kernel/health.ts';
import { createJobs, type Jobs } from '../kernel/jobs/jobs.ts';
import type { Secrets } from '../kernel/local-secrets.ts';
import { createLogger, type Logger } from '../kernel/logger.ts';
import { createMetrics, type Metrics } from '../kernel/metrics.ts';
import { createOutbound, type FileOutbound, type Outbound } from '../kernel/outbound/client.ts';
import { type GuardParts, publicGuard } from '../kernel/outbound/connector.ts';
import { createFetchPublic, type FetchPublic } from '../kernel/outbound/fetch-public.ts';
import { createQuarantine, type Installation, type Quarantine } from '../kernel/quarantine.ts';
import { createOutbox } from '../vendors/mail/outbox.ts';
import type { Mailer } from '../vendors/mail/port.ts';
import { createSmtp } from '../vendors/mail/smtp.ts';
import { createFolderStore } from '../vendors/object-store/folder.ts';
import type { ObjectStore } from '../vendors/object-store/port.ts';
import { createS3Store } from '../vendors/object-store/s3.ts';
import { createTxtResolver } from '../vendors/single-sign-on/dns.ts';
import type { TxtResolver } from '../vendors/single-sign-on/port.ts';
import { guardMailer } from './guarded-mailer.ts';
import { checkInstance, openKeyedHash, recordInstallation } from './instance.ts';
import { readInstanceId } from './instance-id.ts';
import { findPlace } from './place.ts';

/** What tests hand in; the program itself gives none of it. */
export interface PartOptions {
  clock?: Clock;
  log?: Logger;
  /** Opened already (tests); else the configured one is opened. */
  database?: Database;
  /** In place of the configured way for mail (tests). */
  mailer?: Mailer;
  /** How often workers ask for work; tests do not wait two seconds for a mail. */
  jobPollSeconds?: number;
  /** Where the installation stands, for a database that was opened already (tests). */
  place?: string;
  /** In place of the system's name servers (tests). */
  names?: { resolve: GuardParts['resolve']; txt: TxtResolver };
}

export interface Parts {
  config: Config;
  clock: Clock;
  log: Logger;
  database: Database;
  metrics: Metrics;
  jobs: Jobs;
  health: Health;
  outbound: Outbound;
  fetchPublic: FetchPublic;
  txt: TxtResolver;
  box: SecretBox;
  keyedHash: KeyedHash;
  installation: Installation;
  quarantine: Quarantine;
  mailQueue: MailQueue;
  mailer: Mailer;
  aftermath: Aftermath;
  events: EventHub;
  objects: ObjectStore;
  spoolFolder: FileParts['spoolFolder'];
}

/** @throws ConfigurationError when the configuration cannot be served with */
export async function buildParts(
  config: Config,
  secrets: Secrets,
  options: PartOptions,
): Promise<Parts> {
  const log = options.log ?? createLogger(config.logLevel);
  const clock = options.clock ?? systemClock;
  const opened = options.database ?? (await openDatabase(config, log));
  await checkInstance(opened, secrets.encryptionKeys);
  const box = createSecretBox(secrets.encryptionKeys);
  const database = createAuditedDatabase(opened, box);
  const place = await placeOf(config, database, options);
  const installation = { publicUrl: config.publicUrl, place };
  await recordInstallation(database, installation);
  const quarantine = createQuarantine(database, installation);
  const jobs = createJobs(database, log, options.jobPollSeconds);
  const guard = guardOf(config, options);
  const outbound = createOutbound(guard, () => quarantine.refuseCall());
  const { role } = config;
  const newestKey = box.newestMark;
  return {
    config,
    clock,
    log,
    database,
    jobs,
    metrics: createMetrics(),
    health: createHealth({ database, jobs, role, log, quarantine, newestKey }),
    outbound,
    fetchPublic: createFetchPublic(outbound, guard),
    txt: options.names?.txt ?? createTxtResolver(),
    box,
    keyedHash: await openKeyedHash(database, box),
    installation,
    quarantine,
    mailQueue: { box, jobs, clock },
    mailer: guardMailer(options.mailer ?? mailerOf(config), quarantine),
    aftermath: createAftermath(log),
    events: createEventHub({ database, log }),
    objects: objectStoreOf(config, outbound, await readInstanceId(database)),
    spoolFolder: join(config.dataDirectory, 'spool'),
  };
}

/** A database that was handed in has no folder: it stands wherever its maker says. */
async function placeOf(config: Config, database: Database, options: PartOptions): Promise<string> {
  if (options.place !== undefined) return options.place;
  return options.database && database.kind === 'pglite' ? 'memory' : findPlace(config, database);
}

function guardOf({ publicUrl, fetchAllowHosts }: Config, { names }: PartOptions): GuardParts {
  return {
    ...publicGuard,
    ...(names && { resolve: names.resolve }),
    exemptHosts: new Set(fetchAllowHosts),
    ownNames: new Set(publicUrl === null ? [] : [new URL(publicUrl).hostname]),
  };
}

function mailerOf({ mail, mailFrom }: Config): Mailer {
  if (mail.kind === 'smtp') return createSmtp(mail.url, mailFrom);
  if (mail.kind === 'outbox') return createOutbox(mail.folder, mailFrom);
  return { send: () => Promise.resolve() };
}

function objectStoreOf({ files }: Config, outbound: FileOutbound, instanceId: string): ObjectStore {
  if (files.kind === 'folder') return createFolderStore(files.folder);
  return createS3Store(outbound, { ...files, prefix: instanceId });
}
