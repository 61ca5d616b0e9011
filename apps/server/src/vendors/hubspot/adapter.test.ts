import { describe, expect, it, onTestFinished } from 'vitest';
import { giveConsent } from '../../../../../simulators/consent.ts';
import { type DemoCrms, startDemoCrms } from '../../../../../simulators/index.ts';
import { createOutbound, type Outbound } from '../../kernel/outbound/client.ts';
import {
  type AdapterRig,
  type Call,
  connect,
  failureOf,
  hasty,
  sessionOf,
  startStranger,
} from '../adapter-rig.ts';
import { describeAdapter } from '../adapter-suite.ts';
import type { CrmSession, DiscoveredObject, ObjectReading } from '../port.ts';
import { createHubspotVendor } from './vendor.ts';

const calls: Record<Call, string> = {
  token: 'token',
  account: 'account_info',
  objects: 'schemas',
  object: 'schema',
};

const brandNew = {
  label: 'Brand new',
  type: 'string',
  fieldType: 'text',
  groupName: 'own_properties',
};

interface HubspotRig extends AdapterRig {
  crms: DemoCrms;
  outbound: Outbound;
}

async function makeRig(portalKey = 'bluepeak'): Promise<HubspotRig> {
  const crms = await startDemoCrms();
  const outbound = createOutbound();
  onTestFinished(async () => {
    await outbound.close();
    await crms.close();
  });
  const portal = crms.hubspot.portal(portalKey);
  return {
    crms,
    outbound,
    vendor: createHubspotVendor({ outbound }),
    vendorOver: (other) => createHubspotVendor({ outbound: other }),
    hastyVendor: createHubspotVendor({ outbound: hasty(outbound) }),
    client: {
      loginUrl: crms.url,
      apiUrl: crms.url,
      clientId: 'partneros-demo-hubspot',
      clientSecret: 'demo-secret-hubspot',
      reach: 'trusted',
    },
    accountId: portal.id,
    consent: (url) => giveConsent(url, { account: portalKey }),
    strike: (call, then) => {
      crms.faults.add({ match: { crm: 'hubspot', call: calls[call] }, then });
    },
    received: (call) => crms.requests.list(call ? { call: calls[call] } : {}),
    forget: () => crms.requests.clear(),
    revokeEverything: () => portal.revokeGrant(),
    expireAccessTokens: () => portal.expireAccessTokens(),
    addField: (object, name) => portal.addProperty(object, { name, ...brandNew }),
    stranger: await startStranger(),
  };
}

describeAdapter('HubSpot', () => makeRig());

async function connectedRig(portalKey?: string): Promise<{ rig: HubspotRig; session: CrmSession }> {
  const rig = await makeRig(portalKey);
  return { rig, session: sessionOf(rig, await connect(rig)) };
}

function objectOf(reading: ObjectReading): DiscoveredObject {
  if (!reading.changed) throw new Error('The reading says that nothing has changed.');
  return reading.object;
}

describe('a HubSpot grant', () => {
  it('tells when the access token ends', async () => {
    const grant = await connect(await makeRig());
    expect(grant).toMatchObject({ expiresInSeconds: 1800, instanceUrl: null });
  });

  it('takes a rotated refresh token, on the day that HubSpot begins to send one', async () => {
    const rig = await makeRig();
    const { clientId, clientSecret } = rig.client;
    rig.crms.hubspot.addApp({ clientId, clientSecret, rotation: true });
    const grant = await connect(rig);
    const never = new AbortController().signal;
    const fresh = await rig.vendor.refreshGrant(rig.client, grant.refreshToken ?? '', never);
    expect(fresh.refreshToken).not.toBe(grant.refreshToken);
    expect(fresh.refreshToken).toBe(rig.crms.hubspot.portal('bluepeak').liveRefreshToken());
  });

  it('keeps secrets out of every URL', async () => {
    const { rig, session } = await connectedRig();
    await rig.vendor.readAccount(session);
    const secrets = [rig.client.clientSecret, session.accessToken];
    const paths = rig.crms.requests
      .list({ method: 'POST' })
      .map(({ path, query }) => [path, query]);
    expect(secrets.filter((secret) => JSON.stringify(paths).includes(secret))).toEqual([]);
  });
});

