import type { SampleArea } from './sample.ts';

export const otherSamples: SampleArea = {
  samples: {
    listObjectFields: () => ({ params: { object: 'partner' }, status: 200 }),
    listAuditLog: () => ({ query: { limit: '5' }, status: 200 }),
    verifyAuditLog: () => ({ status: 200 }),
    exportAuditLog: () => ({ body: { format: 'ndjson' }, status: 200 }),
  },
};
