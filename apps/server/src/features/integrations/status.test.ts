/** What the status says of a connection: failures in a row, recovery, whose it is. */
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { connect, type Platform } from '../../../test/connect.ts';
import { startTestApp } from '../../../test/harness.ts';
import { auditOf, signInElsewhere, together } from '../../../test/integrations.ts';

const t = await startTestApp({ environment: { ROLE: 'web' } });
afterAll(() => t.close());
afterEach(() => t.crms.faults.clear());
const owner = await t.signIn('owner');

function failing(platform: Platform) {
  const message = 'upstream-words';
  const [call, body] =
    platform === 'salesforce'
      ? ['describe', [{ errorCode: 'X', message }]]
      : ['schema', { status: 'error', category: 'VALIDATION_ERROR', message }];
  return t.crms.faults.add({
    match: { crm: platform, call },
    times: Number.POSITIVE_INFINITY,
    then: { kind: 'status', status: 400, body },
  });
}

async function actions(connectionId: string): Promise<string[]> {
  return (await auditOf(owner, connectionId)).map(({ action }) => action);
}

describe('the status', () => {
  it('is a flat body with every member, before and after the first discovery', async () => {
    const { connectionId } = await connect(owner, 'salesforce', 'partners');
    const path = `/api/integrations/${connectionId}/status`;
    const before = (await owner.get(path)).body;
    expect(before).toEqual({
      id: connectionId,
      platform: 'salesforce',
      status: 'active',
      instanceUrl: t.crms.url,
      lastSyncAt: null,
      lastErrorAt: null,
      lastErrorMessage: null,
      createdAt: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
      schemaStats: {
        objectCount: 0,
        totalFields: 0,
        lastDiscoveredAt: null,
        expiresAt: null,
        isExpired: false,
      },
      accountId: t.crms.salesforce.org('partners').id,
      accountName: 'Partners First',
      environment: 'demo',
      connectedAs: 'integration@partners.example',
      apiUsage: null,
      recordSync: {
        lastInboundAt: null,
        lastOutboundAt: null,
        pending: 0,
        failed: 0,
        state: 'off',
      },
    });
    t.crms.salesforce.org('partners').setLimit({ used: 500, max: 15_000 });
    const result = (await owner.post(`/api/integrations/${connectionId}/schema/refresh`, {})).body;
    const { body } = await owner.get(path);
    expect(body.schemaStats).toMatchObject({
      objectCount: 4,
      totalFields: result.totalFields,
      lastDiscoveredAt: body.lastSyncAt,
      isExpired: false,
    });
    const life = Date.parse(body.schemaStats.expiresAt) - Date.parse(body.lastSyncAt);
    expect(life).toBe(24 * 3600_000);
    expect(body.apiUsage).toEqual({ used: 504, limit: 15_000, resetsAt: null });
  });

  it('tells no use of limits where the CRM tells none (an OAuth app at HubSpot)', async () => {
    const { connectionId } = await connect(owner, 'hubspot', 'bluepeak');
    await owner.post(`/api/integrations/${connectionId}/schema/refresh`, {});
    const { body } = await owner.get(`/api/integrations/${connectionId}/status`);
    expect(body).toMatchObject({ instanceUrl: null, apiUsage: null });
  });

  it('may be read by every member, and is unknown to another organization', async () => {
    const { connectionId } = await connect(owner, 'hubspot', 'large');
    const path = `/api/integrations/${connectionId}/status`;
    for (const role of ['admin', 'member', 'viewer'] as const) {
      expect((await (await t.signIn(role)).get(path)).status).toBe(200);
    }
    expect((await (await t.signIn('portal')).get(path)).status).toBe(403);
    const elsewhere = await signInElsewhere(t);
    const foreign = await elsewhere.get(path);
    const unknown = await elsewhere.get(
      '/api/integrations/01890000-0000-7000-8000-000000000000/status',
    );
    expect(foreign.status).toBe(404);
    expect(foreign.body).toEqual(unknown.body);
    expect((await elsewhere.get('/api/integrations')).body.connections).toEqual([]);
  });
});

describe.each([
  ['salesforce', 'northwind'],
  ['hubspot', 'aurora'],
] as const)('at %s', (platform, account) => {
  it('five failures in a row make an error, the next success makes it good, both are told', async () => {
    const { connectionId } = await connect(owner, platform, account);
    const refresh = () => owner.post(`/api/integrations/${connectionId}/schema/refresh`, {});
    const status = async () => (await owner.get(`/api/integrations/${connectionId}/status`)).body;
    const fault = failing(platform);
    for (let failures = 1; failures <= 4; failures += 1) {
      expect((await refresh()).status).toBe(502);
      expect((await status()).status).toBe('active');
    }
    const { lastErrorAt, lastErrorMessage } = await status();
    expect(Date.now() - Date.parse(lastErrorAt)).toBeLessThan(10_000);
    expect(lastErrorMessage).not.toContain('upstream-words');
    expect(await actions(connectionId)).toEqual(['connection.connected']);

    expect((await refresh()).status).toBe(502);
    expect((await status()).status).toBe('error');
    await refresh();
    expect(await actions(connectionId)).toEqual(['connection.connected', 'connection.failing']);

    fault.remove();
    expect((await refresh()).status).toBe(200);
    expect((await status()).status).toBe('active');
    expect(await actions(connectionId)).toEqual([
      'connection.connected',
      'connection.failing',
      'connection.recovered',
    ]);
  });

  it('a success in between begins the count again', async () => {
    const { connectionId } = await connect(owner, platform, account);
    const refresh = () => owner.post(`/api/integrations/${connectionId}/schema/refresh`, {});
    const before = (await actions(connectionId)).length;
    for (let round = 1; round <= 2; round += 1) {
      const fault = failing(platform);
      for (let failures = 1; failures <= 4; failures += 1) await refresh();
      fault.remove();
      expect((await refresh()).status).toBe(200);
    }
    expect((await actions(connectionId)).slice(before)).toEqual([]);
  });

  it('many callers of one failed refresh are one failure', async () => {
    const { connectionId } = await connect(owner, platform, account);
    failing(platform);
    t.crms.setLatency(400);
    const path = `/api/integrations/${connectionId}/schema/refresh`;
    const answers = await together(12, () => owner.post(path, {}));
    t.crms.setLatency(0);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([502]));
    const { body } = await owner.get(`/api/integrations/${connectionId}/status`);
    expect(body.status).toBe('active');
  });
});
