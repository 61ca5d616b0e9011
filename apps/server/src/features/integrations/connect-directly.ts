/**
 * Connecting without a browser: the client credentials flow of a Salesforce app with a run-as user,
 * or a service key of a HubSpot portal (spec 02, “Connections”). What is entered is tried at the CRM
 * before anything is stored.
 */
import type { connectBody, Platform } from '@partneros/contract/integrations';
import type { z } from 'zod';
import type { OrganizationScope } from '../../kernel/db/scope.ts';
import { notFound, Problem } from '../../kernel/http/problem.ts';
import { CrmFailure, type CrmVendor, type Grant } from '../../vendors/port.ts';
import { keyHolder } from './access.ts';
import { type ChosenClient, chooseClient, chooseHosts } from './clients.ts';
import type { IntegrationParts } from './parts.ts';
import { asProblem } from './refresh-schema.ts';
import { saveConnection } from './save-connection.ts';
import { findConnection } from './store.ts';
import type { GrantKind } from './tables.ts';

type Wish = z.infer<typeof connectBody>;

export interface ConnectInput {
  platform: Platform;
  wish: Wish;
  requestId: string;
}

/** How to call as what was entered. */
interface Entered extends ChosenClient {
  kind: GrantKind;
  obtain: (signal: AbortSignal) => Promise<Grant>;
}

const callMilliseconds = 20_000;

/**
 * @returns the connection's id
 * @throws Problem validation_failed for what the platform does not take; not_found for a connection
 *   of another platform; prerequisite_missing when the CRM refuses what was entered or it leads to
 *   another account; upstream_failed
 */
export async function connectDirectly(
  parts: IntegrationParts,
  scope: OrganizationScope,
  { platform, wish, requestId }: ConnectInput,
): Promise<string> {
  const expected = wish.connectionId ?? null;
  if (expected !== null) await requireConnection(parts, scope, expected, platform);
  const vendor = parts.vendors[platform];
  const entered = enteredBy(parts, vendor, wish);
  const { client, environment, own, kind } = entered;
  const signal = AbortSignal.any([parts.stopping, AbortSignal.timeout(callMilliseconds)]);
  const { grant, account } = await tryOut(vendor, entered, signal);
  const arrived = { platform, environment, own, kind, expected, client, grant, account, requestId };
  const connectionId = await parts.database.withOrganization(scope, (tx) =>
    saveConnection(parts, tx, arrived),
  );
  if (connectionId !== null) return connectionId;
  throw new Problem(
    'prerequisite_missing',
    'This leads to another account than the one that is connected. Connect it as a new one.',
  );
}

async function requireConnection(
  { database }: IntegrationParts,
  scope: OrganizationScope,
  connectionId: string,
  platform: Platform,
): Promise<void> {
  const known = await database.withOrganization(scope, (tx) => findConnection(tx, connectionId));
  if (known?.platform !== platform) throw notFound('Connection');
}

function enteredBy(parts: IntegrationParts, vendor: CrmVendor, wish: Wish): Entered {
  const defaults = parts.crmDefaults();
  const { clientCredentialsGrant } = vendor;
  if (!('serviceKey' in wish)) {
    if (!clientCredentialsGrant) throw wrongKind('serviceKey', 'HubSpot takes a service key.');
    const chosen = chooseClient(vendor, wish, defaults);
    const obtain = (signal: AbortSignal) => clientCredentialsGrant(chosen.client, signal);
    return { ...chosen, kind: 'client_credentials', obtain };
  }
  if (clientCredentialsGrant) {
    throw wrongKind('clientId', 'Salesforce takes the client id and secret of an app.');
  }
  const { environment, hosts } = chooseHosts(vendor, wish, defaults);
  const grant: Grant = {
    accessToken: wish.serviceKey,
    refreshToken: null,
    instanceUrl: null,
    expiresInSeconds: null,
    accountId: null,
    scopes: [],
  };
  const client = keyHolder(hosts);
  const obtain = () => Promise.resolve(grant);
  return { environment, client, own: false, kind: 'service_key', obtain };
}

async function tryOut(vendor: CrmVendor, { client, obtain }: Entered, signal: AbortSignal) {
  try {
    const grant = await obtain(signal);
    const { instanceUrl, accessToken } = grant;
    const account = await vendor.readAccount({ client, instanceUrl, accessToken, signal });
    return { grant, account };
  } catch (error) {
    if (error instanceof CrmFailure && isRefusal(error)) throw refused();
    throw asProblem(error) ?? error;
  }
}

/** The CRM understood and said no to what was entered. */
function isRefusal({ kind }: CrmFailure): boolean {
  return ['grant_gone', 'rejected', 'token_expired', 'not_permitted'].includes(kind);
}

function refused(): Problem {
  return new Problem(
    'prerequisite_missing',
    'The CRM does not accept this. Check what you entered, and that it may be used for the API.',
  );
}

function wrongKind(path: string, message: string): Problem {
  return new Problem('validation_failed', 'The request body is not valid.', {
    details: [{ path, message }],
  });
}
