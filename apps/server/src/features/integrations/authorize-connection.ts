import type { authorizeBody, Platform } from '@partneros/contract/integrations';
import type { z } from 'zod';
import { randomToken, sha256, sha256Base64Url } from '../../kernel/crypto/tokens.ts';
import type { OrganizationCaller } from '../../kernel/http/caller.ts';
import { notFound } from '../../kernel/http/problem.ts';
import { newId } from '../../kernel/ids.ts';
import { type ChosenClient, chooseClient, ownClient, storedClient } from './clients.ts';
import type { IntegrationParts } from './parts.ts';
import { secretsOf } from './secrets.ts';
import { findConnection, insertOAuthState } from './store.ts';
import type { ConnectionRow } from './tables.ts';

const stateMinutes = 10;

export interface AuthorizeInput {
  platform: Platform;
  wish: z.infer<typeof authorizeBody>;
  caller: OrganizationCaller;
  baseUrl: string;
}

/**
 * Begins a connect: remembers who asked, in which session, for which organization, and gives the
 * consent page's address with a single-use state and a PKCE challenge.
 * @throws Problem as `chooseClient`; not_found for a connection of another platform or organization
 */
export async function authorizeConnection(
  parts: IntegrationParts,
  { platform, wish, caller, baseUrl }: AuthorizeInput,
): Promise<string> {
  const { organizationId, scope } = caller.membership;
  const state = randomToken();
  const codeVerifier = randomToken();
  const redirectUri = `${baseUrl}/api/integrations/${platform}/callback`;
  const id = newId();
  const secrets = secretsOf(parts.box, { id, organizationId });

  return parts.database.withOrganization(scope, async (tx) => {
    const known = wish.connectionId ? await findConnection(tx, wish.connectionId) : null;
    if (wish.connectionId && known?.platform !== platform) throw notFound('Connection');
    const { client, environment, own } =
      known && !wish.environment && !wish.loginUrl
        ? again(parts, known, wish)
        : chooseClient(parts.vendors[platform], wish, parts.crmDefaults());
    await insertOAuthState(tx, {
      id,
      organizationId,
      stateHash: sha256(state),
      platform,
      userId: caller.userId,
      sessionId: caller.sessionId,
      connectionId: known?.id ?? null,
      environment,
      loginUrl: client.loginUrl,
      apiUrl: client.apiUrl,
      reach: client.reach,
      clientId: client.clientId,
      clientSecretSealed: own
        ? secrets.seal('oauth_states.client_secret_sealed', client.clientSecret)
        : null,
      codeVerifierSealed: secrets.seal('oauth_states.code_verifier_sealed', codeVerifier),
      redirectUri,
      expiresAt: new Date(parts.clock.now().getTime() + stateMinutes * 60_000),
    });
    const codeChallenge = sha256Base64Url(codeVerifier);
    return parts.vendors[platform].authorizeUrl(client, { state, codeChallenge, redirectUri });
  });
}

/**
 * Reconnecting uses the hosts and the client that the connection was made with, or the client that
 * is entered now: its secret may have been changed at the CRM.
 */
function again(
  parts: IntegrationParts,
  known: ConnectionRow,
  wish: AuthorizeInput['wish'],
): ChosenClient {
  const { environment } = known;
  const defaults = parts.crmDefaults();
  const entered = ownClient(wish);
  if (entered) {
    return { environment, own: true, client: storedClient({ ...known, ...entered }, defaults) };
  }
  const clientSecret = secretsOf(parts.box, known).open(
    'connections.client_secret_sealed',
    known.clientSecretSealed,
  );
  const client = storedClient({ ...known, clientSecret }, defaults);
  return { environment, own: clientSecret !== null, client };
}
