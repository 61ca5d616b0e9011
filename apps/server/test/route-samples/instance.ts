import { until } from '../integrations.ts';
import type { SampleArea } from './sample.ts';

export const instanceSamples: SampleArea = {
  async prepare(_t, owner) {
    const asked = await owner.post('/api/privacy/exports', { email: 'nobody@sample.example' });
    const requestId = String(asked.body.request.id);
    await until('the export is gathered', async () => {
      const { requests } = (await owner.get('/api/privacy/requests')).body;
      return requests[0].state === 'done';
    });
    return { requestId };
  },
  samples: {
    getInstance: () => ({ status: 200 }),
    getRetention: () => ({ status: 200 }),
    patchRetention: () => ({
      headers: { 'if-match': '"0"' },
      body: { driftDays: 90 },
      status: 200,
    }),
    listPrivacyRequests: () => ({ query: { limit: '5' }, status: 200 }),
    requestExport: () => ({ body: { email: 'nobody@sample.example' }, status: 202 }),
    downloadExport: ({ requestId = '' }) => ({ params: { requestId }, status: 200 }),
    requestErasure: () => ({ body: { email: 'someone-else@sample.example' }, status: 202 }),
  },
};
