import { newId } from '../../src/kernel/ids.ts';
import type { SampleArea } from './sample.ts';

const wish = () => ({ name: `Sync ${newId()}`, permissions: ['mapping.read'], expiresInDays: 30 });

export const serviceAccountSamples: SampleArea = {
  async prepare(_t, owner) {
    await owner.put('/api/service-account-settings', { enabled: true });
    const ids = [];
    for (let made = 0; made < 2; made += 1) {
      const { body, text } = await owner.post('/api/service-accounts', wish());
      if (!body?.serviceAccount) throw new Error(`No service account: ${text}`);
      ids.push(body.serviceAccount.id);
    }
    return { serviceAccountId: ids[0], spareServiceAccountId: ids[1] };
  },
  samples: {
    getServiceAccountSettings: () => ({ status: 200 }),
    putServiceAccountSettings: () => ({ body: { enabled: true }, status: 200 }),
    listServiceAccounts: () => ({ query: { limit: '5' }, status: 200 }),
    createServiceAccount: () => ({ body: wish(), status: 200 }),
    rotateServiceAccountToken: ({ serviceAccountId = '' }) => ({
      params: { serviceAccountId },
      body: { expiresInDays: 30 },
      status: 200,
    }),
    deleteServiceAccount: ({ spareServiceAccountId = '' }) => ({
      params: { serviceAccountId: spareServiceAccountId },
      status: 200,
    }),
  },
};
