import type { ConnectOutcome } from '@partneros/contract/integrations';
import { pageOf, readCursor } from '../../kernel/http/cursor.ts';
import { eventStream } from '../../kernel/http/event-stream.ts';
import { notFound } from '../../kernel/http/problem.ts';
import type { Routes } from '../../kernel/http/routes.ts';
import { authorizeConnection } from './authorize-connection.ts';
import { platformOffers } from './clients.ts';
import { completeConnection } from './complete-connection.ts';
import { connectDirectly } from './connect-directly.ts';
import { disconnect } from './disconnect.ts';
import { followRefresh } from './follow-refresh.ts';
import { listCrmObjects } from './list-crm-objects.ts';
import { listDrift } from './list-drift.ts';
import * as operations from './operations.ts';
import type { IntegrationParts } from './parts.ts';
import { presentConnection } from './present.ts';
import { readSchemaSummary, readSchemaText } from './read-schema.ts';
import { readStatus } from './read-status.ts';
import { refreshSchema } from './refresh-schema.ts';
import { findConnection, listConnections } from './store.ts';

/** Of schema answers [doc]. */
const cachePolicy = 'private, max-age=60';

export function mountIntegrations(routes: Routes, parts: IntegrationParts): void {
  mountConnections(routes, parts);
  mountSchemas(routes, parts);
}

function mountConnections(routes: Routes, parts: IntegrationParts): void {
  const { database, clock } = parts;

  routes.organization(operations.listConnections, async ({ caller }) => {
    const rows = await database.withOrganization(caller.membership.scope, listConnections);
    return {
      connections: rows.map((row) => presentConnection(row, clock.now())),
      platforms: platformOffers(parts.crmDefaults()),
    };
  });

  routes.organization(operations.getConnectionStatus, async ({ caller, params }) => {
    const status = await database.withOrganization(caller.membership.scope, (tx) =>
      readStatus(tx, params.connectionId, clock.now()),
    );
    if (!status) throw notFound('Connection');
    return status;
  });

  routes.organization(
    operations.authorizeConnection,
    async ({ caller, params, body, baseUrl }) => ({
      url: await authorizeConnection(parts, {
        platform: params.platform,
        wish: body,
        caller,
        baseUrl,
      }),
    }),
  );

  routes.organization(operations.connectDirectly, async ({ caller, params, body, requestId }) => {
    const { scope } = caller.membership;
    const { platform } = params;
    const connectionId = await connectDirectly(parts, scope, { platform, wish: body, requestId });
    const row = await database.withOrganization(scope, (tx) => findConnection(tx, connectionId));
    if (!row) throw notFound('Connection');
    return { connection: presentConnection(row, clock.now()) };
  });

  routes.public(
    operations.connectionCallback,
    async ({ params, query, headers, requestId, baseUrl }) => {
      const end = await completeConnection(parts, {
        platform: params.platform,
        state: query.state,
        code: query.code,
        error: query.error,
        cookie: headers.get('cookie') ?? undefined,
        requestId,
      });
      return redirect(baseUrl, params.platform, end.outcome, end.connectionId);
    },
  );

  routes.organization(operations.disconnect, async ({ caller, params, requestId }) => {
    await disconnect(parts, caller.membership.scope, params.connectionId, requestId);
    return { success: true };
  });
}

function mountSchemas(routes: Routes, parts: IntegrationParts): void {
  const { database, clock } = parts;

  routes.organization(
    operations.getSchema,
    async ({ caller, params, query, headers, answerHeaders }) => {
      const { scope } = caller.membership;
      const { connectionId } = params;
      const { objectType } = query;
      const now = clock.now();
      if (objectType === undefined) {
        const summary = await database.withOrganization(scope, (tx) =>
          readSchemaSummary(tx, connectionId, now),
        );
        answerHeaders.set('cache-control', cachePolicy);
        return summary;
      }
      const ifNoneMatch = headers.get('if-none-match');
      const { etag, text } = await database.withOrganization(scope, (tx) =>
        readSchemaText(tx, { connectionId, objectType, ifNoneMatch, now }),
      );
      answerHeaders.set('cache-control', cachePolicy);
      answerHeaders.set('etag', etag);
      if (text === null) return new Response(null, { status: 304 });
      return new Response(text, { headers: { 'content-type': 'application/json; charset=utf-8' } });
    },
  );

  routes.organization(operations.listCrmObjects, ({ caller, params }) =>
    listCrmObjects(parts, caller.membership.scope, params.connectionId),
  );

  routes.organization(operations.refreshSchema, ({ caller, params, body }) =>
    refreshSchema(parts, caller.membership.scope, {
      connectionId: params.connectionId,
      objectTypes: body.objectTypes ?? [],
    }),
  );

  routes.organization(operations.refreshSchemaProgress, async ({ caller, params, signal }) => {
    const { scope } = caller.membership;
    const { connectionId } = params;
    const known = await database.withOrganization(scope, (tx) => findConnection(tx, connectionId));
    if (!known) throw notFound('Connection');
    return eventStream((ending) => followRefresh(parts, scope, connectionId, ending), signal);
  });

  routes.organization(operations.listDrift, async ({ caller, params, query }) => {
    const after = readCursor(query.cursor);
    const { connectionId } = params;
    const found = await database.withOrganization(caller.membership.scope, async (tx) => {
      const mapped = await parts.mappedFields(tx, connectionId);
      return listDrift(tx, connectionId, { after, limit: query.limit }, mapped);
    });
    const { rows, nextCursor } = pageOf(found, query.limit);
    return { events: rows, nextCursor };
  });
}

function redirect(
  baseUrl: string,
  platform: string,
  outcome: ConnectOutcome,
  connectionId: string | null,
): Response {
  const target = new URL('/settings/integrations', baseUrl);
  target.searchParams.set('outcome', outcome);
  target.searchParams.set('platform', platform);
  if (connectionId !== null) target.searchParams.set('connection', connectionId);
  return new Response(null, { status: 302, headers: { location: target.href } });
}
