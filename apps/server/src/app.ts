/**
 * The composition root: builds every part once (`app/parts.ts`), hands each feature its few
 * (`app/features.ts`), listens, stops. Plain objects, no container.
 */
import { fileURLToPath } from 'node:url';
import { integrationParts, mountFeatures, registerJobs } from './app/features.ts';
import { createIdentify } from './app/identify.ts';
import { buildParts, type PartOptions, type Parts } from './app/parts.ts';
import { createRefusalRecorder } from './features/audit/index.ts';
import { createIdentity, type Identity } from './features/identity/index.ts';
import type { CrmDefaults } from './features/integrations/index.ts';
import { createNotify } from './features/notifications/index.ts';
import { createFindService } from './features/service-accounts/index.ts';
import type { Config } from './kernel/config.ts';
import { createClientAddress } from './kernel/http/address.ts';
import { mountDocs } from './kernel/http/docs-routes.ts';
import { createLimits, type Limits } from './kernel/http/limits.ts';
import { mountOperationsRoutes } from './kernel/http/operations-routes.ts';
import { createOwnOrigin, type OwnOrigin } from './kernel/http/origin.ts';
import { createReplays } from './kernel/http/replays.ts';
import { type ApiRouter, createRouter } from './kernel/http/router.ts';
import { type HttpServer, listen } from './kernel/http/server.ts';
import { serveWebApplication } from './kernel/http/static-files.ts';
import { followQuarantine } from './kernel/jobs/follow-quarantine.ts';
import type { Secrets } from './kernel/local-secrets.ts';

export interface AppOptions extends PartOptions {
  /** In tests: an answer that its schema does not allow is an error. */
  checkAnswers?: boolean;
}

/** The program, with what the command line's use cases are built from. */
export interface App extends Parts {
  identity: Identity;
  api: ApiRouter;
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

/** @throws ConfigurationError when the configuration cannot be served with */
export async function createApp(
  config: Config,
  secrets: Secrets,
  options: AppOptions = {},
): Promise<App> {
  const parts = await buildParts(config, secrets, options);
  return assemble(parts, secrets, options.checkAnswers ?? false);
}

function assemble(parts: Parts, secrets: Secrets, checkAnswers: boolean): App {
  const { config, clock, log, database } = parts;
  const { publicUrl, metricsToken } = config;
  const draining = new AbortController();
  const stopping = new AbortController();
  let server: HttpServer | null = null;
  let demo: CrmDefaults['demo'] = null;

  const { sessionSecrets, encryptionKeys } = secrets;
  const identity = createIdentity({ database, clock, log, sessionSecrets, publicUrl });
  const origin = createOwnOrigin(publicUrl, () => server?.port ?? config.port);
  const limits = createLimits(database, clock, config.rateLimitScale);
  const draft = { draining: draining.signal, checkAnswers, origin, limits };
  const api = createApi(parts, identity, draft);
  const baseUrl = () => origin.baseUrl(undefined);
  const notify = createNotify({ ...parts, baseUrl });
  const integrations = integrationParts(parts, identity, {
    stopping: stopping.signal,
    demo: () => demo,
    notify,
  });
  const features = { ...parts, identity, limits, integrations, baseUrl, notify };
  mountOperationsRoutes(api.router, { ...parts, metricsToken, publicUrl });
  if (config.role !== 'worker') {
    mountFeatures(api.routes, features);
    mountPages(config, api, origin);
  }
  registerJobs(features);

  let stopped: Promise<void> | null = null;
  let stopFollowing = () => {};
  return {
    ...parts,
    encryptionKeys,
    identity,
    api,
    useDemoCrms: (running) => {
      demo = running;
    },
    start: async () => {
      stopFollowing = await startJobs(parts);
      parts.health.start();
      if (config.role !== 'worker') await parts.events.start();
      server = await listen(api.router, { ...config, secure: isSecure(config) });
      return server.port;
    },
    stop: () => {
      draining.abort();
      stopFollowing();
      stopped ??= shutDown(parts, server, stopping);
      return stopped;
    },
  };
}

interface ApiDraft {
  draining: AbortSignal;
  checkAnswers: boolean;
  origin: OwnOrigin;
  limits: Limits;
}

function createApi(parts: Parts, identity: Identity, draft: ApiDraft): ApiRouter {
  const { config, clock, log, database, box, quarantine } = parts;
  return createRouter({
    ...draft,
    clock,
    log,
    identify: createIdentify(identity.authenticate, createFindService(parts)),
    clientAddress: createClientAddress(config.trustedProxies),
    observe: parts.metrics.observeRequest,
    replays: createReplays(database, box),
    refused: createRefusalRecorder(parts),
    secure: isSecure(config),
    mayActOutside: () => quarantine.refuse(),
  });
}

/** @returns how to stop looking whether work may go on */
async function startJobs({ config, jobs, quarantine, log }: Parts): Promise<() => void> {
  await jobs.start({ work: false });
  if (config.role === 'web') return () => {};
  return followQuarantine(jobs, quarantine, log);
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

async function shutDown(
  parts: Parts,
  server: HttpServer | null,
  stopping: AbortController,
): Promise<void> {
  const patience = setTimeout(() => stopping.abort(), graceMilliseconds);
  await Promise.all([server?.close(graceMilliseconds), parts.jobs.stop(graceMilliseconds)]);
  clearTimeout(patience);
  stopping.abort();
  await parts.aftermath.settled();
  await parts.health.stop();
  await parts.events.stop();
  await parts.outbound.close();
  await parts.database.close();
}
