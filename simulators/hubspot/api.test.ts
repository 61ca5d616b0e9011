import { describe, expect, it } from 'vitest';
import { type Body, connectHubspot, get, HUBSPOT_SCOPES, startCrms } from '../test/support.ts';

function results(body: Body): Body[] {
  return body['results'] as Body[]; // the list under test; its members are asserted
}

function named(body: Body, name: string): Body | undefined {
  return results(body).find((property) => property['name'] === name);
}

const KEY = 'pat-demo-bluepeak';

describe('properties', () => {
  it('come unpaged, by plural, type id and qualified name, in both kinds of path', async () => {
    const crms = await startCrms();
    const url = `${crms.url}/crm/v3/properties`;
    const contacts = results((await get(`${url}/contacts`, KEY)).body);
    expect(contacts.length).toBeGreaterThan(300);
    for (const path of ['/crm/v3/properties/0-1', '/crm/properties/2026-03/contacts']) {
      expect(results((await get(crms.url + path, KEY)).body)).toHaveLength(contacts.length);
    }
    const custom = await get(`${url}/p44210977_partner_agreements`, KEY);
    expect(named(custom.body, 'agreement_type')).toMatchObject({ type: 'enumeration' });
  });

  it('leave hubspotDefined out of custom ones and bear odd types', async () => {
    const crms = await startCrms();
    const { body } = await get(`${crms.url}/crm/v3/properties/companies`, KEY);
    expect(named(body, 'partner_tier')).not.toHaveProperty('hubspotDefined');
    expect(named(body, 'partner_tier')).toMatchObject({
      archived: false,
      createdUserId: '61204417',
    });
    expect(named(body, 'name')).toMatchObject({ hubspotDefined: true });
    expect(named(body, 'name')).not.toHaveProperty('archived');
    const contacts = (await get(`${crms.url}/crm/v3/properties/contacts`, KEY)).body;
    expect(named(contacts, 'hubspot_owner_id')).toMatchObject({
      externalOptions: true,
      referencedObjectType: 'OWNER',
      options: [],
    });
    const types = new Set(results(contacts).map((property) => property['type']));
    expect(types).toContain('phone_number');
    expect(results(contacts).some((property) => !('createdAt' in property))).toBe(true);
  });

  it('are not byte-stable, yet equal', async () => {
    const crms = await startCrms();
    const read = async () => {
      const headers = { authorization: `Bearer ${KEY}` };
      return (await fetch(`${crms.url}/crm/v3/properties/deals`, { headers })).text();
    };
    const [one, two] = [await read(), await read()];
    expect(one).not.toBe(two);
    expect(JSON.parse(one)).toEqual(JSON.parse(two));
  });

  it('follow every edit; a removed one is archived', async () => {
    const crms = await startCrms();
    const portal = crms.hubspot.portal('bluepeak');
    const url = `${crms.url}/crm/v3/properties/companies`;
    const added = { name: 'new_one', label: 'New', type: 'date', fieldType: 'date' };
    portal.addProperty('companies', { ...added, groupName: 'companyinformation' });
    portal.changeProperty('companies', 'partner_type', { label: 'Kind of partner' });
    portal.removeProperty('companies', 'nda_signed');
    const { body } = await get(url, KEY);
    expect(named(body, 'new_one')).toMatchObject({ type: 'date' });
    expect(named(body, 'partner_type')).toMatchObject({ label: 'Kind of partner' });
    expect(named(body, 'nda_signed')).toBeUndefined();
    const archived = await get(`${url}?archived=true`, KEY);
    expect(results(archived.body).map((property) => property['name'])).toEqual(['nda_signed']);
    expect((await get(`${url}/new_one`, KEY)).body).toMatchObject({ name: 'new_one' });
    expect((await get(`${url}/nda_signed`, KEY)).status).toBe(404);
  });

  it('number 900 in the large portal', async () => {
    const crms = await startCrms();
    const { access } = await connectHubspot(crms, 'large');
    const { body } = await get(`${crms.url}/crm/v3/properties/contacts`, access);
    const names = results(body).map((property) => property['name']);
    expect(names).toHaveLength(900);
    expect(new Set(names).size).toBe(900);
  });

  it('of an unknown type answer without a category', async () => {
    const crms = await startCrms();
    const answer = await get(`${crms.url}/crm/v3/properties/butterflies`, KEY);
    expect(answer).toMatchObject({
      status: 400,
      body: { status: 'error', message: 'Unable to infer object type from: butterflies' },
    });
    expect(answer.body).not.toHaveProperty('category');
  });
});

