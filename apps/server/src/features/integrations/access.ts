/** The tokens of a connection as they are stored now, opened for use inside the feature. */
import type { OrganizationScope } from '../../kernel/db/scope.ts';
import { notFound, Problem } from '../../kernel/http/problem.ts';
import type { OAuthClient } from '../../vendors/port.ts';
import { storedClient } from './clients.ts';
import type { IntegrationParts } from './parts.ts';
import { secretsOf } from './secrets.ts';
import { findConnection } from './store.ts';
import type { ConnectionRow } from './tables.ts';

/** Tokens of one version, opened. Never leaves the feature. */
export interface Access {
  connection: ConnectionRow;
  client: OAuthClient;
  accessToken: string;
  refreshToken: string | null;
}

/** Reads and opens the tokens as stored now. */
export async function readAccess(
  parts: IntegrationParts,
  scope: OrganizationScope,
  connectionId: string,
): Promise<Access> {
  const connection = await parts.database.withOrganization(scope, (tx) =>
    findConnection(tx, connectionId),
  );
  if (!connection) throw notFound('Connection');
  return openAccess(parts, connection);
}

/** @throws Problem prerequisite_missing when the connection holds no grant */
export function openAccess(parts: IntegrationParts, connection: ConnectionRow): Access {
  const secrets = secretsOf(parts.box, connection);
  const accessToken = secrets.open('connections.access_token_sealed', connection.accessTokenSealed);
  const usable = connection.status === 'active' || connection.status === 'error';
  if (!usable || accessToken === null) throw reconnectFirst();
  return {
    connection,
    client: clientOf(parts, connection),
    accessToken,
    refreshToken: secrets.open('connections.refresh_token_sealed', connection.refreshTokenSealed),
  };
}

export function reconnectFirst(): Problem {
  return new Problem('prerequisite_missing', 'Reconnect first.');
}

/** A service key belongs to no app: there are hosts to call and no client to name. */
export function keyHolder(hosts: Pick<OAuthClient, 'loginUrl' | 'apiUrl' | 'reach'>): OAuthClient {
  const { loginUrl, apiUrl, reach } = hosts;
  return { loginUrl, apiUrl, reach, clientId: '', clientSecret: '' };
}

/** The OAuth client that the connection was made with. */
export function clientOf(parts: IntegrationParts, connection: ConnectionRow): OAuthClient {
  if (connection.grantKind === 'service_key') return keyHolder(connection);
  const clientSecret = secretsOf(parts.box, connection).open(
    'connections.client_secret_sealed',
    connection.clientSecretSealed,
  );
  return storedClient({ ...connection, clientSecret }, parts.crmDefaults());
}
