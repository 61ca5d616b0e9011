/**
 * The facts that hold for the adapter of any CRM, told through the port. A test file of each vendor
 * brings a rig: its adapter, in front of a CRM whose behaviour can be scripted.
 */
import { field as fieldContract } from '@partneros/contract/field';
import { describe, expect, it } from 'vitest';
import { failedReads, failedRefreshes, trust } from './adapter-failures.ts';
import {
  type AdapterRig,
  authorise,
  connect,
  failureOf,
  never,
  redirectUri,
  refreshTokenOf,
  sessionOf,
} from './adapter-rig.ts';

/** Runs all facts; `makeRig` starts a CRM of its own for each test and sees to its end. */
export function describeAdapter(name: string, makeRig: () => Promise<AdapterRig>): void {
  describe(`the ${name} adapter`, () => {
    describe('connecting', () => connecting(makeRig));
    describe('an existing grant', () => keepingGrants(makeRig));
    describe('reading', () => reading(makeRig));
    describe('a foreign validator', () => distrusting(makeRig));
    describe('a name', () => naming(makeRig));
    describe('a failed read', () => failedReads(makeRig));
    describe('a failed refresh', () => failedRefreshes(makeRig));
    describe('trust', () => trust(makeRig));
  });
}

function connecting(makeRig: () => Promise<AdapterRig>): void {
  it('asks for consent with state and challenge and without the secret', async () => {
    const { vendor, client } = await makeRig();
    const request = { state: 's&1', codeChallenge: 'challenge', redirectUri };
    const url = new URL(vendor.authorizeUrl(client, request));
    expect(url.origin).toBe(new URL(client.loginUrl).origin);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: client.clientId,
      redirect_uri: redirectUri,
      state: 's&1',
      code_challenge: 'challenge',
      code_challenge_method: 'S256',
    });
    expect(url.href).not.toContain(client.clientSecret);
  });

  it('exchanges a code for a grant that names the account', async () => {
    const rig = await makeRig();
    const grant = await connect(rig);
    expect(grant.accountId).toBe(rig.accountId);
    expect(grant.accessToken).not.toBe('');
    expect(grant.refreshToken).not.toBe(null);
    expect(grant.scopes.length).toBeGreaterThan(0);
    const account = await rig.vendor.readAccount(sessionOf(rig, grant));
    expect(account.accountId).toBe(rig.accountId);
    expect(account.connectedAs).toContain('@');
  });

  it('gives nothing for a code that was used before, or for a wrong verifier', async () => {
    const rig = await makeRig();
    const { code, verifier } = await authorise(rig);
    const exchange = { code, codeVerifier: verifier, redirectUri };
    await rig.vendor.exchangeCode(rig.client, exchange, never);
    const again = rig.vendor.exchangeCode(rig.client, exchange, never);
    expect((await failureOf(again)).kind).toBe('grant_gone');
    const other = await authorise(rig);
    const guessed = { code: other.code, codeVerifier: verifier, redirectUri };
    const failure = await failureOf(rig.vendor.exchangeCode(rig.client, guessed, never));
    expect(['rejected', 'grant_gone']).toContain(failure.kind);
  });
}

function keepingGrants(makeRig: () => Promise<AdapterRig>): void {
  it('says of a wrong secret that the app is refused, not that the grant is gone', async () => {
    const rig = await makeRig();
    const token = refreshTokenOf(await connect(rig));
    const client = { ...rig.client, clientSecret: 'wrong' };
    const failure = await failureOf(rig.vendor.refreshGrant(client, token, never));
    expect(failure.kind).toBe('rejected');
  });

  it('replaces an expired access token by refreshing', async () => {
    const rig = await makeRig();
    const grant = await connect(rig);
    rig.expireAccessTokens();
    const stale = rig.vendor.listObjects(sessionOf(rig, grant));
    expect((await failureOf(stale)).kind).toBe('token_expired');
    const fresh = await rig.vendor.refreshGrant(rig.client, refreshTokenOf(grant), never);
    expect(fresh.accessToken).not.toBe(grant.accessToken);
    const session = sessionOf(rig, {
      ...fresh,
      instanceUrl: fresh.instanceUrl ?? grant.instanceUrl,
    });
    expect(await rig.vendor.listObjects(session)).not.toEqual([]);
  });

  it('tells that a grant is gone, by the administrator or by ourselves', async () => {
    const rig = await makeRig();
    const mine = await connect(rig);
    await rig.vendor.revokeGrant(rig.client, mine, never);
    const afterRevoking = rig.vendor.refreshGrant(rig.client, refreshTokenOf(mine), never);
    expect((await failureOf(afterRevoking)).kind).toBe('grant_gone');
    const other = await connect(rig);
    rig.revokeEverything();
    const afterRemoval = rig.vendor.refreshGrant(rig.client, refreshTokenOf(other), never);
    expect((await failureOf(afterRemoval)).kind).toBe('grant_gone');
  });
}

