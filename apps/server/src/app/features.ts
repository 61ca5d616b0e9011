/** Hands each feature its few parts: routes here, jobs there. */
import { mountAudit } from '../features/audit/index.ts';
import { mountEvents } from '../features/events/index.ts';
import { mountFieldCatalogue } from '../features/field-catalogue/index.ts';
import { mappedFields, mountFieldMapping } from '../features/field-mapping/index.ts';
import { mountFiles, registerFileJobs } from '../features/files/index.ts';
import {
  type Identity,
  mountIdentity,
  mountPeople,
  registerIdentityJobs,
  type TellPeople,
} from '../features/identity/index.ts';
import { mountInstance } from '../features/instance/index.ts';
import {
  type CrmDefaults,
  type IntegrationParts,
  mountIntegrations,
  registerIntegrationJobs,
} from '../features/integrations/index.ts';
import { registerMailJobs } from '../features/mail/index.ts';
import {
  mountNotifications,
  type Notify,
  registerNotificationJobs,
} from '../features/notifications/index.ts';
import { mountPrivacy, registerPrivacyJobs } from '../features/privacy/index.ts';
import { mountRetention, registerRetentionJobs } from '../features/retention/index.ts';
import { mountServiceAccounts } from '../features/service-accounts/index.ts';
import { mountSingleSignOn } from '../features/single-sign-on/index.ts';
import type { Limits } from '../kernel/http/limits.ts';
import { registerReplayJobs } from '../kernel/http/replays.ts';
import type { Routes } from '../kernel/http/routes.ts';
import { createEmbeddings } from '../vendors/embeddings/openai-compatible.ts';
import { createHubspotVendor } from '../vendors/hubspot/vendor.ts';
import { createSalesforceVendor } from '../vendors/salesforce/vendor.ts';
import { createOidcVendor } from '../vendors/single-sign-on/oidc.ts';
import { createSamlVendor } from '../vendors/single-sign-on/saml.ts';
import type { Parts } from './parts.ts';

export interface FeatureParts extends Parts {
  notify: Notify;
  identity: Identity;
  limits: Limits;
  integrations: IntegrationParts;
  /** The base of links that no request asked for: in mails. */
  baseUrl: () => string;
}

export function mountFeatures(routes: Routes, parts: FeatureParts): void {
  const { config, database, clock, log, identity, limits, integrations, outbound } = parts;
  const { box, jobs, mailQueue, aftermath } = parts;
  const { rateLimitScale } = config;
  mountIdentity(routes, {
    ...identity,
    ...{ database, clock, limits, box, jobs, mailQueue, rateLimitScale, aftermath },
  });
  const tellPeople: TellPeople = (tx, news) => parts.notify(tx, news);
  mountPeople(routes, { ...identity, database, clock, mailQueue, tellPeople });
  mountIntegrations(routes, integrations);
  mountFieldMapping(routes, {
    database,
    clock,
    log,
    embeddings: config.embedding ? createEmbeddings(config.embedding, outbound) : null,
  });
  mountFieldCatalogue(routes);
  mountAudit(routes, { database });
  mountSingleSignOn(routes, {
    ...parts,
    cookie: identity.cookie,
    oidc: createOidcVendor(parts.fetchPublic),
    saml: createSamlVendor(),
    secure: config.publicUrl?.startsWith('https://') ?? false,
  });
  mountServiceAccounts(routes, { database, clock, notify: parts.notify });
  mountNotifications(routes, { database, clock });
  mountEvents(routes, parts.events);
  mountFiles(routes, parts);
  mountInstance(routes, parts);
  mountRetention(routes, parts);
  mountPrivacy(routes, parts);
}

export function registerJobs(parts: FeatureParts): void {
  registerIntegrationJobs(parts.integrations);
  registerMailJobs(parts);
  registerFileJobs(parts);
  registerReplayJobs(parts);
  registerIdentityJobs(parts);
  registerNotificationJobs({ ...parts, timeZoneOf: async () => 'UTC' });
  registerRetentionJobs(parts);
  registerPrivacyJobs(parts);
}

/** @param demo what is told of the demo CRMs by now */
export function integrationParts(
  parts: Parts,
  identity: Identity,
  { stopping, demo, notify }: IntegrationSurroundings,
): IntegrationParts {
  const { config, outbound, clock } = parts;
  const { apiVersion } = config.salesforce;
  return {
    ...parts,
    vendors: {
      salesforce: createSalesforceVendor({ outbound, apiVersion, clock }),
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

export interface IntegrationSurroundings {
  stopping: AbortSignal;
  demo: () => CrmDefaults['demo'];
  notify: Notify;
}
