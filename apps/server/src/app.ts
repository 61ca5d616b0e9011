/**
 * The composition root: builds every part once, hands each feature its few, mounts routes, registers
 * jobs. Plain objects, no container.
 */
import { fileURLToPath } from 'node:url';
import { createIdentify } from './app/identify.ts';
import { checkInstance } from './app/instance.ts';
import {
  createAuditedDatabase,
  createRefusalRecorder,
  mountAudit,
} from './features/audit/index.ts';
import { mountFieldCatalogue } from './features/field-catalogue/index.ts';
import { mappedFields, mountFieldMapping } from './features/field-mapping/index.ts';
import { createIdentity, type Identity, mountIdentity } from './features/identity/index.ts';
import {
  type CrmDefaults,
  type IntegrationParts,
  mountIntegrations,
  registerIntegrationJobs,
} from './features/integrations/index.ts';
import { type MailQueue, registerMailJobs } from './features/mail/index.ts';
import { createFindService, mountServiceAccounts } from './features/service-accounts/index.ts';
import { type Aftermath, createAftermath } from './kernel/aftermath.ts';
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
import { createReplays, registerReplayJobs } from './kernel/http/replays.ts';
import { type ApiRouter, createRouter } from './kernel/http/router.ts';
import { type HttpServer, listen } from './kernel/http/server.ts';
import { serveWebApplication } from './kernel/http/static-files.ts';
import { createJobs, type Jobs } from './kernel/jobs/jobs.ts';
import type { Secrets } from './kernel/local-secrets.ts';
import { createLogger, type Logger } from './kernel/logger.ts';
import { createMetrics, type Metrics } from './kernel/metrics.ts';
import { createOutbound, type Outbound } from './kernel/outbound/client.ts';
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
  aftermath: Aftermath;
}

/** @throws ConfigurationError when the configuration cannot be served with */
export async function createApp(
  config: Config,
  secrets: Secrets,
  options: AppOptions = {},
): Promise<App> {
  const log = options.log ?? createLogger(config.logLevel);
  const clock = options.clock ?? systemClock;
  const opened = options.database ?? (await openDatabase(config, log));
  await checkInstance(opened, secrets.encryptionKeys);
  const box = createSecretBox(secrets.encryptionKeys);
  const database = createAuditedDatabase(opened, box);
  const jobs = createJobs(database, log, options.jobPollSeconds);
  const kernel: Kernel = {
    config,
    clock,
    log,
    database,
    jobs,
    metrics: createMetrics(),
    health: createHealth(database, jobs, config.role, log),
    outbound: createOutbound(),
    box,
    mailQueue: { box, jobs, clock },
    mailer: options.mailer ?? mailerOf(config),
    aftermath: createAftermath(log),
  };
  return assemble(kernel, secrets, options.checkAnswers ?? false);
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
  const { signal } = draining;
  const api = apiOf(kernel, { origin, limits, identity, draining: signal, checkAnswers });
  const integrations = integrationParts(kernel, identity, stopping.signal, () => demo);
  const { metricsToken, publicUrl } = config;
  mountOperationsRoutes(api.router, { ...kernel, metricsToken, publicUrl });
  if (config.role !== 'worker') {
    mountFeatures(kernel, { api, identity, limits, integrations });
    mountPages(config, api, origin);
  }
  registerIntegrationJobs(integrations);
  registerMailJobs(kernel);
  registerReplayJobs(kernel);

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
      server = await listen(api.router, { ...config, secure: isSecure(config) });
      return server.port;
    },
    stop: () => {
      draining.abort();
      stopped ??= shutDown(kernel, server, stopping);
      return stopped;
    },
  };
}

function apiOf(
  kernel: Kernel,
  parts: {
    origin: OwnOrigin;
    limits: Limits;
    identity: Identity;
    draining: AbortSignal;
    checkAnswers: boolean;
  },
): ApiRouter {
  const { config, clock, log, database, box, metrics } = kernel;
  const { origin, limits, identity, draining, checkAnswers } = parts;
  return createRouter({
    clock,
    log,
    origin,
    limits,
    identify: createIdentify(identity.authenticate, createFindService(kernel)),
    clientAddress: createClientAddress(config.trustedProxies),
    observe: metrics.observeRequest,
    draining,
    checkAnswers,
    replays: createReplays(database, box),
    refused: createRefusalRecorder(kernel),
    secure: isSecure(config),
  });
}

function mountFeatures(
  kernel: Kernel,
  parts: { api: ApiRouter; identity: Identity; limits: Limits; integrations: IntegrationParts },
): void {
  const { config, database, clock, log, outbound, aftermath } = kernel;
  const { api, identity, limits, integrations } = parts;
  mountIdentity(api.routes, { ...identity, database, clock, limits, aftermath });
  mountIntegrations(api.routes, integrations);
  mountFieldMapping(api.routes, {
    database,
    clock,
    log,
    embeddings: config.embedding ? createEmbeddings(config.embedding, outbound) : null,
  });
  mountFieldCatalogue(api.routes);
  mountAudit(api.routes, { database });
  mountServiceAccounts(api.routes, { database, clock });
}

/** What is no operation: the reference, refusals of everything else, the web application. */
function mountPages(config: Config, api: ApiRouter, origin: OwnOrigin): void {
  const secure = isSecure(config);
  mountDocs(api, { origin, secure });
  api.seal();
  serveWebApplication(api.router, webFolder, { origin, secure });
}

function isSecure({ publicUrl }: Config): boolean {
  return publicUrl?.startsWith('https://') ?? false;
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
  await kernel.aftermath.settled();
  await kernel.health.stop();
  await kernel.outbound.close();
  await kernel.database.close();
}
