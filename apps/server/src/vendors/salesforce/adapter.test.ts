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
import type { CrmSession } from '../port.ts';
import { createSalesforceVendor } from './vendor.ts';

const calls: Record<Call, string> = {
  token: 'token',
  account: 'userinfo',
  objects: 'describe_global',
  object: 'describe',
};

interface SalesforceRig extends AdapterRig {
  crms: DemoCrms;
  outbound: Outbound;
}

async function makeRig(orgKey = 'partners'): Promise<SalesforceRig> {
  const crms = await startDemoCrms();
  const outbound = createOutbound();
  onTestFinished(async () => {
    await outbound.close();
    await crms.close();
  });
  const org = crms.salesforce.org(orgKey);
  const apiVersion = '67.0';
  return {
    crms,
    outbound,
    vendor: createSalesforceVendor({ outbound, apiVersion }),
    vendorOver: (other) => createSalesforceVendor({ outbound: other, apiVersion }),
    hastyVendor: createSalesforceVendor({ outbound: hasty(outbound), apiVersion }),
    client: {
      loginUrl: crms.url,
      apiUrl: null,
      clientId: 'partneros-demo-salesforce',
      clientSecret: 'demo-secret-salesforce',
      reach: 'trusted',
    },
    accountId: org.id,
    consent: (url) => giveConsent(url, { account: orgKey }),
    strike: (call, then) => {
      crms.faults.add({ match: { crm: 'salesforce', call: calls[call] }, then });
    },
    received: (call) => crms.requests.list(call ? { call: calls[call] } : {}),
    forget: () => crms.requests.clear(),
    revokeEverything: () => org.revokeGrant(),
    expireAccessTokens: () => org.expireAccessTokens(),
    addField: (object, name) => org.addField(object, { name, label: 'Brand new', type: 'string' }),
    stranger: await startStranger(),
  };
}

describeAdapter('Salesforce', () => makeRig());

async function connectedRig(orgKey?: string): Promise<{ rig: SalesforceRig; session: CrmSession }> {
  const rig = await makeRig(orgKey);
  return { rig, session: sessionOf(rig, await connect(rig)) };
}

describe('a Salesforce instance address', () => {
  it.each([
    'https://evil.example',
    'https://acme.my.salesforce.com.evil.example',
    'http://acme.my.salesforce.com',
    'https://acme.my.salesforce.com@evil.example',
    'https://acme.my.salesforce.com:8443',
    'https://acme.my.site.com',
    'not a url',
  ])('of %s ends the exchange and the refresh, and nobody hears of the token', async (address) => {
    const rig = await makeRig();
    const grant = await connect(rig);
    rig.strike('token', { kind: 'hostile', instanceUrl: address });
    expect((await failureOf(connect(rig))).kind).toBe('untrusted');
    rig.strike('token', { kind: 'hostile', instanceUrl: rig.stranger.url });
    const never = new AbortController().signal;
    const refresh = rig.vendor.refreshGrant(rig.client, grant.refreshToken ?? '', never);
    expect((await failureOf(refresh)).kind).toBe('untrusted');
    expect(rig.stranger.requests).toEqual([]);
  });

  it('stored by mistake is judged again before the token is sent', async () => {
    const { rig, session } = await connectedRig();
    const misled = { ...session, instanceUrl: rig.stranger.url };
    expect((await failureOf(rig.vendor.listObjects(misled))).kind).toBe('untrusted');
    const lost = { ...session, instanceUrl: null };
    expect((await failureOf(rig.vendor.listObjects(lost))).kind).toBe('untrusted');
    expect(rig.stranger.requests).toEqual([]);
  });

  it('keeps its token when an answer points elsewhere for the next records', async () => {
    const { rig, session } = await connectedRig();
    const next = { kind: 'hostile', nextRecordsUrl: `${rig.stranger.url}/query/01g-2000` } as const;
    for (const call of ['objects', 'object', 'account'] as const) rig.strike(call, next);
    await rig.vendor.listObjects(session);
    await rig.vendor.readObject(session, 'Account', null);
    await rig.vendor.readAccount(session);
    expect(rig.stranger.requests).toEqual([]);
  });
});

