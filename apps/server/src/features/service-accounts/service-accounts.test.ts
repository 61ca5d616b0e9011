/** Programs with a bearer token: what lets them in, what they may do, what ends them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, createClient } from '../../../test/client.ts';
import { startTestApp, type TestApp } from '../../../test/harness.ts';
import { type AddedOrganization, addOrganization } from '../../../test/organizations.ts';
import { testPassword } from '../../../test/secrets.ts';
import { newId } from '../../kernel/ids.ts';
import { addMember, ensureUser } from '../identity/index.ts';

let t: TestApp;
let owner: Client;
beforeAll(async () => {
  t = await startTestApp();
  owner = await t.signIn('owner');
  await switchTo(owner, true);
});
afterAll(() => t.close());

const path = '/api/service-accounts';
const switchTo = (client: Client, enabled: boolean) =>
  client.put('/api/service-account-settings', { enabled });
const wish = (permissions: string[]) => ({
  name: `Sync ${newId()}`,
  permissions,
  expiresInDays: 30,
});

async function make(client: Client, ...permissions: string[]) {
  const answer = await client.post(path, wish(permissions));
  expect(answer.status, answer.text).toBe(200);
  const { serviceAccount, token } = answer.body;
  return { id: String(serviceAccount.id), token: String(token), name: serviceAccount.name };
}

const withToken = (token: string, headers: Record<string, string> = {}) => ({
  headers: { authorization: `Bearer ${token}`, ...headers },
});
const statusWith = async (token: string, address = '/api/integrations') =>
  (await t.signedOut().get(address, withToken(token))).status;

/** A further member of an organization, signed in. */
async function addPerson(organization: AddedOrganization, role: 'admin' | 'member') {
  const email = `${newId()}@people.example`;
  const user = { name: 'Pat Person', email, password: testPassword };
  const userId = await ensureUser(t.app.database, t.app.identity.auth, user);
  await addMember(t.app.database, organization.id, { userId, role });
  const client = createClient(t.url);
  await client.post('/api/auth/sign-in/email', { email, password: testPassword });
  return { userId, client };
}

