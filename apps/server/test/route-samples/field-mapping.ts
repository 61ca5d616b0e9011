import type { SampleArea } from './sample.ts';

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

export const fieldMappingSamples: SampleArea = {
  samples: {
    suggestMapping: ({ connectionId = '' }) => ({
      params: { connectionId },
      body: { objectPair },
      status: 200,
    }),
    listMappings: ({ connectionId = '' }) => ({ params: { connectionId }, status: 200 }),
    getMapping: ({ connectionId = '' }) => ({ params: { connectionId, objectPair }, status: 200 }),
    putMapping: ({ connectionId = '' }) => ({
      params: { connectionId, objectPair },
      headers: { 'if-match': '"0"' },
      body: {
        pairs: [companyPair],
        rejected: [{ partnerosField: 'status', crmField: 'StageName' }],
      },
      status: 200,
    }),
    confirmMapping: ({ connectionId = '' }) => ({
      params: { connectionId, objectPair },
      headers: { 'if-match': '"1"' },
      status: 200,
    }),
  },
};
