/** Connecting without a browser: what is entered is tried first, and newer tokens come by themselves. */
import { afterAll, describe, expect, it } from 'vitest';
import { connect } from '../../../test/connect.ts';
import { startTestApp } from '../../../test/harness.ts';
import { auditOf, connectionRow } from '../../../test/integrations.ts';

const t = await startTestApp({ environment: { ROLE: 'web' } });
afterAll(() => t.close());
const owner = await t.signIn('owner');

const application = {
  environment: 'demo',
  clientId: 'partneros-demo-salesforce-integration',
  clientSecret: 'demo-secret-salesforce-integration',
};
const key = { environment: 'demo', serviceKey: 'pat-demo-aurora' };
const toSalesforce = (body: unknown) => owner.post('/api/integrations/salesforce/connect', body);
const toHubspot = (body: unknown) => owner.post('/api/integrations/hubspot/connect', body);

describe('client credentials of a Salesforce app', () => {
  it('connect as its run-as user, and are stored sealed', async () => {
    const { status, body, text } = await toSalesforce(application);
    expect(status, text).toBe(200);
    expect(body.connection).toMatchObject({ status: 'active', environment: 'demo' });
    expect(text).not.toContain(application.clientSecret);
    const row = await connectionRow(t.db, body.connection.id);
    expect(row).toMatchObject({ grant_kind: 'client_credentials', refresh_token_sealed: null });
    expect(JSON.stringify(row)).not.toContain(application.clientSecret);
    const [line] = await auditOf(owner, body.connection.id);
    expect(line).toMatchObject({ details: { grant: 'client_credentials' } });
  });

  it('are asked again when the token has ended, by one of fifty at once', async () => {
    const { body } = await toSalesforce(application);
    const { id, accountId } = body.connection;
    const org = t.crms.salesforce.orgs.find((one) => one.id === accountId);
    org?.expireAccessTokens();
    const before = org?.tokenCalls ?? 0;
    const asked = await Promise.all(
      Array.from({ length: 50 }, () => owner.post(`/api/integrations/${id}/schema/refresh`, {})),
    );
    expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 200));
    expect((org?.tokenCalls ?? 0) - before).toBe(1);
  });

  it('that are wrong store nothing, and say so without the CRM’s words', async () => {
    const before = (await owner.get('/api/integrations')).body.connections.length;
    const { status, body } = await toSalesforce({ ...application, clientSecret: 'wrong' });
    expect([status, body.code]).toEqual([422, 'prerequisite_missing']);
    expect((await owner.get('/api/integrations')).body.connections).toHaveLength(before);
  });

  it('are refused for HubSpot, as a service key is for Salesforce', async () => {
    expect((await toHubspot(application)).body.details[0].path).toBe('serviceKey');
    expect((await toSalesforce(key)).body.details[0].path).toBe('clientId');
    const elsewhere = { ...application, loginUrl: 'https://acme.my.salesforce.com' };
    expect((await toSalesforce(elsewhere)).body.details[0].path).toBe('loginUrl');
  });
});

describe('a service key of HubSpot', () => {
  it('connects its portal and reads its schema', async () => {
    const { status, body, text } = await toHubspot(key);
    expect(status, text).toBe(200);
    expect(text).not.toContain(key.serviceKey);
    const refreshed = await owner.post(
      `/api/integrations/${body.connection.id}/schema/refresh`,
      {},
    );
    expect(refreshed.status, refreshed.text).toBe(200);
    expect((await connectionRow(t.db, body.connection.id))['grant_kind']).toBe('service_key');
  });

  it('of another portal than the one to reconnect is refused', async () => {
    const other = await connect(owner, 'hubspot', 'bluepeak');
    const { status, body } = await toHubspot({ ...key, connectionId: other.connectionId });
    expect([status, body.code]).toEqual([422, 'prerequisite_missing']);
    expect((await connectionRow(t.db, other.connectionId))['grant_kind']).toBe('code');
  });

  it('that the portal no longer takes asks for a person', async () => {
    const { body } = await toHubspot(key);
    const { id, accountId } = body.connection;
    t.crms.faults.add({
      match: { accountId, call: 'schema' },
      then: {
        kind: 'status',
        status: 401,
        body: { status: 'error', message: 'no', category: 'EXPIRED_AUTHENTICATION' },
      },
      times: 1000,
    });
    const answer = await owner.post(`/api/integrations/${id}/schema/refresh`, {});
    expect([answer.status, answer.body.code]).toEqual([422, 'prerequisite_missing']);
    expect((await owner.get(`/api/integrations/${id}/status`)).body.status).toBe('reauth_required');
  });

  it('is erased here by a disconnect, and not ended for others who use it', async () => {
    const { body } = await toHubspot({ ...key, serviceKey: 'pat-demo-bluepeak' });
    await owner.post(`/api/integrations/${body.connection.id}/disconnect`);
    const row = await connectionRow(t.db, body.connection.id);
    expect([row['status'], row['access_token_sealed']]).toEqual(['disconnected', null]);
    expect((await toHubspot({ ...key, serviceKey: 'pat-demo-bluepeak' })).status).toBe(200);
  });
});
