/**
 * The composition root: builds every part once, hands each feature its few, mounts routes, registers
 * jobs. Plain objects, no container.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkInstance } from './app/instance.ts';
import { readInstanceId } from './app/instance-id.ts';
import { mountAudit } from './features/audit/index.ts';
import { createEventHub, type EventHub, mountEvents } from './features/events/index.ts';
import { mountFieldCatalogue } from './features/field-catalogue/index.ts';
import { mappedFields, mountFieldMapping } from './features/field-mapping/index.ts';
import { type FileParts, mountFiles, registerFileJobs } from './features/files/index.ts';
import { createIdentity, type Identity, mountIdentity } from './features/identity/index.ts';
import {
  type CrmDefaults,
  type IntegrationParts,
  mountIntegrations,
  registerIntegrationJobs,
} from './features/integrations/index.ts';
import { type MailQueue, registerMailJobs } from './features/mail/index.ts';
import {
  createNotify,
  mountNotifications,
  registerNotificationJobs,
} from './features/notifications/index.ts';
import { type Clock, systemClock } from './kernel/clock.ts';
import type { Config } from './kernel/config.ts';
import { createSecretBox, type SecretBox } from './kernel/crypto/secret-box.ts';
import type { Database } from './kernel/db/database.ts';
import { openDatabase } from './kernel/db/open.ts';
import { createHealth, type Health } from './kernel/health.ts';
import { createClientAddress } from './kernel/http/address.ts';
import { mountDocs } from './kernel/http/docs-routes.ts';
import { createLimits, type Limits } from './kernel/http/limits.ts';
import { mountOperationsRoutes } from './kernel/http/operations-routes.ts';
import { createOwnOrigin, type OwnOrigin } from './kernel/http/origin.ts';
import { type ApiRouter, createRouter } from './kernel/http/router.ts';
import { type HttpServer, listen } from './kernel/http/server.ts';
import { serveWebApplication } from './kernel/http/static-files.ts';
import { createJobs, type Jobs } from './kernel/jobs/jobs.ts';
import type { Secrets } from './kernel/local-secrets.ts';
import { createLogger, type Logger } from './kernel/logger.ts';
import { createMetrics, type Metrics } from './kernel/metrics.ts';
import { createOutbound, type FileOutbound, type Outbound } from './kernel/outbound/client.ts';
import { createEmbeddings } from './vendors/embeddings/openai-compatible.ts';
import { createHubspotVendor } from './vendors/hubspot/vendor.ts';
import { createOutbox } from './vendors/mail/outbox.ts';
import type { Mailer } from './vendors/mail/port.ts';
import { createSmtp } from './vendors/mail/smtp.ts';
import { createFolderStore } from './vendors/object-store/folder.ts';
import type { ObjectStore } from './vendors/object-store/port.ts';
import { createS3Store } from './vendors/object-store/s3.ts';
import { createSalesforceVendor } from './vendors/salesforce/vendor.ts';

export interface AppOptions {
  clock?: Clock;
  log?: Logger;
  /** Opened already (tests); else the configured one is opened. */
  database?: Database;
  /** In tests: an answer that its schema does not allow is an error. */
  checkAnswers?: boolean;
  /** In place of the configured way for mail (tests). */
  mailer?: Mailer;
  /** How often workers ask for work; tests do not wait two seconds for a mail. */
  jobPollSeconds?: number;
}

export interface App {
  database: Database;
  identity: Identity;
  api: ApiRouter;
  log: Logger;
  /** Told by the demo once its CRMs run. */
  useDemoCrms(demo: CrmDefaults['demo']): void;
  /** Begins jobs and listens. @returns the port */
  start(): Promise<number>;
  /** Stops accepting, finishes what is under way (30 s), closes. Safe to call more than once. */
  stop(): Promise<void>;
}

const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url));
const graceMilliseconds = 30_000;

interface Kernel {
  config: Config;
  clock: Clock;
  log: Logger;
  database: Database;
  metrics: Metrics;
  jobs: Jobs;
  health: Health;
  outbound: Outbound;
  box: SecretBox;
  mailQueue: MailQueue;
  mailer: Mailer;
  events: EventHub;
  objects: ObjectStore;
  spoolFolder: FileParts['spoolFolder'];
}