describe('a service account', () => {
  it('is let in only while an Owner has switched service accounts on', async () => {
    const organization = await addOrganization(t);
    const client = await organization.signIn();
    const before = await client.post(path, wish(['connection.read']));
    expect(before.body.code).toBe('prerequisite_missing');
    const { client: admin } = await addPerson(organization, 'admin');
    expect((await switchTo(admin, true)).body.code).toBe('forbidden');
    expect((await switchTo(client, true)).body).toEqual({ settings: { enabled: true } });
    const { token } = await make(client, 'connection.read');
    expect(await statusWith(token)).toBe(200);
    await switchTo(client, false);
    expect(await statusWith(token)).toBe(401);
    await switchTo(client, true);
    expect(await statusWith(token)).toBe(200);
  });

  it('does what its permissions allow, and nothing else', async () => {
    const { token } = await make(owner, 'connection.read');
    expect(await statusWith(token)).toBe(200);
    const refused = await t.signedOut().get('/api/audit-log', withToken(token));
    expect(refused.body.code).toBe('forbidden');
  });

  it('is nobody in person: what is a person’s own is refused', async () => {
    const { token } = await make(owner, 'connection.read', 'connection.connect', 'security.write');
    const client = t.signedOut();
    for (const [method, address, body] of [
      ['GET', '/api/auth/session', undefined],
      ['POST', '/api/auth/sign-out', {}],
      ['POST', '/api/integrations/hubspot/authorize', { environment: 'demo' }],
      ['PUT', '/api/service-account-settings', { enabled: false }],
    ] as const) {
      const answer = await client.request(method, address, { body, ...withToken(token) });
      expect(answer.body.code, address).toBe('forbidden');
    }
  });

  it('sees its own organization alone', async () => {
    const stranger = await (await addOrganization(t)).signIn();
    await switchTo(stranger, true);
    const theirs = await make(stranger, 'service_account.read');
    const listed = await t.signedOut().get(path, withToken(theirs.token));
    expect(listed.body.serviceAccounts.map(({ id }: { id: string }) => id)).toEqual([theirs.id]);
  });

  it('is named in the audit log as what it is', async () => {
    const { id, token, name } = await make(owner, 'connection.read');
    await t.signedOut().get('/api/audit-log', withToken(token));
    const { body } = await owner.get(`/api/audit-log?actor=${id}`);
    expect(body.entries).toEqual([
      expect.objectContaining({
        actor: { kind: 'service', id, name },
        action: 'request.refused',
        outcome: 'refused',
        details: { operation: 'listAuditLog', code: 'forbidden' },
      }),
    ]);
  });

  it('is counted by itself', async () => {
    const { id, token } = await make(owner, 'connection.read');
    await statusWith(token);
    const rows = await t.db.asOwner('select key from rate_limits where key = $1', [
      `read:service:${id}`,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('tells when it was last used, written at most once a minute', async () => {
    const { id, token } = await make(owner, 'connection.read');
    const lastUsed = async (): Promise<string | null> => {
      const { body } = await owner.get(`${path}?limit=200`);
      return body.serviceAccounts.find((one: { id: string }) => one.id === id).lastUsedAt;
    };
    expect(await lastUsed()).toBeNull();
    await statusWith(token);
    const first = await lastUsed();
    expect(Date.now() - Date.parse(first ?? '')).toBeLessThan(30_000);
    await statusWith(token);
    expect(await lastUsed()).toBe(first);
    const earlier = `update service_accounts set last_used_at = now() - interval '61 seconds' where id = $1`;
    await t.db.asOwner(earlier, [id]);
    await statusWith(token);
    expect(Date.now() - Date.parse((await lastUsed()) ?? '')).toBeLessThan(30_000);
  });
});

describe('a token', () => {
  it('is shown once and kept hashed', async () => {
    const { token } = await make(owner, 'connection.read');
    expect(token).toMatch(/^pos_[\w-]{43}$/);
    for (const table of ['service_accounts', 'audit_log', 'idempotency_keys', 'rate_limits']) {
      const rows = await t.db.asOwner(`select 1 from ${table} x where x::text like $1`, [
        `%${token.slice(4)}%`,
      ]);
      expect(rows, table).toEqual([]);
    }
    expect((await owner.get(path)).text).not.toContain(token);
    expect(t.logLines.join('\n')).not.toContain(token);
  });

  it('together with a cookie is nobody', async () => {
    const { token } = await make(owner, 'connection.read');
    const both = await owner.get('/api/integrations', withToken(token));
    expect(both.body.code).toBe('unauthorized');
    const planted = { cookie: 'theme=dark; session_token=x' };
    const other = await t.signedOut().get('/api/integrations', withToken(token, planted));
    expect(other.status).toBe(401);
  });

  it('beside another site’s Origin is refused, as a cookie is', async () => {
    const { token } = await make(owner, 'mapping.suggest');
    const headers = withToken(token, { origin: 'https://evil.example' });
    const target = `/api/integrations/${newId()}/mapping/ai-suggest`;
    const answer = await t.signedOut().post(target, {}, headers);
    expect(answer.body.code).toBe('forbidden_origin');
  });

  it('that is made up, cut, or of another scheme is nobody', async () => {
    const { token } = await make(owner, 'connection.read');
    for (const value of [`pos_${'A'.repeat(43)}`, token.slice(0, -1), `${token}x`, 'pos_', 'x']) {
      expect(await statusWith(value), value).toBe(401);
    }
    const basic = await t
      .signedOut()
      .get('/api/integrations', { headers: { authorization: `Basic ${token}` } });
    expect(basic.status).toBe(401);
  });

  it('ends with its time', async () => {
    const { id, token } = await make(owner, 'connection.read');
    await t.db.asOwner(`update service_accounts set expires_at = now() where id = $1`, [id]);
    expect(await statusWith(token)).toBe(401);
  });

  it('ends at once when another takes its place, and when the account is revoked', async () => {
    const { id, token } = await make(owner, 'connection.read');
    const rotated = await owner.post(`${path}/${id}/tokens`, { expiresInDays: 1 });
    expect(await statusWith(token)).toBe(401);
    expect(await statusWith(rotated.body.token)).toBe(200);
    expect((await owner.delete(`${path}/${id}`)).body).toEqual({ success: true });
    expect(await statusWith(rotated.body.token)).toBe(401);
    const { body } = await owner.get(`/api/audit-log?target=${id}`);
    expect(body.entries.map(({ action }: { action: string }) => action)).toEqual([
      'service_account.revoked',
      'service_account.token_rotated',
      'service_account.created',
    ]);
  });
});

describe('whoever makes one', () => {
  it('grants nothing that they lack, nor takes over what may do more than they', async () => {
    const admin = await t.signIn('admin');
    const refused = await admin.post(path, wish(['connection.read', 'security.write']));
    expect(refused.body.error).toBe('Your role does not allow this for others: security.write.');
    const { id } = await make(owner, 'security.write');
    const taken = await admin.post(`${path}/${id}/tokens`, { expiresInDays: 1 });
    expect(taken.body.code).toBe('forbidden');
  });

  it('grants nothing for everybody that they hold for their own rows', async () => {
    const organization = await addOrganization(t);
    await switchTo(await organization.signIn(), true);
    const { userId, client } = await addPerson(organization, 'member');
    const roleId = newId();
    await t.db.asOwner(
      `insert into roles (id, organization_id, name, grants) values ($1, $2, 'Own', $3)`,
      [
        roleId,
        organization.id,
        ['service_account.write', 'partner.read:own', 'contact.read:all', 'drift.read'],
      ],
    );
    await t.db.asOwner(`update members set role = 'custom', role_id = $1 where user_id = $2`, [
      roleId,
      userId,
    ]);
    expect((await client.post(path, wish(['partner.read']))).body.code).toBe('forbidden');
    await make(client, 'contact.read', 'drift.read');
  });

  it('may leave or lose their role without breaking it, and can no longer manage it', async () => {
    const organization = await addOrganization(t);
    await switchTo(await organization.signIn(), true);
    const { userId, client } = await addPerson(organization, 'admin');
    const { id, token } = await make(client, 'connection.read');
    await t.db.asOwner(`update members set role = 'viewer' where user_id = $1`, [userId]);
    expect(await statusWith(token)).toBe(200);
    expect((await client.delete(`${path}/${id}`)).body.code).toBe('forbidden');
    await t.db.asOwner('delete from members where user_id = $1', [userId]);
    expect(await statusWith(token)).toBe(200);
  });

  it('chooses another name than those that are taken', async () => {
    const { name } = await make(owner, 'connection.read');
    const answer = await owner.post(path, { ...wish(['connection.read']), name });
    expect(answer.body.code).toBe('duplicate');
  });
});