describe('a HubSpot refusal', () => {
  it.each([
    [
      401,
      { category: 'EXPIRED_AUTHENTICATION', message: 'expired 5 hour(s) ago' },
      'token_expired',
    ],
    [
      401,
      { message: 'The OAuth token used to make this call expired 1 hour ago.' },
      'token_expired',
    ],
    [401, { category: 'INVALID_AUTHENTICATION', message: 'not found' }, 'rejected'],
    [403, { category: 'MISSING_SCOPES', message: 'scopes are required' }, 'not_permitted'],
    [404, { category: 'OBJECT_NOT_FOUND', message: 'resource not found' }, 'not_found'],
    [400, { message: 'Unable to infer object type from: cats' }, 'not_found'],
    [400, { category: 'VALIDATION_ERROR', message: 'Invalid input' }, 'rejected'],
    [423, { message: 'data sync' }, 'rate_limited'],
    [477, { message: 'data move' }, 'rate_limited'],
  ] as const)('%i %o is %s', async (status, error, kind) => {
    const { rig, session } = await connectedRig();
    rig.strike('object', { kind: 'status', status, body: { status: 'error', ...error } });
    const failure = await failureOf(rig.vendor.readObject(session, 'companies', null));
    expect(failure).toMatchObject({ kind, status });
    expect(failure.message).not.toContain(error.message);
  });

  it.each([
    ['TEN_SECONDLY_ROLLING', undefined, 10],
    ['SECONDLY', undefined, 1],
    ['DAILY', undefined, 3 * 3600],
    ['DAILY', 42, 42],
  ])('by the limit %s with Retry-After %s waits %i s', async (policy, retryAfterSeconds, wait) => {
    const { rig, session } = await connectedRig();
    const clock = { now: () => new Date('2026-11-21T21:00:00Z') };
    const vendor = createHubspotVendor({ outbound: rig.outbound, clock });
    rig.crms.faults.add({
      match: { call: 'schema' },
      then: {
        kind: 'rate_limited',
        policy,
        ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
      },
    });
    const failure = await failureOf(vendor.readObject(session, 'companies', null));
    expect(failure).toMatchObject({ kind: 'rate_limited', retryAfterSeconds: wait });
  });

  it('for a missing scope names the scope, and only what looks like one', async () => {
    const { rig, session } = await connectedRig();
    const requiredGranularScopes = ['crm.schemas.deals.read', 'Rude <b>words</b>'];
    const body = {
      status: 'error',
      category: 'MISSING_SCOPES',
      context: { requiredGranularScopes },
    };
    rig.strike('object', { kind: 'status', status: 403, body });
    const failure = await failureOf(rig.vendor.readObject(session, 'deals', null));
    expect(failure.message).toContain('crm.schemas.deals.read');
    expect(failure.message).not.toContain('Rude');
  });
});

