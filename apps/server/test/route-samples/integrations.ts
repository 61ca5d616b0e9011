import { connect } from '../connect.ts';
import type { RouteSample, SampleArea, SampleIds } from './sample.ts';

const oneConnection = ({ connectionId = '' }: SampleIds): RouteSample => ({
  params: { connectionId },
  status: 200,
});

export const integrationSamples: SampleArea = {
  async prepare(_t, owner) {
    const { connectionId } = await connect(owner, 'salesforce', 'partners');
    const spare = await connect(owner, 'hubspot', 'aurora');
    const refreshed = await owner.post(`/api/integrations/${connectionId}/schema/refresh`);
    if (refreshed.status !== 200) throw new Error(`No schema: ${refreshed.text}`);
    return { connectionId, spareConnectionId: spare.connectionId };
  },
  samples: {
    listConnections: () => ({ status: 200 }),
    authorizeConnection: ({ connectionId }) => ({
      params: { platform: 'salesforce' },
      body: { connectionId, environment: 'demo' },
      status: 200,
    }),
    connectDirectly: () => ({
      params: { platform: 'hubspot' },
      body: { environment: 'demo', serviceKey: 'pat-demo-bluepeak' },
      status: 200,
    }),
    connectionCallback: () => ({
      params: { platform: 'salesforce' },
      query: { state: 'nobody-asked', code: 'nobody-gave' },
      status: 302,
    }),
    getConnectionStatus: oneConnection,
    getSchema: (ids) => ({ ...oneConnection(ids), query: { objectType: 'Opportunity' } }),
    listCrmObjects: oneConnection,
    refreshSchema: (ids) => ({ ...oneConnection(ids), body: { objectTypes: ['Opportunity'] } }),
    refreshSchemaProgress: oneConnection,
    listDrift: (ids) => ({ ...oneConnection(ids), query: { limit: '5' } }),
    disconnect: ({ spareConnectionId = '' }) => ({
      params: { connectionId: spareConnectionId },
      status: 200,
    }),
  },
};