describe('schemas and pipelines', () => {
  it('list the custom objects of the portal, none in an ordinary one', async () => {
    const crms = await startCrms();
    const { body } = await get(`${crms.url}/crm/v3/schemas`, KEY);
    expect(results(body)).toHaveLength(1);
    expect(results(body)[0]).toMatchObject({
      objectTypeId: '2-24817336',
      fullyQualifiedName: 'p44210977_partner_agreements',
      metaType: 'PORTAL_SPECIFIC',
      requiredProperties: ['agreement_name'],
    });
    const ordinary = await get(`${crms.url}/crm/v3/schemas`, 'pat-demo-aurora');
    expect(results(ordinary.body)).toEqual([]);
  });

  it('give the schema of one type, standard or custom', async () => {
    const crms = await startCrms();
    const base = `${crms.url}/crm-object-schemas/v3/schemas`;
    expect((await get(`${base}/contacts`, KEY)).body).toMatchObject({
      objectTypeId: '0-1',
      primaryDisplayProperty: 'firstname',
    });
    expect((await get(`${base}/2-24817336`, KEY)).body).toMatchObject({
      name: 'partner_agreements',
    });
  });

  it('give deal pipelines with stage metadata as text', async () => {
    const crms = await startCrms();
    const { body } = await get(`${crms.url}/crm/v3/pipelines/deals`, KEY);
    expect(results(body).map((pipeline) => pipeline['label'])).toEqual([
      'Sales Pipeline',
      'Partner Deals',
      'Renewals',
    ]);
    const stages = results(body)[0]?.['stages'] as Body[]; // asserted below
    expect(stages.at(-2)).toMatchObject({
      id: 'closedwon',
      metadata: { isClosed: 'true', probability: '1.0' },
    });
    const contacts = await get(`${crms.url}/crm/v3/pipelines/contacts`, KEY);
    expect(results(contacts.body)[0]).toMatchObject({ id: 'contacts-lifecycle-pipeline' });
  });
});

describe('rights and limits', () => {
  it('refuse what the scopes do not cover', async () => {
    const crms = await startCrms();
    const { access } = await connectHubspot(crms, 'bluepeak');
    const refused = {
      status: 403,
      body: {
        category: 'MISSING_SCOPES',
        context: { requiredGranularScopes: ['custom-object-read'] },
      },
    };
    expect(await get(`${crms.url}/crm/v3/schemas`, access)).toMatchObject(refused);
    const path = '/crm/v3/properties/p44210977_partner_agreements';
    expect(await get(crms.url + path, access)).toMatchObject(refused);
    const scope = `${HUBSPOT_SCOPES} crm.schemas.custom.read`;
    const wider = await connectHubspot(crms, 'bluepeak', { scope });
    expect((await get(crms.url + path, wider.access)).status).toBe(200);
    const narrow = await connectHubspot(crms, 'bluepeak', { scope: 'oauth' });
    const contacts = await get(`${crms.url}/crm/v3/properties/contacts`, narrow.access);
    expect(contacts.body).toMatchObject({ category: 'MISSING_SCOPES' });
    expect((await get(`${crms.url}/account-info/v3/details`, narrow.access)).status).toBe(200);
  });

  it('show account details', async () => {
    const crms = await startCrms();
    expect((await get(`${crms.url}/account-info/v3/details`, KEY)).body).toEqual({
      portalId: 44210977,
      accountType: 'STANDARD',
      timeZone: 'Europe/Berlin',
      companyCurrency: 'EUR',
      additionalCurrencies: [],
      utcOffset: '+01:00',
      utcOffsetMilliseconds: 3_600_000,
      uiDomain: 'app-eu1.hubspot.com',
      dataHostingLocation: 'eu1',
    });
  });

  it('count ten seconds per app and refuse beyond, until the window turns', async () => {
    const crms = await startCrms();
    const { access } = await connectHubspot(crms, 'aurora');
    crms.hubspot.portal('aurora').setLimit({ perTenSeconds: 2 });
    const url = `${crms.url}/account-info/v3/details`;
    const first = await get(url, access);
    expect(first.headers.get('x-hubspot-ratelimit-max')).toBe('2');
    expect(first.headers.get('x-hubspot-ratelimit-remaining')).toBe('1');
    expect(first.headers.get('x-hubspot-ratelimit-daily')).toBeNull();
    await get(url, access);
    expect(await get(url, access)).toMatchObject({
      status: 429,
      body: { errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' },
    });
    expect((await get(url, 'pat-demo-aurora')).status).toBe(200);
    crms.clock.advance(10_001);
    expect((await get(url, access)).status).toBe(200);
  });

  it('hold service keys to a daily limit', async () => {
    const crms = await startCrms();
    crms.hubspot.portal('aurora').setLimit({ daily: 1 });
    const url = `${crms.url}/account-info/v3/details`;
    const first = await get(url, 'pat-demo-aurora');
    expect(first.headers.get('x-hubspot-ratelimit-daily-remaining')).toBe('0');
    const second = await get(url, 'pat-demo-aurora');
    expect(second).toMatchObject({ status: 429, body: { policyName: 'DAILY' } });
    const { access } = await connectHubspot(crms, 'aurora');
    expect((await get(url, access)).status).toBe(200);
  });

  it('answer unknown paths and methods in HubSpot’s shape', async () => {
    const crms = await startCrms();
    const missing = await get(`${crms.url}/crm/v3/nothing`, KEY);
    expect(missing).toMatchObject({ status: 404, body: { status: 'error' } });
    const wrong = await fetch(`${crms.url}/crm/v3/schemas`, { method: 'PUT' });
    expect(wrong.status).toBe(405);
  });

  it('serve a portal that was added', async () => {
    const crms = await startCrms();
    const portal = crms.hubspot.addPortal({ key: 'extra', propertiesPerObject: { deals: 250 } });
    expect(portal.properties('deals')).toHaveLength(250);
    const { body } = await connectHubspot(crms, 'extra');
    expect(body['hub_id']).toBe(portal.portalId);
  });
});