function reading(makeRig: () => Promise<AdapterRig>): void {
  it('lists the objects that a connection discovers by itself', async () => {
    const rig = await makeRig();
    const objects = await rig.vendor.listObjects(sessionOf(rig, await connect(rig)));
    const names = objects.map(({ objectType }) => objectType);
    expect(names).toEqual(expect.arrayContaining([...rig.vendor.defaultObjectTypes]));
    expect(new Set(names).size).toBe(names.length);
  });

  it('maps every default object to fields of the contract', async () => {
    const rig = await makeRig();
    const session = sessionOf(rig, await connect(rig));
    for (const objectType of rig.vendor.defaultObjectTypes) {
      const reading = await rig.vendor.readObject(session, objectType, null);
      if (!reading.changed) throw new Error('A first reading has no validator to be unchanged by.');
      const { object } = reading;
      expect(object).toMatchObject({ objectType, custom: false });
      expect(object.fields.map((each) => fieldContract.parse(each))).toEqual(object.fields);
      const names = object.fields.map(({ name }) => name);
      expect(names).toEqual([...new Set(names)].sort());
      expect(names).toEqual(expect.arrayContaining([...object.vendorFields]));
      expect(names).toEqual(expect.arrayContaining([...object.requiredForCreate]));
    }
  });

  it('tells with one call that nothing has changed, and sees a new field', async () => {
    const rig = await makeRig();
    const session = sessionOf(rig, await connect(rig));
    for (const objectType of rig.vendor.defaultObjectTypes) {
      const first = await rig.vendor.readObject(session, objectType, null);
      if (!first.changed) throw new Error('A first reading has no validator to be unchanged by.');
      rig.forget();
      const second = await rig.vendor.readObject(session, objectType, first.validator);
      expect(second.changed).toBe(false);
      expect(rig.received()).toHaveLength(1);
      rig.addField(objectType, 'Brand_New__c');
      const third = await rig.vendor.readObject(session, objectType, first.validator);
      const fields = third.changed ? third.object.fields : [];
      expect(fields.filter(({ name }) => name === 'Brand_New__c')).toMatchObject([
        { custom: true },
      ]);
      expect(fields).toHaveLength(first.object.fields.length + 1);
    }
  });
}

function naming(makeRig: () => Promise<AdapterRig>): void {
  it('that is none finds no object, and one that is a path is not even asked for', async () => {
    const rig = await makeRig();
    const session = sessionOf(rig, await connect(rig));
    const unknown = rig.vendor.readObject(session, 'Nothing_Of_That_Kind', null);
    expect((await failureOf(unknown)).kind).toBe('not_found');
    rig.forget();
    for (const name of ['..', '../../oauth2/userinfo', 'Account/../Contact', 'a?b', '']) {
      const failure = await failureOf(rig.vendor.readObject(session, name, null));
      expect(failure.kind).toBe('not_found');
    }
    expect(rig.received()).toEqual([]);
  });
}

function distrusting(makeRig: () => Promise<AdapterRig>): void {
  it('leads to a full reading', async () => {
    const rig = await makeRig();
    const session = sessionOf(rig, await connect(rig));
    const [objectType = ''] = rig.vendor.defaultObjectTypes;
    for (const validator of ['', 'null', '{"hash":1}', 'W/"abc"']) {
      expect((await rig.vendor.readObject(session, objectType, validator)).changed).toBe(true);
    }
  });
}
