/** The one stream of the web application: what it tells, to whom, and when it ends. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../test/client.ts';
import { connect } from '../../../test/connect.ts';
import { onPostgres } from '../../../test/database.ts';
import { type EventReader, openEvents } from '../../../test/event-reader.ts';
import { startTestApp, type TestApp } from '../../../test/harness.ts';
import { until } from '../../../test/integrations.ts';
import { addOrganization } from '../../../test/organizations.ts';

let t: TestApp;
const readers: EventReader[] = [];
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close();
});

async function open(client: Client): Promise<EventReader> {
  const reader = await openEvents(t.url, client);
  readers.push(reader);
  return reader;
}

describe('the stream', () => {
  it('tells of connections and schemas to those who may see them, in that organization alone', async () => {
    const owner = await t.signIn('owner');
    const stranger = await (await addOrganization(t)).signIn();
    const [own, viewer, portal, other] = await Promise.all([
      open(owner),
      open(await t.signIn('viewer')),
      open(await t.signIn('portal')),
      open(stranger),
    ]);
    expect(own.text()).toMatch(/^retry: 2000\n\n/);
    const { connectionId } = await connect(owner, 'salesforce', 'partners');
    expect(await own.heard('connection.changed')).toEqual({ connectionId });
    await owner.post(`/api/integrations/${connectionId}/schema/refresh`);
    expect(await own.heard('schema.refreshed')).toEqual({ connectionId });
    expect(await viewer.heard('schema.refreshed')).toEqual({ connectionId });
    // Told in order: what came to one has passed the others.
    expect(portal.events()).toEqual([]);
    expect(other.events()).toEqual([]);
  });

  it('tells nothing of what was rolled back', async () => {
    const owner = await t.signIn('owner');
    const reader = await open(owner);
    const { tellEvent } = await import('./index.ts');
    const { session } = (await owner.get('/api/auth/session')).body;
    const scope = {
      organizationId: session.organization.id,
      actor: { kind: 'system' as const, name: 'test' },
    };
    const [undone, done] = [
      '019a5c2e-7d1b-7c3a-9f00-000000000001',
      '019a5c2e-7d1b-7c3a-9f00-000000000002',
    ];
    const tell = (connectionId: string, fails: boolean) =>
      t.db.database.withOrganization(scope, async (tx) => {
        await tellEvent(tx, { name: 'connection.changed', data: { connectionId } });
        if (fails) throw new Error('undone');
      });
    await expect(tell(undone, true)).rejects.toThrow('undone');
    await tell(done, false);
    expect(await reader.heard('connection.changed')).toEqual({ connectionId: done });
    expect(reader.text()).not.toContain(undone);
  });

  it('is refused beyond five in a session, not in another', async () => {
    const owner = await t.signIn('owner');
    for (let count = 0; count < 5; count += 1) expect((await open(owner)).status).toBe(200);
    const sixth = await owner.get('/api/events');
    expect([sixth.status, sixth.body.code]).toEqual([429, 'rate_limited']);
    expect(sixth.headers.get('retry-after')).toBe('30');
    expect((await open(await t.signIn('owner'))).status).toBe(200);
  });

  it('is not kept open for HEAD, which nobody reads', async () => {
    const owner = await t.signIn('owner');
    for (let count = 0; count < 6; count += 1) {
      expect((await owner.request('HEAD', '/api/events')).status).toBe(200);
    }
    expect((await open(owner)).status).toBe(200);
  });

  it('holds no connection of the database while it waits', async () => {
    const owner = await t.signIn('owner');
    for (let sessions = 0; sessions < 4; sessions += 1) {
      const client = await t.signIn('owner');
      await Promise.all([open(client), open(client), open(client)]);
    }
    expect((await owner.get('/api/audit-log')).status).toBe(200);
  });
});

describe('authority', () => {
  /** The stream of a fresh session, after a change of what the session may. */
  async function afterChange(role: 'member' | 'viewer', change: string): Promise<EventReader> {
    const client = await t.signIn(role);
    const reader = await open(client);
    const { session } = (await client.get('/api/auth/session')).body;
    await t.db.asOwner(change, [session.user.id]);
    return reader;
  }

  it('that is lost ends the stream within five seconds: the session', async () => {
    const client = await t.signIn('admin');
    const [reader, bystander] = [await open(client), await open(await t.signIn('admin'))];
    const startedAt = performance.now();
    await client.post('/api/auth/sign-out');
    await reader.ended();
    expect(performance.now() - startedAt).toBeLessThan(5500);
    expect(reader.events()).toEqual([{ event: 'session.changed', data: {} }]);
    expect(bystander.events()).toEqual([]);
  });

  it('that changes ends it: the role, the membership', async () => {
    const role = await afterChange(
      'viewer',
      `update members set role = 'member' where user_id = $1`,
    );
    await role.ended();
    expect(role.events()).toEqual([{ event: 'session.changed', data: {} }]);
    const gone = await afterChange('member', 'delete from members where user_id = $1');
    await gone.ended();
    expect(gone.events()).toEqual([{ event: 'session.changed', data: {} }]);
  });

  it('that cannot be looked up ends it', async () => {
    const reader = await open(await t.signIn('owner'));
    const { database } = t.db;
    const { lookUp } = database;
    database.lookUp = () => Promise.reject(new Error('away'));
    await reader.ended();
    database.lookUp = lookUp;
  });
});

describe.runIf(onPostgres)('between processes', () => {
  const tellFromElsewhere = (organizationId: string, connectionId: string) =>
    t.db.asOwner(`select pg_notify('partneros_events', $1)`, [
      JSON.stringify({
        name: 'connection.changed',
        data: { connectionId },
        organizationId,
        userId: null,
      }),
    ]);

  it('events travel, and a broken listener ends the streams and listens again', async () => {
    const owner = await t.signIn('owner');
    const { session } = (await owner.get('/api/auth/session')).body;
    const connectionId = '019a5c2e-7d1b-7c3a-9f00-000000000003';
    const reader = await open(owner);
    await tellFromElsewhere(session.organization.id, connectionId);
    expect(await reader.heard('connection.changed')).toEqual({ connectionId });
    await t.db.asOwner(`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'partneros-listen' and datname = current_database()`);
    await reader.ended();
    await until('it listens again', async () => {
      const [row] = await t.db.asOwner(`select count(*)::int as listeners from pg_stat_activity
        where application_name = 'partneros-listen' and datname = current_database()
          and query ilike 'listen%'`);
      return row?.listeners === 1;
    });
    const again = await open(owner);
    await tellFromElsewhere(session.organization.id, connectionId);
    expect(await again.heard('connection.changed')).toEqual({ connectionId });
  });
});

describe('the end of the program', () => {
  it('ends the stream at once, and the client was told when to come back', async () => {
    const other = await startTestApp();
    const reader = await openEvents(other.url, await other.signIn('owner'));
    const startedAt = performance.now();
    const closed = other.close();
    await reader.ended();
    expect(performance.now() - startedAt).toBeLessThan(3000);
    expect(reader.text()).toMatch(/^retry: 2000\n\n/);
    await closed;
  });
});
