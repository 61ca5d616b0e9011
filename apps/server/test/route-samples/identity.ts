import { testPassword } from '../secrets.ts';
import type { SampleArea } from './sample.ts';

export const identitySamples: SampleArea = {
  async prepare(_t, owner) {
    const { body } = await owner.get('/api/auth/session');
    return { organizationId: body.session.organization.id };
  },
  samples: {
    signIn: () => ({ body: { email: 'owner@demo.example', password: testPassword }, status: 200 }),
    signOut: () => ({ status: 200 }),
    getSession: () => ({ status: 200 }),
    setActiveOrganization: ({ organizationId }) => ({ body: { organizationId }, status: 200 }),
    confirmIdentity: () => ({ body: { password: testPassword }, status: 200 }),
  },
};
