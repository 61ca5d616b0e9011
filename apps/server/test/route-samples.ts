/**
 * One good request for every operation. The common route suite makes all its bad ones from these;
 * an operation without a sample fails the suite, so whoever mounts one adds a line here.
 */
import { testPassword } from './secrets.ts';

/** What the samples speak of: rows of the demo organization and of another one. */
export interface RouteWorld {
  organizationId: string;
  connectionId: string;
  /** A connection that the sample may end. */
  spareConnectionId: string;
  foreign: { organizationId: string; connectionId: string };
}

export interface RouteSample {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
  /** The status of the good answer. */
  status: number;
}

type Samples = Readonly<Record<string, (world: RouteWorld) => RouteSample>>;

const objectPair = 'deal_registration--Opportunity';
const companyPair = {
  partnerosField: 'accountName',
  crmField: 'Name',
  direction: 'to_crm',
  transform: null,
  valueMap: [],
  onConflict: 'newest_wins',
  onBlank: 'keep',
};
const oneConnection = ({ connectionId }: RouteWorld): RouteSample => ({
  params: { connectionId },
  status: 200,
});

export const routeSamples: Samples = {
  signIn: () => ({ body: { email: 'owner@demo.example', password: testPassword }, status: 200 }),
  signOut: () => ({ status: 200 }),
  getSession: () => ({ status: 200 }),
  setActiveOrganization: ({ organizationId }) => ({ body: { organizationId }, status: 200 }),
  confirmIdentity: () => ({ body: { password: testPassword }, status: 200 }),

  listConnections: () => ({ status: 200 }),
  authorizeConnection: ({ connectionId }) => ({
    params: { platform: 'salesforce' },
    body: { connectionId, environment: 'demo' },
    status: 200,
  }),
  connectionCallback: () => ({
    params: { platform: 'salesforce' },
    query: { state: 'nobody-asked', code: 'nobody-gave' },
    status: 302,
  }),
  getConnectionStatus: oneConnection,
  getSchema: (world) => ({ ...oneConnection(world), query: { objectType: 'Opportunity' } }),
  listCrmObjects: oneConnection,
  refreshSchema: (world) => ({ ...oneConnection(world), body: { objectTypes: ['Opportunity'] } }),
  refreshSchemaProgress: oneConnection,
  listDrift: (world) => ({ ...oneConnection(world), query: { limit: '5' } }),
  disconnect: ({ spareConnectionId }) => ({
    params: { connectionId: spareConnectionId },
    status: 200,
  }),

  suggestMapping: (world) => ({ ...oneConnection(world), body: { objectPair } }),
  listMappings: oneConnection,
  getMapping: ({ connectionId }) => ({ params: { connectionId, objectPair }, status: 200 }),
  putMapping: ({ connectionId }) => ({
    params: { connectionId, objectPair },
    headers: { 'if-match': '"0"' },
    body: { pairs: [companyPair], rejected: [{ partnerosField: 'status', crmField: 'StageName' }] },
    status: 200,
  }),
  confirmMapping: ({ connectionId }) => ({
    params: { connectionId, objectPair },
    headers: { 'if-match': '"1"' },
    status: 200,
  }),

  listObjectFields: () => ({ params: { object: 'partner' }, status: 200 }),
  listAuditLog: () => ({ query: { limit: '5' }, status: 200 }),
};