describe('a HubSpot read', () => {
  it('finds custom objects under their qualified names', async () => {
    const { rig, session } = await connectedRig();
    const objects = await rig.vendor.listObjects(session);
    const name = 'p44210977_partner_agreements';
    expect(objects).toContainEqual({ objectType: name, label: 'Partner agreement', custom: true });
    const object = objectOf(await rig.vendor.readObject(session, name, null));
    expect(object).toMatchObject({ objectType: name, custom: true, pipelines: [] });
    expect(object.requiredForCreate).toEqual(['agreement_name']);
  });

  it('offers the standard objects where custom ones may not be seen', async () => {
    const { rig, session } = await connectedRig();
    const portal = rig.crms.hubspot.portal('bluepeak');
    portal.addServiceKey('narrow-key', ['crm.schemas.deals.read']);
    const narrow = { ...session, accessToken: 'narrow-key' };
    const objects = await rig.vendor.listObjects(narrow);
    expect(objects.map(({ objectType }) => objectType)).toEqual(['companies', 'contacts', 'deals']);
    const denied = await failureOf(rig.vendor.readObject(narrow, 'contacts', null));
    expect(denied).toMatchObject({ kind: 'not_permitted', vendorCode: 'MISSING_SCOPES' });
  });

  it('serves a service key, which has a daily limit and no user', async () => {
    const { rig, session } = await connectedRig();
    const keyed = { ...session, accessToken: 'pat-demo-bluepeak' };
    const reading = await rig.vendor.readObject(keyed, 'companies', null);
    expect(reading.apiUsage).toEqual({ used: 1, limit: 250_000, resetsAt: null });
    expect((await rig.vendor.readObject(session, 'companies', null)).apiUsage).toBeNull();
    const account = await rig.vendor.readAccount(keyed);
    expect(account).toMatchObject({ accountId: rig.accountId, kind: 'production' });
  });

  it('takes the object’s plural for any of its names', async () => {
    const { rig, session } = await connectedRig();
    for (const name of ['0-2', 'company', 'COMPANY']) {
      const object = objectOf(await rig.vendor.readObject(session, name, null));
      expect(object.objectType).toBe('companies');
    }
  });

  it('puts pipelines beside the fields and into the options of stage and pipeline', async () => {
    const { rig, session } = await connectedRig();
    const { fields, pipelines } = objectOf(await rig.vendor.readObject(session, 'deals', null));
    const own = pipelines.find(({ label }) => label === 'Partner Deals');
    expect(
      own?.stages.map(({ label, closed, won, probability }) => [label, closed, won, probability]),
    ).toEqual([
      ['Registered', false, false, 0.1],
      ['Accepted', false, false, 0.3],
      ['Joint Proposal', false, false, 0.6],
      ['Negotiation', false, false, 0.8],
      ['Won with Partner', true, true, 1],
      ['Lost', true, false, 0],
    ]);
    const stage = fields.find(({ name }) => name === 'dealstage');
    expect(stage).toMatchObject({ dependsOn: 'pipeline', restricted: true });
    expect(stage?.options).toContainEqual({
      value: '148320015',
      label: 'Won with Partner',
      active: true,
      validFor: ['75330981'],
    });
    const pipeline = fields.find(({ name }) => name === 'pipeline');
    expect(pipeline?.options.map(({ value }) => value)).toEqual(pipelines.map(({ id }) => id));
  });

  it('reads pipelines again after a day and when the object has changed, else not', async () => {
    const { rig, session } = await connectedRig();
    let now = new Date('2026-11-21T10:00:00Z');
    const vendor = createHubspotVendor({ outbound: rig.outbound, clock: { now: () => now } });
    const first = await vendor.readObject(session, 'deals', null);
    const validator = first.changed ? first.validator : null;
    const pipelineCalls = () => rig.crms.requests.count({ call: 'pipelines' });
    expect(pipelineCalls()).toBe(1);
    expect((await vendor.readObject(session, 'deals', validator)).changed).toBe(false);
    expect(pipelineCalls()).toBe(1);
    now = new Date('2026-11-22T10:00:01Z');
    const nextDay = await vendor.readObject(session, 'deals', validator);
    expect(objectOf(nextDay)).toEqual(objectOf(first));
    expect(pipelineCalls()).toBe(2);
  });

  it('gives an object without pipelines where those may not be read', async () => {
    const { rig, session } = await connectedRig();
    const body = { status: 'error', category: 'MISSING_SCOPES', message: 'no' };
    rig.crms.faults.add({
      match: { call: 'pipelines' },
      then: { kind: 'status', status: 403, body },
    });
    expect(objectOf(await rig.vendor.readObject(session, 'deals', null)).pipelines).toEqual([]);
  });

  it('of wide objects at 300 ms a call takes well under 3 s', { timeout: 20_000 }, async () => {
    const { rig, session } = await connectedRig('large');
    rig.crms.setLatency(300);
    const names = ['contacts', 'companies', 'deals'];
    const started = performance.now();
    const readings = await Promise.all(
      names.map((name) => rig.vendor.readObject(session, name, null)),
    );
    expect(performance.now() - started).toBeLessThan(2_500);
    expect(readings.map((each) => objectOf(each).fields.length)).toEqual([900, 420, 380]);
  });
});