/** @throws ConfigurationError when the configuration cannot be served with */
export async function createApp(
  config: Config,
  secrets: Secrets,
  options: AppOptions = {},
): Promise<App> {
  const log = options.log ?? createLogger(config.logLevel);
  const clock = options.clock ?? systemClock;
  const database = options.database ?? (await openDatabase(config, log));
  await checkInstance(database, secrets.encryptionKeys);
  const jobs = createJobs(database, log, options.jobPollSeconds);
  const box = createSecretBox(secrets.encryptionKeys);
  const outbound = createOutbound();
  const kernel: Kernel = {
    config,
    clock,
    log,
    database,
    jobs,
    metrics: createMetrics(),
    health: createHealth(database, jobs, config.role, log),
    outbound,
    box,
    mailQueue: { box, jobs, clock },
    mailer: options.mailer ?? mailerOf(config),
    events: createEventHub({ database, log }),
    objects: objectStoreOf(config, outbound, await readInstanceId(database)),
    spoolFolder: join(config.dataDirectory, 'spool'),
  };
  return assemble(kernel, secrets, options.checkAnswers ?? false);
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

function assemble(kernel: Kernel, secrets: Secrets, checkAnswers: boolean): App {
  const { config, clock, log, database } = kernel;
  const draining = new AbortController();
  const stopping = new AbortController();
  let server: HttpServer | null = null;
  let demo: CrmDefaults['demo'] = null;

  const identity = createIdentity({
    database,
    clock,
    log,
    sessionSecrets: secrets.sessionSecrets,
    publicUrl: config.publicUrl,
  });
  const origin = createOwnOrigin(config.publicUrl, () => server?.port ?? config.port);
  const limits = createLimits(database, clock, config.rateLimitScale);
  const api = createRouter({
    clock,
    log,
    origin,
    limits,
    authenticate: identity.authenticate,
    clientAddress: createClientAddress(config.trustedProxies),
    observe: kernel.metrics.observeRequest,
    draining: draining.signal,
    checkAnswers,
  });
  const baseUrl = () => origin.baseUrl(undefined);
  const notify = createNotify({ ...kernel, baseUrl });
  const aside = { stopping: stopping.signal, demo: () => demo, notify };
  const integrations = integrationParts(kernel, identity, aside);
  const { metricsToken, publicUrl } = config;
  mountOperationsRoutes(api.router, { ...kernel, metricsToken, publicUrl });
  if (config.role !== 'worker') {
    mountFeatures(kernel, { api, identity, limits, integrations });
    mountPages(config, api, origin);
  }
  registerJobs(kernel, integrations, baseUrl);

  let stopped: Promise<void> | null = null;
  return {
    database,
    identity,
    api,
    log,
    useDemoCrms: (running) => {
      demo = running;
    },
    start: async () => {
      await kernel.jobs.start({ work: config.role !== 'web' });
      kernel.health.start();
      if (config.role !== 'worker') await kernel.events.start();
      server = await listen(api.router, config);
      return server.port;
    },
    stop: () => {
      draining.abort();
      stopped ??= shutDown(kernel, server, stopping);
      return stopped;
    },
  };
}

function registerJobs(kernel: Kernel, integrations: IntegrationParts, baseUrl: () => string): void {
  registerIntegrationJobs(integrations);
  registerMailJobs(kernel);
  registerFileJobs(kernel);
  registerNotificationJobs({ ...kernel, baseUrl, timeZoneOf: async () => 'UTC' });
}

function mountFeatures(
  kernel: Kernel,
  parts: { api: ApiRouter; identity: Identity; limits: Limits; integrations: IntegrationParts },
): void {
  const { config, database, clock, log, outbound } = kernel;
  const { api, identity, limits, integrations } = parts;
  mountIdentity(api.routes, { ...identity, database, clock, limits });
  mountIntegrations(api.routes, integrations);
  mountFieldMapping(api.routes, {
    database,
    clock,
    log,
    embeddings: config.embedding ? createEmbeddings(config.embedding, outbound) : null,
  });
  mountFieldCatalogue(api.routes);
  mountAudit(api.routes, { database });
  mountNotifications(api.routes, { database, clock });
  mountEvents(api.routes, kernel.events);
  mountFiles(api.routes, kernel);
}

/** What is no operation: the reference, refusals of everything else, the web application. */
function mountPages(config: Config, api: ApiRouter, origin: OwnOrigin): void {
  mountDocs(api, origin);
  api.seal();
  const secure = config.publicUrl?.startsWith('https://') ?? false;
  serveWebApplication(api.router, webFolder, { origin, secure });
}

function integrationParts(
  kernel: Kernel,
  identity: Identity,
  {
    stopping,
    demo,
    notify,
  }: Pick<IntegrationParts, 'stopping' | 'notify'> & {
    demo: () => CrmDefaults['demo'];
  },
): IntegrationParts {
  const { config, outbound, clock } = kernel;
  return {
    database: kernel.database,
    clock,
    log: kernel.log,
    metrics: kernel.metrics,
    jobs: kernel.jobs,
    box: kernel.box,
    vendors: {
      salesforce: createSalesforceVendor({
        outbound,
        apiVersion: config.salesforce.apiVersion,
        clock,
      }),
      hubspot: createHubspotVendor({ outbound, clock }),
    },
    crmDefaults: () => ({
      salesforce: config.salesforce,
      hubspot: config.hubspot,
      demo: demo(),
    }),
    authenticate: identity.authenticate,
    schemaTtlHours: config.schemaTtlHours,
    stopping,
    mappedFields,
    notify,
  };
}

async function shutDown(
  kernel: Kernel,
  server: HttpServer | null,
  stopping: AbortController,
): Promise<void> {
  const patience = setTimeout(() => stopping.abort(), graceMilliseconds);
  await Promise.all([server?.close(graceMilliseconds), kernel.jobs.stop(graceMilliseconds)]);
  clearTimeout(patience);
  stopping.abort();
  await kernel.health.stop();
  await kernel.events.stop();
  await kernel.outbound.close();
  await kernel.database.close();
}
