import { createKeyWithCertificate } from '../../../../simulators/index.ts';
import { newId } from '../../src/kernel/ids.ts';
import { proveDomain } from '../single-sign-on.ts';
import type { RouteSample, SampleArea, SampleIds } from './sample.ts';

const { certificate } = createKeyWithCertificate('Identity provider of the route samples');

const samlProvider = (domainIds: string[]) => ({
  kind: 'saml',
  name: 'Company login',
  entityId: 'https://idp.example/entity',
  ssoUrl: 'https://idp.example/sso',
  certificates: [certificate],
  domainIds,
});

const oneProvider = ({ providerId = '' }: SampleIds): RouteSample => ({
  params: { providerId },
  status: 200,
});

export const singleSignOnSamples: SampleArea = {
  async prepare(t, owner) {
    const ssoDomain = `d${newId()}.example`;
    const domainId = await proveDomain(t, owner, ssoDomain);
    const spareDomainId = await proveDomain(t, owner, `d${newId()}.example`);
    const made = await owner.post('/api/sso/providers', samlProvider([domainId]));
    const spare = await owner.post('/api/sso/providers', samlProvider([]));
    const providerId = String(made.body.provider.id);
    return {
      domainId,
      spareDomainId,
      ssoDomain,
      providerId,
      spareProviderId: String(spare.body.provider.id),
    };
  },
  samples: {
    listSsoDomains: () => ({ query: { limit: '5' }, status: 200 }),
    claimSsoDomain: () => ({ body: { domain: 'claimed.example' }, status: 200 }),
    verifySsoDomain: ({ domainId = '' }) => ({ params: { domainId }, status: 200 }),
    removeSsoDomain: ({ spareDomainId = '' }) => ({
      params: { domainId: spareDomainId },
      status: 200,
    }),
    listSsoProviders: () => ({ query: { limit: '5' }, status: 200 }),
    addSsoProvider: () => ({ body: samlProvider([]), status: 200 }),
    getSsoProvider: oneProvider,
    updateSsoProvider: (ids) => ({
      ...oneProvider(ids),
      headers: { 'if-match': '"1"' },
      body: { name: 'Another name', justInTime: true },
    }),
    removeSsoProvider: ({ spareProviderId = '' }) => ({
      params: { providerId: spareProviderId },
      status: 200,
    }),
    testSsoProvider: oneProvider,
    getSsoRequirement: () => ({ status: 200 }),
    putSsoRequirement: () => ({ body: { required: false }, status: 200 }),
    startSso: ({ ssoDomain }) => ({
      body: { email: `ada@${ssoDomain}`, returnTo: '/settings' },
      status: 200,
    }),
    completeOidc: ({ providerId = '' }) => ({
      params: { providerId },
      query: { state: 'nobody-asked', code: 'nobody-gave' },
      status: 302,
    }),
    receiveSamlAnswer: ({ providerId = '' }) => ({ params: { providerId }, status: 303 }),
    finishSaml: ({ providerId = '' }) => ({
      params: { providerId },
      query: { ticket: 'nobody-has-it' },
      status: 302,
    }),
    getSamlMetadata: oneProvider,
  },
};