describe('a Salesforce 401 or 403', () => {
  it.each([
    [401, 'INVALID_SESSION_ID', 'Session expired or invalid', 'token_expired'],
    [401, 'INVALID_SESSION_ID', 'Connected app is not attached to Agent', 'rejected'],
    [401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API', 'rejected'],
    [401, 'INVALID_OPERATION_WITH_EXPIRED_PASSWORD', 'The password has expired', 'rejected'],
    [403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 'rate_limited'],
    [403, 'API_DISABLED_FOR_ORG', 'API is not enabled', 'rejected'],
    [403, 'INSUFFICIENT_ACCESS', 'no access', 'not_permitted'],
    [403, 'SOMETHING_NEW', 'who knows', 'not_permitted'],
    [404, 'NOT_FOUND', 'The requested resource does not exist', 'not_found'],
    [400, 'INVALID_TYPE', 'sObject type is not supported', 'not_found'],
    [400, 'MALFORMED_ID', 'bad id', 'rejected'],
  ] as const)('%i %s (“%s”) is %s', async (status, errorCode, message, kind) => {
    const { rig, session } = await connectedRig();
    rig.strike('object', { kind: 'status', status, body: [{ errorCode, message }] });
    const failure = await failureOf(rig.vendor.readObject(session, 'Account', null));
    expect(failure).toMatchObject({ kind, status, vendorCode: errorCode });
    expect(failure.message).not.toContain(message);
  });

  it('for too many calls says how long to wait', async () => {
    const { rig, session } = await connectedRig();
    rig.crms.salesforce.org('partners').setLimit({ used: 15_000, max: 15_000 });
    const total = await failureOf(rig.vendor.readObject(session, 'Account', null));
    expect(total).toMatchObject({ kind: 'rate_limited', retryAfterSeconds: 900 });
  });
});

describe('a Salesforce read', () => {
  it('marks itself, accepts packed answers and tells the use of the API', async () => {
    const { rig, session } = await connectedRig();
    rig.forget();
    rig.crms.salesforce.org('partners').setLimit({ used: 4152, max: 15_000 });
    const reading = await rig.vendor.readObject(session, 'Account', null);
    expect(reading.apiUsage).toEqual({ used: 4153, limit: 15_000, resetsAt: null });
    const [request] = rig.received('object');
    expect(request?.headers).toMatchObject({
      authorization: `Bearer ${session.accessToken}`,
      'sforce-call-options': 'client=PartnerOS',
    });
    expect(request?.headers['accept-encoding']).toContain('gzip');
  });

  it('reads anew after an upgrade of the API version and after a week', async () => {
    const { rig, session } = await connectedRig();
    const { outbound } = rig;
    let now = new Date('2026-11-21T10:00:00Z');
    const clock = { now: () => now };
    const vendor = createSalesforceVendor({ outbound, apiVersion: '66.0', clock });
    const upgraded = createSalesforceVendor({ outbound, apiVersion: '67.0', clock });
    const first = await vendor.readObject(session, 'Account', null);
    const validator = first.changed ? first.validator : null;
    expect((await vendor.readObject(session, 'Account', validator)).changed).toBe(false);
    expect((await upgraded.readObject(session, 'Account', validator)).changed).toBe(true);
    now = new Date('2026-11-28T10:00:01Z');
    expect((await vendor.readObject(session, 'Account', validator)).changed).toBe(true);
  });

  it('gives the same object when only child relationships have moved', async () => {
    const { rig, session } = await connectedRig();
    const before = await rig.vendor.readObject(session, 'Account', null);
    rig.crms.salesforce.org('partners').touchChildRelationships('Account');
    const after = await rig.vendor.readObject(session, 'Account', null);
    if (!before.changed || !after.changed) throw new Error('Both readings are first ones.');
    expect(after.object).toEqual(before.object);
  });

  it('names an object as the org does, whatever the case of the request', async () => {
    const { rig, session } = await connectedRig();
    const reading = await rig.vendor.readObject(session, 'account', null);
    expect(reading.changed && reading.object.objectType).toBe('Account');
  });

  it('connects a user who may not read the Organization object', async () => {
    const { rig, session } = await connectedRig();
    const body = [{ errorCode: 'INVALID_TYPE', message: 'not supported' }];
    rig.crms.faults.add({
      match: { path: /\/query$/ },
      then: { kind: 'status', status: 400, body },
    });
    const account = await rig.vendor.readAccount(session);
    expect(account).toMatchObject({ accountId: rig.accountId, accountName: null, kind: null });
  });

  it('of five wide objects at 300 ms a call takes well under 3 s', {
    timeout: 20_000,
  }, async () => {
    const { rig, session } = await connectedRig('enterprise');
    rig.crms.setLatency(300);
    const names = ['Account', 'Opportunity', 'Contact', 'Lead', 'Campaign'];
    const started = performance.now();
    const readings = await Promise.all(
      names.map((name) => rig.vendor.readObject(session, name, null)),
    );
    expect(performance.now() - started).toBeLessThan(2_500);
    expect(readings.map((each) => each.changed && each.object.fields.length)).toEqual([
      900, 640, 520, 410, 260,
    ]);
  });
});
