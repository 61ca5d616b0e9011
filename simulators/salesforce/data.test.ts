import { describe, expect, it } from 'vitest';
import { type Body, connectSalesforce, get, startCrms } from '../test/support.ts';
import { FIELD_ATTRIBUTES } from './describe-field.ts';

interface Field extends Body {
  name: string;
  label: string;
  type: string;
}

function fieldsOf(body: Body): Field[] {
  return body['fields'] as Field[]; // the describe under test; its shape is asserted by the tests
}

function named(body: Body, name: string): Field | undefined {
  return fieldsOf(body).find((field) => field.name === name);
}

async function connected(org: string) {
  const crms = await startCrms();
  const { access } = await connectSalesforce(crms, org);
  const base = `${crms.url}/services/data/v60.0`;
  const describeObject = (object: string, headers: Record<string, string> = {}) =>
    get(`${base}/sobjects/${object}/describe`, access, headers);
  return { crms, access, base, org: crms.salesforce.org(org), describeObject };
}

describe('describe', () => {
  it('spells every field out as the 57 attributes, 55 before v46', async () => {
    const { crms, access, describeObject } = await connected('partners');
    expect(FIELD_ATTRIBUTES).toHaveLength(57);
    const { body } = await describeObject('Account');
    for (const field of fieldsOf(body)) expect(Object.keys(field)).toEqual(FIELD_ATTRIBUTES);
    const old = await get(`${crms.url}/services/data/v42.0/sobjects/Account/describe`, access);
    for (const field of fieldsOf(old.body)) expect(Object.keys(field)).toHaveLength(55);
  });

  it('shows partner fields, record types and dependent picklists of the partner org', async () => {
    const { describeObject } = await connected('partners');
    const { body } = await describeObject('Account');
    for (const name of ['IsPartner', 'ChannelProgramName', 'Partner_Tier__c']) {
      expect(named(body, name)).toBeDefined();
    }
    expect(named(body, 'PartnerOS_Id__c')).toMatchObject({
      externalId: true,
      unique: true,
      idLookup: true,
    });
    const types = body['recordTypeInfos'] as Body[]; // asserted below
    expect(types.map((type) => type['developerName'])).toEqual([
      'Customer',
      'Partner',
      'Legacy_Reseller',
      'Master',
    ]);
    const opportunity = await describeObject('Opportunity');
    expect(named(opportunity.body, 'Product_Edition__c')).toMatchObject({
      dependentPicklist: true,
      controllerName: 'Product_Line__c',
      picklistValues: [
        { value: 'Starter', validFor: 'gA==' },
        { value: 'Business', validFor: 'wA==' },
        { value: 'Enterprise', validFor: 'wA==' },
        { value: 'Workshop', validFor: 'IA==' },
        { value: 'Retainer', validFor: 'IA==' },
      ],
    });
    expect(named(opportunity.body, 'Registered_By_Partner__c')).toMatchObject({
      type: 'reference',
      referenceTo: ['Account'],
      relationshipName: 'Registered_By_Partner__r',
    });
  });

  it('has no partner fields and objects in an ordinary org', async () => {
    const { describeObject } = await connected('northwind');
    expect(named((await describeObject('Account')).body, 'IsPartner')).toBeUndefined();
    expect((await describeObject('ChannelProgram')).status).toBe(404);
  });

  it('has 900 odd fields on the large Account, the same ones every time', async () => {
    const first = await connected('enterprise');
    const second = await connected('enterprise');
    const fields = fieldsOf((await first.describeObject('Account')).body);
    expect(fields).toHaveLength(900);
    expect(new Set(fields.map((field) => field.name)).size).toBe(900);
    expect(fieldsOf((await second.describeObject('Account')).body)).toEqual(fields);
    const kinds = new Set(fields.map((field) => field.type));
    for (const kind of ['multipicklist', 'encryptedstring', 'location', 'percent']) {
      expect(kinds).toContain(kind);
    }
    const labels = fields.map((field) => field.label);
    expect(new Set(labels).size).toBeLessThan(labels.length);
    expect(fields.some((field) => field['dependentPicklist'])).toBe(true);
    expect(fields.some((field) => field['calculated'])).toBe(true);
    expect(fields.some((field) => /^[a-zA-Z]+__\w+__c$/.test(field.name))).toBe(true);
    for (const field of fields) expect(field.name).toMatch(/^[A-Za-z][A-Za-z0-9_]*$/);
  });

  it('answers 304 to If-Modified-Since until something changes', async () => {
    const { org, describeObject } = await connected('partners');
    const { headers } = await describeObject('Contact');
    const since = { 'if-modified-since': headers.get('last-modified') ?? '' };
    expect(headers.get('etag')).toMatch(/^"\w+"$/);
    const unchanged = await describeObject('Contact', since);
    expect(unchanged).toMatchObject({ status: 304, body: {} });
    org.addField('Contact', { name: 'New__c', label: 'New', type: 'date' });
    const changed = await describeObject('Contact', since);
    expect(changed.status).toBe(200);
    expect(named(changed.body, 'New__c')).toMatchObject({ type: 'date', custom: true });
    const again = { 'if-modified-since': changed.headers.get('last-modified') ?? '' };
    expect((await describeObject('Contact', again)).status).toBe(304);
  });

  it('follows every edit of a field', async () => {
    const { org, describeObject } = await connected('partners');
    const before = fieldsOf((await describeObject('Account')).body).length;
    org.changeField('Account', 'VAT_Number__c', { label: 'Tax Number', length: 40 });
    org.removeField('Account', 'Territory__c');
    org.setFieldVisible('Account', 'Partner_Score__c', false);
    const { body } = await describeObject('Account');
    expect(named(body, 'VAT_Number__c')).toMatchObject({ label: 'Tax Number', byteLength: 120 });
    expect(fieldsOf(body)).toHaveLength(before - 2);
    org.setFieldVisible('Account', 'Partner_Score__c', true);
    const seenAgain = (await describeObject('Account')).body;
    expect(named(seenAgain, 'Partner_Score__c')).toMatchObject({ calculated: true });
  });

  it('changes date and child relationships, but no field, when only noise is touched', async () => {
    const { org, describeObject } = await connected('partners');
    const before = await describeObject('Account');
    org.touchChildRelationships('Account');
    const after = await describeObject('Account');
    expect(after.headers.get('last-modified')).not.toBe(before.headers.get('last-modified'));
    expect(after.body['childRelationships']).not.toEqual(before.body['childRelationships']);
    expect(after.body['fields']).toEqual(before.body['fields']);
  });

  it('refuses unknown, hidden and forbidden objects', async () => {
    const { org, base, access, describeObject } = await connected('partners');
    expect(await describeObject('Nothing__c')).toMatchObject({
      status: 404,
      body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
    });
    org.setObjectAccess('Lead', 'forbidden');
    expect((await describeObject('Lead')).status).toBe(403);
    org.setObjectAccess('Lead', 'missing');
    expect((await describeObject('Lead')).status).toBe(404);
    const list = await get(`${base}/sobjects`, access);
    const names = (list.body['sobjects'] as Body[]).map((object) => object['name']); // asserted below
    expect(names).not.toContain('Lead');
    expect(names).toContain('Account');
  });
});

