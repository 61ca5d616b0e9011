/** Connections to CRMs, their schemas and drift, as they cross the wire. */
import { z } from 'zod';
import { id, nextCursor, orNull, timestamp } from './common.ts';
import { field } from './field.ts';

export const platform = z.enum(['salesforce', 'hubspot']).meta({ id: 'Platform' });
export type Platform = z.infer<typeof platform>;

export const environment = z
  .enum(['production', 'sandbox', 'custom', 'demo'])
  .meta({ id: 'Environment' });
export type Environment = z.infer<typeof environment>;

export const connectionStatus = z
  .enum(['active', 'error', 'disconnected', 'reauth_required'])
  .meta({ id: 'ConnectionStatus' });
export type ConnectionStatus = z.infer<typeof connectionStatus>;

/** A CRM's API name of an object, `Account`, `deals`, `My_Object__c`, `p123_agreements`. */
export const objectType = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[A-Za-z0-9_-]+$/, { error: 'Must be an API name: letters, digits, _ and -.' });

export const apiUsage = z
  .strictObject({
    used: z.number().int(),
    limit: z.number().int(),
    resetsAt: timestamp.nullable().meta({ description: 'null where the window rolls.' }),
  })
  .meta({ id: 'ApiUsage' });
export type ApiUsage = z.infer<typeof apiUsage>;

/** The flat body of `GET …/status`. */
export const connection = z
  .strictObject({
    id,
    platform,
    status: connectionStatus,
    instanceUrl: z.string().nullable(),
    lastSyncAt: timestamp.nullable().meta({ description: 'Last successful schema sync.' }),
    lastErrorAt: timestamp.nullable(),
    lastErrorMessage: z.string().nullable(),
    createdAt: timestamp,
    schemaStats: z.strictObject({
      objectCount: z.number().int(),
      totalFields: z.number().int(),
      lastDiscoveredAt: timestamp.nullable(),
      expiresAt: timestamp.nullable(),
      isExpired: z.boolean(),
    }),
    accountId: z.string().nullable().meta({ description: 'Salesforce org id, HubSpot portal id.' }),
    accountName: z.string().nullable(),
    environment,
    connectedAs: z.string().nullable(),
    apiUsage: orNull(apiUsage),
    recordSync: z
      .strictObject({
        lastInboundAt: timestamp.nullable(),
        lastOutboundAt: timestamp.nullable(),
        pending: z.number().int(),
        failed: z.number().int(),
        state: z.enum(['off']),
      })
      .meta({ description: '`off` until record sync is switched on.' }),
  })
  .meta({ id: 'Connection' });
export type Connection = z.infer<typeof connection>;

/** What can be connected here, so that a client offers nothing that would be refused. */
export const platformOffer = z
  .strictObject({
    platform,
    environments: z.array(environment),
    clientConfigured: z.boolean().meta({
      description: 'False: client id and secret must be entered, except for the demo.',
    }),
  })
  .meta({ id: 'PlatformOffer' });
export type PlatformOffer = z.infer<typeof platformOffer>;

export const connectionList = z.strictObject({
  connections: z.array(connection),
  platforms: z.array(platformOffer),
});

export const authorizeBody = z.strictObject({
  connectionId: id.optional().meta({
    description: 'Reconnect this one: another CRM account is then refused.',
  }),
  environment: environment.optional(),
  loginUrl: z.url().max(300).optional(),
  clientId: z.string().min(1).max(300).optional(),
  clientSecret: z.string().min(1).max(300).optional(),
});
/**
 * Connecting without a browser. Salesforce: the client credentials flow of an app with a run-as
 * user. HubSpot: a service key of the portal. Both are entered by a person and stored sealed.
 */
export const connectBody = z.union([
  z.strictObject({
    connectionId: id.optional(),
    environment: environment.optional(),
    loginUrl: z.url().max(300).optional(),
    clientId: z.string().min(1).max(300),
    clientSecret: z.string().min(1).max(300),
  }),
  z.strictObject({
    connectionId: id.optional(),
    environment: environment.optional(),
    serviceKey: z.string().min(8).max(500),
  }),
]);
export const connectAnswer = z.strictObject({ connection });

export const authorizeAnswer = z.strictObject({ url: z.string() });

