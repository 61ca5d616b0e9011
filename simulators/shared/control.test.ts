import { describe, expect, it } from 'vitest';
import { connectSalesforce, get, readAnswer, startCrms } from '../test/support.ts';

async function controlled() {
  const crms = await startCrms();
  const call = async (method: string, path: string, body?: unknown) =>
    readAnswer(
      await fetch(`${crms.url}/_control/${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
  return { crms, call };
}

describe('the control calls', () => {
  it('add a fault, by expression and for ever, and take it away', async () => {
    const { crms, call } = await controlled();
    const url = `${crms.url}/crm/v3/properties/deals`;
    const { body } = await call('POST', 'faults', {
      match: { crm: 'hubspot', pathPattern: 'deals$' },
      times: 'always',
      then: { kind: 'server_error' },
    });
    expect((await get(url, 'pat-demo-aurora')).status).toBe(500);
    expect((await get(url, 'pat-demo-aurora')).status).toBe(500);
    await call('DELETE', `faults/${String(body['id'])}`);
    expect((await get(url, 'pat-demo-aurora')).status).toBe(200);
  });

  it('refuse nonsense with a sentence', async () => {
    const { call } = await controlled();
    expect((await call('POST', 'faults', { then: { kind: 'explode' } })).status).toBe(400);
    expect((await call('POST', 'faults', [])).status).toBe(400);
    expect((await call('POST', 'latency', { milliseconds: 'x' })).status).toBe(400);
    const unknown = await call('POST', 'revoke-grant', { crm: 'salesforce', account: 'nobody' });
    expect(unknown).toMatchObject({ status: 400, body: { message: 'no demo org nobody' } });
    expect((await call('GET', 'nothing')).status).toBe(404);
  });

  it('refuse web pages', async () => {
    const { crms } = await controlled();
    const headers = { origin: 'https://evil.example' };
    const url = `${crms.url}/_control/latency`;
    const body = '{"milliseconds":5000}';
    expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(403);
  });

  it('register an app', async () => {
    const { crms, call } = await controlled();
    const app = { clientId: 'mine', clientSecret: 's', rotation: false };
    await call('POST', 'apps', { crm: 'salesforce', app });
    await call('POST', 'apps', { crm: 'hubspot', app });
    expect(crms.salesforce.findApp('mine')).toMatchObject({ rotation: false });
    expect(crms.hubspot.findApp('mine')).toMatchObject({ expiresIn: 1800 });
  });

  it('list requests by filter and forget them', async () => {
    const { crms, call } = await controlled();
    await get(`${crms.url}/crm/v3/properties/deals`, 'pat-demo-aurora');
    const all = await call('GET', 'requests?crm=hubspot&call=properties&status=200');
    expect(all.body['requests']).toHaveLength(1);
    expect((await call('GET', 'requests?call=describe')).body['requests']).toEqual([]);
    await call('DELETE', 'requests');
    expect(crms.requests.count()).toBe(0);
  });

  it('edit fields and properties', async () => {
    const { crms, call } = await controlled();
    const salesforce = { crm: 'salesforce', account: 'partners', object: 'Account' };
    const hubspot = { crm: 'hubspot', account: 'bluepeak', object: 'deals' };
    const field = { name: 'New__c', label: 'New', type: 'date' };
    const property = { name: 'new', label: 'New', type: 'date', fieldType: 'date', groupName: 'x' };
    const edits = [
      { ...salesforce, change: 'add', field },
      { ...salesforce, change: 'change', name: 'New__c', field: { label: 'Newer' } },
      { ...salesforce, change: 'remove', name: 'Territory__c' },
      { ...salesforce, change: 'visible', name: 'VAT_Number__c', visible: false },
      { ...salesforce, change: 'children' },
      { ...hubspot, change: 'add', field: property },
      { ...hubspot, change: 'change', name: 'new', field: { label: 'Newer' } },
      { ...hubspot, change: 'remove', name: 'partner_margin' },
    ];
    for (const edit of edits) {
      expect(await call('POST', 'fields', edit)).toMatchObject({ status: 200 });
    }
    const fields = crms.salesforce.org('partners').fields('Account');
    expect(fields.find((other) => other.name === 'New__c')?.label).toBe('Newer');
    expect(fields.find((other) => other.name === 'VAT_Number__c')?.visible).toBe(false);
    expect(fields.some((other) => other.name === 'Territory__c')).toBe(false);
    const properties = crms.hubspot.portal('bluepeak').properties('deals');
    expect(properties.find((other) => other.name === 'new')?.label).toBe('Newer');
    expect(properties.some((other) => other.name === 'partner_margin')).toBe(false);
  });

  it('list accounts, expire and revoke tokens, set limits, latency and time', async () => {
    const { crms, call } = await controlled();
    const { access, refresh } = await connectSalesforce(crms, 'partners');
    const account = { crm: 'salesforce', account: 'partners' };
    const limits = `${crms.url}/services/data/v60.0/limits`;
    const accounts = await call('GET', 'accounts');
    expect(accounts.body['salesforce']).toContainEqual(
      expect.objectContaining({ key: 'partners', liveRefreshToken: refresh, tokenCalls: 1 }),
    );
    await call('POST', 'limit', { ...account, limit: { used: 7, max: 8 } });
    expect((await get(limits, access)).headers.get('sforce-limit-info')).toBe('api-usage=8/8');
    await call('POST', 'expire-tokens', account);
    expect((await get(limits, access)).status).toBe(401);
    await call('POST', 'revoke-grant', account);
    expect(crms.salesforce.org('partners').liveRefreshToken()).toBeNull();
    const before = crms.clock.now();
    await call('POST', 'clock', { milliseconds: 60_000 });
    expect(crms.clock.now() - before).toBeGreaterThanOrEqual(60_000);
    await call('POST', 'latency', { milliseconds: 80 });
    const start = performance.now();
    await get(limits, access);
    expect(performance.now() - start).toBeGreaterThanOrEqual(75);
  });
});