describe('describeGlobal', () => {
  it('lists standard, partner and custom objects with their rights', async () => {
    const { access, base } = await connected('partners');
    const { body } = await get(`${base}/sobjects`, access);
    expect(body).toMatchObject({ encoding: 'UTF-8', maxBatchSize: 200 });
    const objects = body['sobjects'] as Body[]; // asserted below
    expect(objects.length).toBeGreaterThan(500);
    for (const name of ['ChannelProgram', 'PartnerFundClaim', 'PartnerFundClaimFeed', 'Partner']) {
      expect(objects.some((object) => object['name'] === name)).toBe(true);
    }
    const account = objects.find((object) => object['name'] === 'Account');
    expect(account).toMatchObject({ keyPrefix: '001', createable: true, mergeable: true });
    const agreement = objects.find((object) => object['name'] === 'Partner_Agreement__c');
    expect(agreement).toMatchObject({ custom: true, queryable: true });
  });

  it('is conditional too', async () => {
    const { org, access, base } = await connected('partners');
    const { headers } = await get(`${base}/sobjects`, access);
    const since = { 'if-modified-since': headers.get('last-modified') ?? '' };
    expect((await get(`${base}/sobjects`, access, since)).status).toBe(304);
    org.addField('Lead', { name: 'New__c', label: 'New', type: 'date' });
    expect((await get(`${base}/sobjects`, access, since)).status).toBe(200);
  });
});

describe('sessions and limits', () => {
  it('lists versions to anybody', async () => {
    const crms = await startCrms();
    const versions = await (await fetch(`${crms.url}/services/data`)).json();
    expect(versions).toContainEqual({
      label: "Summer '26",
      url: '/services/data/v67.0',
      version: '67.0',
    });
  });

  it('ends a session by time or by script with INVALID_SESSION_ID', async () => {
    const { crms, access, base, org } = await connected('northwind');
    const refused = {
      status: 401,
      body: [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }],
    };
    expect(await get(`${base}/limits`, 'rubbish')).toMatchObject(refused);
    org.expireAccessTokens();
    expect(await get(`${base}/limits`, access)).toMatchObject(refused);
    const { access: second } = await connectSalesforce(crms, 'northwind');
    crms.clock.advance(7_200_001);
    expect(await get(`${base}/limits`, second)).toMatchObject(refused);
  });

  it('counts calls on every answer and stops at the limit', async () => {
    const { access, base, org } = await connected('northwind');
    org.setLimit({ used: 14_998, max: 15_000 });
    const first = await get(`${base}/limits`, access);
    expect(first.headers.get('sforce-limit-info')).toBe('api-usage=14999/15000');
    expect(first.body['DailyApiRequests']).toEqual({ Max: 15_000, Remaining: 1 });
    const second = await get(`${base}/sobjects/Account/describe`, access);
    expect(second.headers.get('sforce-limit-info')).toBe('api-usage=15000/15000');
    expect(await get(`${base}/sobjects/Account/describe`, access)).toMatchObject({
      status: 403,
      body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
    });
  });

  it('answers unknown versions, paths and methods as missing or not allowed', async () => {
    const { crms, access, base } = await connected('northwind');
    expect((await get(`${crms.url}/services/data/v999.0/limits`, access)).status).toBe(404);
    expect((await get(`${base}/nothing`, access)).status).toBe(404);
    const wrong = await fetch(`${base}/limits`, { method: 'DELETE' });
    expect(wrong.status).toBe(405);
  });

  it('serves an org that was added', async () => {
    const crms = await startCrms();
    crms.salesforce.addOrg({ key: 'huge', fieldsPerObject: 700 });
    const { access } = await connectSalesforce(crms, 'huge');
    const url = `${crms.url}/services/data/v60.0/sobjects/Opportunity/describe`;
    expect(fieldsOf((await get(url, access)).body)).toHaveLength(700);
  });
});
