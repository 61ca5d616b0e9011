/** Users' URLs that lead inside: tried through everything that would follow one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OidcProvider, startOidcProvider } from '../../../simulators/index.ts';
import { createOutbound, type Outbound } from '../src/kernel/outbound/client.ts';
import { type GuardParts, publicGuard } from '../src/kernel/outbound/connector.ts';
import { createFetchPublic, type FetchPublic } from '../src/kernel/outbound/fetch-public.ts';
import { createOidcVendor } from '../src/vendors/single-sign-on/oidc.ts';
import type { Client } from './client.ts';
import { startTestApp, type TestApp } from './harness.ts';
import { probeNames, probes } from './ssrf-probes.ts';

let idp: OidcProvider;
let t: TestApp;
let owner: Client;
let providerId: string;
let outbound: Outbound;
let fetchPublic: FetchPublic;

beforeAll(async () => {
  idp = await startOidcProvider({ sub: 'nobody' });
  t = await startTestApp({ environment: { FETCH_ALLOW_HOSTS: idp.host } });
  for (const [name, addresses] of Object.entries(probeNames)) t.dns.addresses.set(name, addresses);
  owner = await t.signIn('owner');
  const { issuer, clientId, clientSecret } = idp;
  const body = { kind: 'oidc', name: 'Probe', issuer, clientId, clientSecret };
  providerId = (await owner.post('/api/sso/providers', body)).body.provider.id;
  const guard: GuardParts = {
    ...publicGuard,
    exemptHosts: new Set([idp.host]),
    resolve: async (name) =>
      (probeNames[name] ?? []).map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      })),
  };
  outbound = createOutbound(guard);
  fetchPublic = createFetchPublic(outbound, guard);
});
afterAll(async () => {
  await outbound.close();
  await t.close();
  await idp.close();
});

/** What came of a probe: a word for “refused before any connection”, else what happened. */
type Verdict = string;
const refused: Verdict = 'refused';
/** By our guard, by our rule for addresses of providers, by the protocol's library. */
const beforeConnecting = new Set(['forbidden', 'not_https', 'oauth_request_protocol_forbidden']);

async function verdictOf(attempt: Promise<unknown>): Promise<Verdict> {
  try {
    return `answered ${JSON.stringify(await attempt)}`;
  } catch (error) {
    const { kind, reason } = Object(error);
    return kind === 'forbidden' || beforeConnecting.has(reason) ? refused : `${kind} ${reason}`;
  }
}

const binding = { state: 's', nonce: 'n', codeVerifier: 'v'.repeat(43) };

const consumers: Record<string, (url: string) => Promise<Verdict>> = {
  'fetchPublic, reading': (url) => verdictOf(fetchPublic.fetch({ url })),
  'fetchPublic, posting': (url) =>
    verdictOf(fetchPublic.fetch({ url, method: 'POST', body: 'secret=1' })),
  'the client of CRMs at customers’ addresses': (url) =>
    verdictOf(outbound.request({ url, method: 'GET', reach: 'public' })),
  'the token endpoint of a discovery document': async (url) => {
    idp.hostile = { discovery: (document) => ({ ...document, token_endpoint: url }) };
    const { issuer, clientId, clientSecret } = idp;
    const client = { issuer, clientId, clientSecret, redirectUri: 'https://us.example/callback' };
    const query = { state: 's', code: 'c', iss: issuer };
    return verdictOf(createOidcVendor(fetchPublic).redeem(client, binding, query));
  },
  'the keys of a discovery document': async (url) => {
    idp.hostile = { discovery: (document) => ({ ...document, jwks_uri: url }) };
    return testVerdict();
  },
  'the issuer of a provider': async (url) => {
    const body = { kind: 'oidc', name: 'Probe', issuer: url, clientId: 'c', clientSecret: 's' };
    const made = await owner.post('/api/sso/providers', body);
    if (made.status === 400) return refused;
    return testVerdict(String(made.body.provider.id));
  },
  'the address of SAML metadata': async (url) => {
    const body = { kind: 'saml', name: 'Probe', metadataUrl: url };
    const { status, text } = await owner.post('/api/sso/providers', body);
    return status === 400 ? refused : text;
  },
  'the login address of a CRM': async (url) => {
    const body = { environment: 'custom', loginUrl: url, clientId: 'c', clientSecret: 's' };
    const { status, text } = await owner.post('/api/integrations/salesforce/authorize', body);
    return status === 400 || status === 422 ? refused : text;
  },
};

async function testVerdict(id = providerId): Promise<Verdict> {
  const { body } = await owner.post(`/api/sso/providers/${id}/test`);
  const message: string = body.test.checks.at(-1).message;
  return /public internet|not_https|invalid_url/.test(message) ? refused : message;
}

it('there are more than a hundred probes, all different', () => {
  expect(probes.length).toBeGreaterThan(100);
  expect(new Set(probes).size).toBe(probes.length);
});

it.each(Object.entries(consumers))(
  'no probe passes through %s',
  async (_name, consume) => {
    const passed: string[] = [];
    for (const probe of probes) {
      const verdict = await consume(probe);
      if (verdict !== refused) passed.push(`${probe} → ${verdict}`);
    }
    expect(passed).toEqual([]);
  },
  120_000,
);

describe('a redirect', () => {
  const redirecting = (location: string) => {
    // A header takes no letters beyond Latin; escaped, they name the same host.
    idp.hostile = { sendsBrowserTo: () => encodeURI(location).replaceAll('%25', '%') };
    return fetchPublic.fetch({ url: `${idp.issuer}/authorize` });
  };

  it('to any probe is refused like the probe itself', async () => {
    for (const probe of probes) {
      const verdict = await verdictOf(redirecting(probe));
      // What the parser takes for a path of the same host is no redirect to elsewhere.
      const { origin } = new URL(probe, idp.issuer);
      if (origin !== idp.issuer) expect(`${probe} → ${verdict}`).toBe(`${probe} → ${refused}`);
    }
  });

  it('is followed five times at most', async () => {
    const before = idp.asked.length;
    expect(await verdictOf(redirecting(`${idp.issuer}/authorize`))).toBe(refused);
    expect(idp.asked.length - before).toBe(6);
  });

  it('of a post is handed back, for a post may carry a secret', async () => {
    idp.hostile = { sendsBrowserTo: () => `${idp.issuer}/jwks` };
    const attempt = fetchPublic.fetch({ url: `${idp.issuer}/authorize`, method: 'POST' });
    expect(await verdictOf(attempt)).toBe(refused);
  });
});

describe('our own names and addresses', () => {
  it('are refused although they may have a public address', async () => {
    const guard: GuardParts = {
      ...publicGuard,
      resolve: async () => [{ address: '93.184.216.34', family: 4 }],
      ownNames: new Set(['partners.example']),
    };
    const own = createOutbound(guard);
    for (const url of ['https://partners.example/', 'https://PARTNERS.example./']) {
      const attempt = createFetchPublic(own, guard).fetch({ url });
      expect(await verdictOf(attempt), url).toBe(refused);
    }
    await own.close();
  });
});
