/** The operations of connections, schemas and drift: what each takes, answers and needs. */
import { id, listQuery, success } from '@partneros/contract/common';
import {
  authorizeAnswer,
  authorizeBody,
  connectAnswer,
  connectBody,
  connection,
  connectionList,
  driftList,
  objectList,
  platform,
  refreshAnswer,
  refreshBody,
  refreshProgress,
  schemaAnswer,
  schemaQuery,
} from '@partneros/contract/integrations';
import { z } from 'zod';
import type { Operation } from '../../kernel/http/routes.ts';

const tag = 'Integrations';
const oneConnection = z.strictObject({ connectionId: id });
const onePlatform = z.strictObject({ platform });

/**
 * Vendors add parameters of their own to the callback (`hub`, `sfdc_community_url`): they pass. No
 * length is refused, for every callback ends in a redirect; the server bounds the whole address.
 */
const callbackQuery = z.object({
  state: z.string().optional(),
  code: z.string().optional(),
  error: z.string().optional(),
});

export const listConnections = {
  method: 'get',
  path: '/api/integrations',
  id: 'listConnections',
  summary: 'All connections of the organization, with their status',
  tag,
  access: 'connection.read',
  limit: 'read',
  answer: { kind: 'json', schema: connectionList },
} as const satisfies Operation;

export const authorizeConnection = {
  method: 'post',
  path: '/api/integrations/{platform}/authorize',
  id: 'authorizeConnection',
  summary: 'Begin connecting a CRM: where to send the browser',
  description:
    'The URL leads to the CRM’s consent page and is good for one connect within ten minutes, in this session. With `connectionId` only the CRM account of that connection is accepted.',
  tag,
  access: 'connection.connect',
  limit: 'write',
  params: onePlatform,
  body: authorizeBody,
  bodyOptional: true,
  answer: { kind: 'json', schema: authorizeAnswer },
  errors: ['prerequisite_missing', 'not_found'],
  freshIdentity: true,
} as const satisfies Operation;

export const connectDirectly = {
  method: 'post',
  path: '/api/integrations/{platform}/connect',
  id: 'connectDirectly',
  summary: 'Connect a CRM without a browser: client credentials or a service key',
  description:
    'Salesforce takes the client id and secret of an app whose client credentials flow has a run-as user; HubSpot takes a service key. The same account connected again revives its connection.',
  tag,
  access: 'connection.connect',
  limit: 'write',
  params: onePlatform,
  body: connectBody,
  answer: { kind: 'json', schema: connectAnswer },
  errors: ['not_found', 'prerequisite_missing', 'upstream_failed'],
  effect: 'external',
  freshIdentity: true,
} as const satisfies Operation;

export const connectionCallback = {
  method: 'get',
  path: '/api/integrations/{platform}/callback',
  id: 'connectionCallback',
  summary: 'Where the CRM sends the browser back to',
  description:
    'Always redirects to Settings > Integrations with `?outcome=<code>`; the codes are those of ConnectOutcome.',
  tag,
  access: 'public',
  limit: 'public',
  params: onePlatform,
  query: callbackQuery,
  answer: { kind: 'redirect' },
  effect: 'external',
} as const satisfies Operation;

export const getConnectionStatus = {
  method: 'get',
  path: '/api/integrations/{connectionId}/status',
  id: 'getConnectionStatus',
  summary: 'The status of one connection',
  tag,
  access: 'connection.read',
  limit: 'read',
  params: oneConnection,
  answer: { kind: 'json', schema: connection },
} as const satisfies Operation;

export const getSchema = {
  method: 'get',
  path: '/api/integrations/{connectionId}/schema',
  id: 'getSchema',
  summary: 'The cached schema: a summary of all objects, or one object with its fields',
  tag,
  access: 'schema.read',
  limit: 'read',
  params: oneConnection,
  query: schemaQuery,
  answer: { kind: 'json', schema: schemaAnswer },
  revalidates: true,
} as const satisfies Operation;

export const listCrmObjects = {
  method: 'get',
  path: '/api/integrations/{connectionId}/objects',
  id: 'listCrmObjects',
  summary: 'Every object that the CRM offers, as it told within the last 24 hours',
  tag,
  access: 'schema.read',
  limit: 'read',
  params: oneConnection,
  answer: { kind: 'json', schema: objectList },
  errors: ['prerequisite_missing', 'upstream_failed'],
  effect: 'external',
} as const satisfies Operation;

export const refreshSchema = {
  method: 'post',
  path: '/api/integrations/{connectionId}/schema/refresh',
  id: 'refreshSchema',
  summary: 'Read the schema from the CRM again and tell what changed',
  tag,
  access: 'schema.refresh',
  limit: 'write',
  params: oneConnection,
  body: refreshBody,
  bodyOptional: true,
  answer: { kind: 'json', schema: refreshAnswer },
  errors: ['prerequisite_missing', 'upstream_failed'],
  effect: 'external',
} as const satisfies Operation;

export const refreshSchemaProgress = {
  method: 'get',
  path: '/api/integrations/{connectionId}/schema/refresh/progress',
  id: 'refreshSchemaProgress',
  summary: 'The progress of the running refresh, or of the last one, as server-sent events',
  tag,
  access: 'schema.read',
  limit: 'read',
  params: oneConnection,
  answer: { kind: 'events', schema: refreshProgress },
} as const satisfies Operation;

export const listDrift = {
  method: 'get',
  path: '/api/integrations/{connectionId}/drift',
  id: 'listDrift',
  summary: 'What changed in the CRM’s schema, newest first',
  tag,
  access: 'drift.read',
  limit: 'read',
  params: oneConnection,
  query: listQuery,
  answer: { kind: 'json', schema: driftList },
} as const satisfies Operation;

export const disconnect = {
  method: 'post',
  path: '/api/integrations/{connectionId}/disconnect',
  id: 'disconnect',
  summary: 'Revoke and erase the tokens; the connection and its data stay',
  tag,
  access: 'connection.disconnect',
  limit: 'write',
  params: oneConnection,
  answer: { kind: 'json', schema: success },
  effect: 'external',
} as const satisfies Operation;
