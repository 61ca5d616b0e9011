/**
 * The way back from the CRM's consent page. The state is used up before anything else happens; the
 * code is exchanged only for the same session, while the person still may connect (spec 09, “OAuth
 * connect”). Whatever happens, the outcome is a word for the page that shows it.
 */
import type { ConnectOutcome, Platform } from '@partneros/contract/integrations';
import { sha256 } from '../../kernel/crypto/tokens.ts';
import type { OrganizationScope } from '../../kernel/db/scope.ts';
import { systemScope } from '../../kernel/db/scope.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { describeError } from '../../kernel/logger.ts';
import { type CrmAccount, CrmFailure, type Grant, type OAuthClient } from '../../vendors/port.ts';
import { memberMay } from '../identity/index.ts';
import { storedClient } from './clients.ts';
import { findOAuthState } from './oauth-state.ts';
import type { IntegrationParts } from './parts.ts';
import { saveConnection } from './save-connection.ts';
import { secretsOf } from './secrets.ts';
import { consumeOAuthState } from './store.ts';
import type { OAuthStateRow } from './tables.ts';

export interface CallbackInput {
  platform: Platform;
  state: string | undefined;
  code: string | undefined;
  error: string | undefined;
  cookie: string | undefined;
  requestId: string;
}

export interface CallbackEnd {
  outcome: ConnectOutcome;
  connectionId: string | null;
}

const callMilliseconds = 20_000;
const ended = (outcome: ConnectOutcome): CallbackEnd => ({ outcome, connectionId: null });

export async function completeConnection(
  parts: IntegrationParts,
  input: CallbackInput,
): Promise<CallbackEnd> {
  const state = await takeState(parts, input.state);
  if (!state || state.platform !== input.platform) return ended('state_invalid');
  if (state.expiresAt <= parts.clock.now()) return ended('state_expired');
  const authentication = await parts.authenticate({ cookie: input.cookie });
  if (!authentication) return ended('not_signed_in');
  const { caller } = authentication;
  if (caller.sessionId !== state.sessionId || caller.userId !== state.userId) {
    return ended('other_session');
  }
  if (input.error !== undefined) {
    // Salesforce documents access_denied and prints access-denied in one sample.
    return ended(/^access[_-]denied$/.test(input.error) ? 'denied' : 'exchange_failed');
  }
  if (input.code === undefined) return ended('exchange_failed');
  const scope = await scopeOf(parts, state);
  if (!scope) return ended('forbidden');
  return connect(parts, state, scope, { code: input.code, requestId: input.requestId });
}

async function takeState(
  parts: IntegrationParts,
  state: string | undefined,
): Promise<OAuthStateRow | null> {
  if (state === undefined) return null;
  const found = await findOAuthState(parts.database, sha256(state));
  if (!found) return null;
  const scope = systemScope(found.organizationId, 'oauth-callback');
  return parts.database.withOrganization(scope, (tx) => consumeOAuthState(tx, found.stateId));
}

/** The person's scope in the organization that the state names, if they still may connect there. */
async function scopeOf(
  parts: IntegrationParts,
  { organizationId, userId }: OAuthStateRow,
): Promise<OrganizationScope | null> {
  const scope = systemScope(organizationId, 'oauth-callback');
  const member = await parts.database.withOrganization(scope, (tx) =>
    memberMay(tx, userId, 'connection.connect'),
  );
  if (!member) return null;
  return { organizationId, actor: { kind: 'member', userId, memberId: member.memberId } };
}

async function connect(
  parts: IntegrationParts,
  state: OAuthStateRow,
  scope: OrganizationScope,
  { code, requestId }: { code: string; requestId: string },
): Promise<CallbackEnd> {
  const vendor = parts.vendors[state.platform];
  const secrets = secretsOf(parts.box, state);
  const clientSecret = secrets.open('oauth_states.client_secret_sealed', state.clientSecretSealed);
  const codeVerifier =
    secrets.open('oauth_states.code_verifier_sealed', state.codeVerifierSealed) ?? '';
  const signal = AbortSignal.any([parts.stopping, AbortSignal.timeout(callMilliseconds)]);
  let client: OAuthClient | null = null;
  let grant: Grant | null = null;
  try {
    client = storedClient({ ...state, clientSecret }, parts.crmDefaults());
    const exchange = { code, codeVerifier, redirectUri: state.redirectUri };
    grant = await vendor.exchangeCode(client, exchange, signal);
    const { instanceUrl, accessToken } = grant;
    const account = await vendor.readAccount({ client, instanceUrl, accessToken, signal });
    const end = await save(parts, scope, { state, client, grant, account, requestId });
    if (end.outcome !== 'connected') await revoke(parts, state.platform, client, grant);
    return end;
  } catch (error) {
    parts.log.warn('Connecting failed', { platform: state.platform, ...describeError(error) });
    if (client && grant) await revoke(parts, state.platform, client, grant);
    return ended(outcomeOf(error));
  }
}

interface Arrived {
  state: OAuthStateRow;
  client: OAuthClient;
  grant: Grant;
  account: CrmAccount;
  requestId: string;
}

/** Stores the connection, unless the person lost the right or the account is not the expected one. */
function save(
  parts: IntegrationParts,
  scope: OrganizationScope,
  arrived: Arrived,
): Promise<CallbackEnd> {
  return parts.database.withOrganization(scope, async (tx) => {
    const { state } = arrived;
    if (!(await memberMay(tx, state.userId, 'connection.connect'))) return ended('forbidden');
    const { platform, environment, connectionId: expected, clientSecretSealed } = state;
    const connectionId = await saveConnection(parts, tx, {
      ...arrived,
      platform,
      environment,
      expected,
      kind: 'code',
      own: clientSecretSealed !== null,
    });
    if (connectionId === null) return ended('other_account');
    return { outcome: 'connected', connectionId };
  });
}

async function revoke(
  parts: IntegrationParts,
  platform: Platform,
  client: OAuthClient,
  grant: Grant,
): Promise<void> {
  const signal = AbortSignal.timeout(callMilliseconds);
  await parts.vendors[platform]
    .revokeGrant(client, grant, signal)
    .catch((error: unknown) => parts.log.warn('Revoking failed', describeError(error)));
}

/** A person waits in a browser: whatever failed, the page that they come back to says so. */
function outcomeOf(error: unknown): ConnectOutcome {
  if (error instanceof Problem) return 'exchange_failed';
  if (!(error instanceof CrmFailure)) return 'crm_failed';
  if (error.kind === 'untrusted') return 'untrusted_instance';
  if (error.kind === 'grant_gone' || error.kind === 'rejected') return 'exchange_failed';
  return 'crm_failed';
}
