/** Facts about what goes wrong, for the adapter of any CRM; part of the adapter suite. */
import { expect, it } from 'vitest';
import {
  type AdapterRig,
  connect,
  failureOf,
  type Mishap,
  never,
  redirectUri,
  refreshTokenOf,
  sessionOf,
} from './adapter-rig.ts';
import type { CrmFailureKind } from './port.ts';

/** Text of a CRM that must never reach a message of ours. */
const canary = 'canary 5up3r s3cret <b>upstream</b>';

const mishaps: [string, Mishap, CrmFailureKind][] = [
  ['an expired token', { kind: 'expire_token' }, 'token_expired'],
  ['a limit', { kind: 'rate_limited', retryAfterSeconds: 17 }, 'rate_limited'],
  ['a server error', { kind: 'server_error' }, 'unknown_outcome'],
  ['a gateway’s HTML error', { kind: 'html', status: 502 }, 'unknown_outcome'],
  ['silence', { kind: 'time_out' }, 'unknown_outcome'],
  ['half a body', { kind: 'half_body' }, 'unknown_outcome'],
  ['a reset', { kind: 'reset' }, 'unknown_outcome'],
  ['HTML', { kind: 'html' }, 'bad_answer'],
  ['HTML with a 404', { kind: 'html', status: 404 }, 'bad_answer'],
  ['an error inside a 200', { kind: 'ok_with_error' }, 'bad_answer'],
  ['another shape', { kind: 'status', status: 200, body: { fields: canary } }, 'bad_answer'],
  ['an empty body', { kind: 'status', status: 200 }, 'bad_answer'],
  ['a strange 4xx', { kind: 'status', status: 418, body: { message: canary } }, 'bad_answer'],
];

export function failedReads(makeRig: () => Promise<AdapterRig>): void {
  it.each(mishaps)('through %s has its own kind and none of the CRM’s words', async (...row) => {
    const [, mishap, kind] = row;
    const rig = await makeRig();
    const session = sessionOf(rig, await connect(rig));
    const [objectType = ''] = rig.vendor.defaultObjectTypes;
    rig.strike('object', mishap);
    const failure = await failureOf(rig.hastyVendor.readObject(session, objectType, null));
    expect(failure.kind).toBe(kind);
    expect(failure.message).not.toContain('canary');
    expect(failure.vendorCode ?? 'A').toMatch(/^[A-Z0-9_]+$/);
    if (mishap.kind === 'rate_limited') expect(failure.retryAfterSeconds).toBe(17);
  });

  it('is cancelled by the session’s signal', async () => {
    const rig = await makeRig();
    const grant = await connect(rig);
    const cutting = new AbortController();
    rig.strike('objects', { kind: 'time_out' });
    setTimeout(() => cutting.abort(), 30);
    const call = rig.vendor.listObjects(sessionOf(rig, grant, cutting.signal));
    expect((await failureOf(call)).kind).toBe('cancelled');
  });
}

/** A refresh carries no access token that could expire. */
const refreshMishaps = mishaps.filter(([, mishap]) => mishap.kind !== 'expire_token');

export function failedRefreshes(makeRig: () => Promise<AdapterRig>): void {
  it.each(refreshMishaps)('through %s has its own kind', async (_name, mishap, kind) => {
    const rig = await makeRig();
    const token = refreshTokenOf(await connect(rig));
    rig.strike('token', mishap);
    const failure = await failureOf(rig.hastyVendor.refreshGrant(rig.client, token, never));
    expect(failure.kind).toBe(kind);
    expect(failure.message).not.toContain('canary');
  });

  it('through a refused connection is known to have changed nothing', async () => {
    const rig = await makeRig();
    const token = refreshTokenOf(await connect(rig));
    const closed = 'http://127.0.0.1:1';
    const client = { ...rig.client, loginUrl: closed, apiUrl: rig.client.apiUrl && closed };
    const failure = await failureOf(rig.vendor.refreshGrant(client, token, never));
    expect(failure.kind).toBe('refused');
    const fresh = await rig.vendor.refreshGrant(rig.client, token, never);
    expect(fresh.accessToken).not.toBe('');
  });
}

export function trust(makeRig: () => Promise<AdapterRig>): void {
  it('follows no redirect, neither with a token nor with a secret', async () => {
    const rig = await makeRig();
    const grant = await connect(rig);
    const session = sessionOf(rig, grant);
    const redirect = { kind: 'hostile', redirectTo: `${rig.stranger.url}/catch` } as const;
    for (const call of ['account', 'objects', 'object', 'token'] as const)
      rig.strike(call, redirect);
    const [objectType = ''] = rig.vendor.defaultObjectTypes;
    const calls = [
      rig.vendor.readAccount(session),
      rig.vendor.listObjects(session),
      rig.vendor.readObject(session, objectType, null),
      rig.vendor.refreshGrant(rig.client, refreshTokenOf(grant), never),
    ];
    for (const call of calls) expect((await failureOf(call)).kind).toBe('untrusted');
    expect(rig.stranger.requests).toEqual([]);
  });

  it('trusts only https on its own hosts', async () => {
    const { vendor } = await makeRig();
    const refused = [
      'http://login.salesforce.com',
      'https://salesforce.com.evil.example',
      'https://evilsalesforce.com',
      'https://evilhubspot.com',
      'https://app.hubspot.com:8443',
      'https://user:pass@login.salesforce.com',
      'https://127.0.0.1',
      'javascript:alert(1)',
      'salesforce.com',
      '',
    ];
    expect(refused.filter((url) => vendor.trustsUrl(url))).toEqual([]);
  });

  it('sends no secret to a host that a user has named and that is not the CRM’s', async () => {
    const rig = await makeRig();
    const asked: string[] = [];
    const vendor = rig.vendorOver({
      request: async ({ url }) => {
        asked.push(url);
        return { status: 200, headers: {}, text: '{"access_token":"stolen"}' };
      },
      close: async () => undefined,
    });
    for (const url of ['https://evil.example', 'https://93.184.216.34', rig.client.loginUrl]) {
      const client = { ...rig.client, loginUrl: url, apiUrl: url, reach: 'public' as const };
      const exchange = { code: 'code', codeVerifier: 'verifier', redirectUri };
      const tokens = { accessToken: 'access', refreshToken: 'refresh' };
      const calls = [
        vendor.exchangeCode(client, exchange, never),
        vendor.refreshGrant(client, 'refresh', never),
        vendor.revokeGrant(client, tokens, never),
      ];
      for (const call of calls) expect((await failureOf(call)).kind).toBe('untrusted');
    }
    expect(asked).toEqual([]);
  });
}
