/** Disconnecting: tokens gone on both sides, data kept, calls refused until a person reconnects. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultAction } from '../../../../../simulators/index.ts';
import { connect, type Platform } from '../../../test/connect.ts';
import { startTestApp } from '../../../test/harness.ts';
import { auditOf, connectionRow, openSecret, signInElsewhere } from '../../../test/integrations.ts';

const t = await startTestApp({ environment: { ROLE: 'web' } });
afterAll(() => t.close());
const owner = await t.signIn('owner');
beforeEach(() => t.crms.faults.clear());

function sideOf(platform: Platform, account: string) {
  const { salesforce, hubspot } = t.crms;
  return platform === 'salesforce' ? salesforce.org(account) : hubspot.portal(account);
}

const unhappy: readonly FaultAction[] = [
  { kind: 'server_error' },
  { kind: 'reset', before: true },
  { kind: 'html' },
  { kind: 'rate_limited' },
];

describe.each([
  ['salesforce', 'partners'],
  ['hubspot', 'bluepeak'],
] as const)('a disconnect of %s', (platform, account) => {
  const side = sideOf(platform, account);

  async function connected() {
    const { connectionId } = await connect(owner, platform, account);
    const path = `/api/integrations/${connectionId}`;
    expect((await owner.post(`${path}/schema/refresh`, {})).status).toBe(200);
    return { connectionId, path };
  }

  it('erases the tokens here, revokes them there, and is told', async () => {
    const { connectionId, path } = await connected();
    const refreshToken = await openSecret(t.db, connectionId, 'refresh_token_sealed');
    const living = side.livingGrants();
    t.crms.requests.clear();
    const answer = await owner.post(`${path}/disconnect`);
    expect([answer.status, answer.body]).toEqual([200, { success: true }]);
    expect(await connectionRow(t.db, connectionId)).toMatchObject({
      status: 'disconnected',
      access_token_sealed: null,
      refresh_token_sealed: null,
      access_expires_at: null,
      refresh_lease_until: null,
    });
    expect(side.livingGrants()).toBe(living - 1);
    const [revoke, ...others] = t.crms.requests.list({ call: 'revoke' });
    expect(others).toEqual([]);
    expect(new URLSearchParams(revoke?.body).get('token')).toBe(refreshToken);
    expect((await auditOf(owner, connectionId)).at(-1)).toMatchObject({
      action: 'connection.disconnected',
      outcome: 'done',
      actor: { kind: 'member', name: 'Olivia Owens' },
      details: { platform, accountId: side.id },
    });
    expect((await owner.get(`${path}/status`)).body.status).toBe('disconnected');
  });

  it('again is the same answer and no second deed', async () => {
    const { connectionId, path } = await connected();
    await owner.post(`${path}/disconnect`);
    const row = await connectionRow(t.db, connectionId);
    const lines = (await auditOf(owner, connectionId)).length;
    t.crms.requests.clear();
    const again = await owner.post(`${path}/disconnect`);
    expect([again.status, again.body]).toEqual([200, { success: true }]);
    expect(t.crms.requests.count()).toBe(0);
    expect(await connectionRow(t.db, connectionId)).toEqual(row);
    expect(await auditOf(owner, connectionId)).toHaveLength(lines);
  });

  it('twice at once is one deed', async () => {
    const { connectionId, path } = await connected();
    t.crms.requests.clear();
    const answers = await Promise.all([1, 2].map(() => owner.post(`${path}/disconnect`)));
    expect(answers.map(({ body }) => body)).toEqual([{ success: true }, { success: true }]);
    expect(t.crms.requests.count({ call: 'revoke' })).toBe(1);
    const lines = (await auditOf(owner, connectionId)).map(({ action }) => action);
    expect(lines.at(-1)).toBe('connection.disconnected');
    expect(lines.at(-2)).not.toBe('connection.disconnected');
  });

  it('keeps record, schemas and drift; what needs the CRM says to reconnect', async () => {
    const { path } = await connected();
    const schema = (await owner.get(`${path}/schema`)).body;
    await owner.post(`${path}/disconnect`);
    expect((await owner.get(`${path}/schema`)).body).toEqual(schema);
    expect((await owner.get(`${path}/drift`)).status).toBe(200);
    expect((await owner.get('/api/integrations')).body.connections).toContainEqual(
      (await owner.get(`${path}/status`)).body,
    );
    t.crms.requests.clear();
    for (const [method, name] of [
      ['POST', 'schema/refresh'],
      ['GET', 'objects'],
    ] as const) {
      const answer = await owner.request(method, `${path}/${name}`);
      expect([answer.status, answer.body]).toEqual([
        422,
        { error: 'Reconnect first.', code: 'prerequisite_missing' },
      ]);
    }
    expect(t.crms.requests.count()).toBe(0);
  });

  it.each(unhappy)('succeeds though the CRM fails to revoke (%o)', async (then) => {
    const { connectionId, path } = await connected();
    const fault = t.crms.faults.add({ match: { call: 'revoke' }, then });
    const answer = await owner.post(`${path}/disconnect`);
    expect([answer.status, answer.body, fault.struck]).toEqual([200, { success: true }, 1]);
    expect(await connectionRow(t.db, connectionId)).toMatchObject({
      status: 'disconnected',
      refresh_token_sealed: null,
    });
    expect(t.logLines.join('')).toContain('Revoking failed');
    side.revokeGrant();
  });

  it('of a lost grant has nothing to revoke', async () => {
    const { path } = await connected();
    side.revokeGrant();
    expect((await owner.post(`${path}/schema/refresh`, {})).status).toBe(
      platform === 'salesforce' ? 422 : 502,
    );
    const answer = await owner.post(`${path}/disconnect`);
    expect(answer.body).toEqual({ success: true });
    expect((await owner.get(`${path}/status`)).body.status).toBe('disconnected');
  });

  it('is an Owner’s or Admin’s, in their own organization', async () => {
    const { path } = await connected();
    for (const role of ['member', 'viewer', 'portal'] as const) {
      expect((await (await t.signIn(role)).post(`${path}/disconnect`)).status).toBe(403);
    }
    const elsewhere = await signInElsewhere(t);
    expect((await elsewhere.post(`${path}/disconnect`)).status).toBe(404);
    expect((await owner.get(`${path}/status`)).body.status).toBe('active');
    const admin = await t.signIn('admin');
    expect((await admin.post(`${path}/disconnect`)).body).toEqual({ success: true });
  });

  it('of one connection leaves the others alone', async () => {
    const { path } = await connected();
    const other = await connect(owner, platform, platform === 'salesforce' ? 'small' : 'aurora');
    await owner.post(`${path}/disconnect`);
    const objects = await owner.get(`/api/integrations/${other.connectionId}/objects`);
    expect(objects.status).toBe(200);
  });
});
