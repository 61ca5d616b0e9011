/**
 * The demo CRMs: faithful, stateful simulators of Salesforce and HubSpot on one real HTTP server.
 * They know nothing of the product; it reaches them by their address alone.
 */

import { hubspotCrm } from './hubspot/crm.ts';
import { HubspotSimulator } from './hubspot/simulator.ts';
import { salesforceCrm } from './salesforce/crm.ts';
import { SalesforceSimulator } from './salesforce/simulator.ts';
import { Clock } from './shared/clock.ts';
import { controlRoutes } from './shared/control-routes.ts';
import type { FaultScript } from './shared/fault-script.ts';
import { CrmServer } from './shared/http-server.ts';
import type { RequestLog } from './shared/request-log.ts';
import { StateFile } from './shared/state-file.ts';

export { type Consent, giveConsent } from './consent.ts';
export type { HubspotPortal } from './hubspot/portal.ts';
export type { PropertySpec } from './hubspot/property-spec.ts';
export type { HubspotSimulator } from './hubspot/simulator.ts';
export { createKeyWithCertificate, type KeyWithCertificate } from './idp/certificate.ts';
export {
  type HostileOidc,
  type OidcPerson,
  type OidcProvider,
  startOidcProvider,
} from './idp/oidc-provider.ts';
export {
  type HostileSaml,
  type SamlPerson,
  type SamlPost,
  type SamlProvider,
  startSamlProvider,
} from './idp/saml-provider.ts';
export type { FieldSpec } from './salesforce/field-spec.ts';
export type { SalesforceOrg } from './salesforce/org.ts';
export type { SalesforceSimulator } from './salesforce/simulator.ts';
export type { Clock } from './shared/clock.ts';
export type { Fault, FaultAction, FaultMatch, FaultScript } from './shared/fault-script.ts';
export type { LoggedRequest, RequestFilter, RequestLog } from './shared/request-log.ts';

export interface DemoCrms {
  /** Origin of both CRMs, e.g. `http://127.0.0.1:4100`. */
  url: string;
  salesforce: SalesforceSimulator;
  hubspot: HubspotSimulator;
  faults: FaultScript;
  requests: RequestLog;
  /** Moves the simulators' time on: tokens, codes and windows age. */
  clock: Clock;
  /** Delay before every answer of a CRM, in milliseconds. */
  setLatency(milliseconds: number): void;
  close(): Promise<void>;
}

export interface DemoCrmOptions {
  /** 0 or absent: any free port. */
  port?: number;
  host?: string;
  /** JSON file that keeps tokens, apps and schema edits over a restart; absent: nothing is kept. */
  stateFile?: string;
  latencyMs?: number;
}

/** Starts both CRMs; rejects when the port is taken. */
export async function startDemoCrms(options: DemoCrmOptions = {}): Promise<DemoCrms> {
  const clock = new Clock();
  const state = new StateFile(options.stateFile);
  const server = new CrmServer(clock);
  const salesforce = new SalesforceSimulator(clock, () => state.save());
  const hubspot = new HubspotSimulator(clock, () => state.save());
  state.load({ salesforce, hubspot });
  server.latencyMs = options.latencyMs ?? 0;
  const crms = [salesforceCrm(salesforce), hubspotCrm(hubspot)];
  server.serve(crms, controlRoutes({ server, clock, salesforce, hubspot }));
  const url = await server.listen(options.port ?? 0, options.host ?? '127.0.0.1');
  salesforce.url = url;
  return {
    url,
    salesforce,
    hubspot,
    clock,
    faults: server.faults,
    requests: server.requests,
    setLatency: (milliseconds) => {
      server.latencyMs = milliseconds;
    },
    close: () => server.close(),
  };
}
