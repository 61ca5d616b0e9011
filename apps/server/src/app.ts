/**
 * The composition root: builds every part once, hands each feature its few, mounts routes, registers
 * jobs. Plain objects, no container.
 */
import { fileURLToPath } from 'node:url';
import { guardMailer } from './app/guarded-mailer.ts';
import { checkInstance, openKeyedHash, recordInstallation } from './app/instance.ts';
import { findPlace } from './app/place.ts';
import { mountAudit } from './features/audit/index.ts';
import { mountFieldCatalogue } from './features/field-catalogue/index.ts';
import { mappedFields, mountFieldMapping } from './features/field-mapping/index.ts';
import { createIdentity, type Identity, mountIdentity } from './features/identity/index.ts';
import { mountInstance } from './features/instance/index.ts';
import {
  type CrmDefaults,
  type IntegrationParts,
  mountIntegrations,
  registerIntegrationJobs,
} from './features/integrations/index.ts';
import { type MailQueue, registerMailJobs } from './features/mail/index.ts';
import { mountPrivacy, registerPrivacyJobs } from './features/privacy/index.ts';
import { mountRetention, registerRetentionJobs } from './features/retention/index.ts';
import { type Clock, systemClock } from './kernel/clock.ts';
import type { Config } from './kernel/config.ts';
import type { KeyedHash } from './kernel/crypto/keyed-hash.ts';
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
import { followQuarantine } from './kernel/jobs/follow-quarantine.ts';
import { createJobs, type Jobs } from './kernel/jobs/jobs.ts';
import type { Secrets } from './kernel/local-secrets.ts';
import { createLogger, type Logger } from './kernel/logger.ts';
import { createMetrics, type Metrics } from './kernel/metrics.ts';
import { createOutbound, type Outbound } from './kernel/outbound/client.ts';
import { publicGuard } from './kernel/outbound/connector.ts';
import { createQuarantine, type Installation, type Quarantine } from './kernel/quarantine.ts';
import { createEmbeddings } from './vendors/embeddings/openai-compatible.ts';
import { createHubspotVendor } from './vendors/hubspot/vendor.ts';
import { createOutbox } from './vendors/mail/outbox.ts';
import type { Mailer } from './vendors/mail/port.ts';
import { createSmtp } from './vendors/mail/smtp.ts';
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
  /** Where the installation stands, for a database that was opened already (tests). */
  place?: string;
}

export interface App {
  database: Database;
  identity: Identity;
  api: ApiRouter;
  log: Logger;
  /** What the command line's use cases are built from, beside the above. */
  config: Config;
  clock: Clock;
  quarantine: Quarantine;
  installation: Installation;
  box: SecretBox;
  jobs: Jobs;
  mailQueue: MailQueue;
  keyedHash: KeyedHash;
  encryptionKeys: readonly string[];
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
  keyedHash: KeyedHash;
  installation: Installation;
  quarantine: Quarantine;
  mailQueue: MailQueue;
  mailer: Mailer;
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
  const kernel = await buildKernel(config, secrets, { clock, log, database }, options);
  return assemble(kernel, secrets, options.checkAnswers ?? false);
}

async function buildKernel(
  config: Config,
  secrets: Secrets,
  parts: Pick<Kernel, 'clock' | 'log' | 'database'>,
  options: AppOptions,
): Promise<Kernel> {
  const { database, log, clock } = parts;
  await checkInstance(database, secrets.encryptionKeys);
  const box = createSecretBox(secrets.encryptionKeys);
  const installation = {
    publicUrl: config.publicUrl,
    place: await placeOf(config, database, options),
  };
  await recordInstallation(database, installation);
  const quarantine = createQuarantine(database, installation);
  const jobs = createJobs(database, log, options.jobPollSeconds);
  const { role } = config;
  const newestKey = box.newestMark;
  return {
    ...parts,
    config,
    jobs,
    metrics: createMetrics(),
    health: createHealth({ database, jobs, role, log, quarantine, newestKey }),
    outbound: createOutbound(publicGuard, () => quarantine.refuseCall()),
    box,
    keyedHash: await openKeyedHash(database, box),
    installation,
    quarantine,
    mailQueue: { box, jobs, clock },
    mailer: guardMailer(options.mailer ?? mailerOf(config), quarantine),
  };
}

/** A database that was handed in has no folder: it stands wherever its maker says. */
async function placeOf(config: Config, database: Database, options: AppOptions): Promise<string> {
  if (options.place !== undefined) return options.place;
  return options.database && database.kind === 'pglite' ? 'memory' : findPlace(config, database);
}

function mailerOf({ mail, mailFrom }: Config): Mailer {
  if (mail.kind === 'smtp') return createSmtp(mail.url, mailFrom);
  if (mail.kind === 'outbox') return createOutbox(mail.folder, mailFrom);
  return { send: () => Promise.resolve() };
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
    mayActOutside: () => kernel.quarantine.refuse(),
  });
  const integrations = integrationParts(kernel, identity, stopping.signal, () => demo);
  const { metricsToken, publicUrl } = config;
  mountOperationsRoutes(api.router, { ...kernel, metricsToken, publicUrl });
  if (config.role !== 'worker') {
    mountFeatures(kernel, { api, identity, limits, integrations });
    mountPages(config, api, origin);
  }
  registerJobs(kernel, integrations);

  let stopped: Promise<void> | null = null;
  let stopFollowing = () => {};
  return {
    ...kernel,
    encryptionKeys: secrets.encryptionKeys,
    identity,
    api,
    useDemoCrms: (running) => {
      demo = running;
    },
    start: async () => {
      stopFollowing = await startJobs(kernel);
      kernel.health.start();
      server = await listen(api.router, config);
      return server.port;
    },
    stop: () => {
      draining.abort();
      stopFollowing();
      stopped ??= shutDown(kernel, server, stopping);
      return stopped;
    },
  };
}

function registerJobs(kernel: Kernel, integrations: IntegrationParts): void {
  registerIntegrationJobs(integrations);
  registerMailJobs(kernel);
  registerRetentionJobs(kernel);
  registerPrivacyJobs(kernel);
}

/** @returns how to stop looking whether work may go on */
async function startJobs({ config, jobs, quarantine, log }: Kernel): Promise<() => void> {
  await jobs.start({ work: false });
  if (config.role === 'web') return () => {};
  return followQuarantine(jobs, quarantine, log);
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
  mountInstance(api.routes, kernel);
  mountRetention(api.routes, kernel);
  mountPrivacy(api.routes, kernel);
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
  stopping: AbortSignal,
  demo: () => CrmDefaults['demo'],
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
  await kernel.outbound.close();
  await kernel.database.close();
}