/** How the OAuth callback ended: the `outcome` of the redirect to Settings > Integrations. */
export const connectOutcome = z.enum([
  'connected',
  'denied',
  'state_invalid',
  'state_expired',
  'not_signed_in',
  'other_session',
  'forbidden',
  'other_account',
  'untrusted_instance',
  'exchange_failed',
  'crm_failed',
]);
export type ConnectOutcome = z.infer<typeof connectOutcome>;

export const schemaSummary = z
  .strictObject({
    objectType: z.string(),
    label: z.string(),
    custom: z.boolean(),
    fieldCount: z.number().int(),
    schemaHash: z.string(),
    discoveredAt: timestamp,
    expiresAt: timestamp,
    isExpired: z.boolean(),
  })
  .meta({ id: 'SchemaSummary' });
export const schemaSummaryList = z.strictObject({ objects: z.array(schemaSummary) });

export const recordType = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    active: z.boolean(),
    available: z.boolean(),
    default: z.boolean(),
  })
  .meta({ id: 'RecordType' });
export type RecordType = z.infer<typeof recordType>;

export const pipeline = z
  .strictObject({
    id: z.string(),
    label: z.string(),
    stages: z.array(
      z.strictObject({
        id: z.string(),
        label: z.string(),
        closed: z.boolean(),
        won: z.boolean(),
        probability: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: 'Pipeline' });
export type Pipeline = z.infer<typeof pipeline>;

export const objectSchema = schemaSummary
  .extend({
    fields: z.array(field),
    requiredForCreate: z.array(z.string()),
    recordTypes: z.array(recordType),
    pipelines: z.array(pipeline),
  })
  .omit({ fieldCount: true })
  .meta({ id: 'ObjectSchema' });
export type ObjectSchema = z.infer<typeof objectSchema>;

export const schemaQuery = z.strictObject({ objectType: objectType.optional() });
export const schemaAnswer = z.union([objectSchema, schemaSummaryList]);

export const objectList = z.strictObject({
  objects: z.array(
    z
      .strictObject({ objectType: z.string(), label: z.string(), custom: z.boolean() })
      .meta({ id: 'CrmObject' }),
  ),
  listedAt: timestamp,
});

export const refreshBody = z
  .strictObject({ objectTypes: z.array(objectType).min(1).max(50).optional() })
  .meta({ description: 'Objects named here are added to those that the connection discovers.' });

export const fieldChange = z.enum(['added', 'removed', 'changed']).meta({ id: 'FieldChange' });
export type FieldChange = z.infer<typeof fieldChange>;

export const driftEntry = z
  .strictObject({
    objectType: z.string(),
    field: z.string(),
    change: fieldChange,
    before: orNull(field),
    after: orNull(field),
  })
  .meta({ id: 'DriftEntry' });
export type DriftEntry = z.infer<typeof driftEntry>;

export const refreshAnswer = z
  .strictObject({
    success: z.literal(true),
    objects: z.array(z.strictObject({ objectType: z.string(), fieldCount: z.number().int() })),
    totalFields: z.number().int(),
    drift: z.array(driftEntry),
    skipped: z.array(z.strictObject({ objectType: z.string(), reason: z.string() })),
  })
  .meta({ id: 'RefreshResult' });
export type RefreshResult = z.infer<typeof refreshAnswer>;

/** Server-sent events of `GET …/schema/refresh/progress`. */
export const refreshProgress = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal('object'),
    objectType: z.string(),
    state: z.enum(['reading', 'done', 'unchanged', 'skipped']),
    fieldCount: z.number().int().nullable(),
    done: z.number().int(),
    total: z.number().int(),
  }),
  z.strictObject({ event: z.literal('complete') }),
  z.strictObject({ event: z.literal('failed'), error: z.string(), code: z.string() }),
]);
export type RefreshProgress = z.infer<typeof refreshProgress>;

export const driftEvent = driftEntry
  .extend({
    id,
    at: timestamp,
    mapped: z.boolean().meta({ description: 'A pair of a saved mapping uses the field.' }),
    by: z.enum(['customer', 'vendor']),
    resolvedAt: timestamp.nullable(),
  })
  .meta({ id: 'DriftEvent' });
export type DriftEvent = z.infer<typeof driftEvent>;

export const driftList = z.strictObject({ events: z.array(driftEvent), nextCursor });
