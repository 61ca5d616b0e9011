/** Who is told what, by which way, and how often. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../test/client.ts';
import { connect } from '../../../test/connect.ts';
import { openEvents } from '../../../test/event-reader.ts';
import { startTestApp, type TestApp } from '../../../test/harness.ts';
import { until } from '../../../test/integrations.ts';
import { addOrganization } from '../../../test/organizations.ts';
import type { Clock } from '../../kernel/clock.ts';

let t: TestApp;
/** Set off from the real time. */
let offset = 0;
const clock: Clock = { now: () => new Date(Date.now() + offset) };

beforeAll(async () => {
  // Nine in the morning, whenever the test runs.
  const morning = new Date();
  morning.setUTCHours(9, 0, 0, 0);
  offset = morning.getTime() - Date.now();
  t = await startTestApp({ clock });
});
afterAll(() => t.close());

const listed = async (client: Client, query = '') =>
  (await client.get(`/api/notifications${query}`)).body;
const choose = (client: Client, kind: string, inApp: boolean, mail: string) =>
  client.put('/api/notifications/preferences', { preferences: [{ kind, inApp, mail }] });
const mailsTo = (role: string) => t.mails.filter(({ to }) => to === `${role}@demo.example`);

let made = 0;

async function connected(owner: Client) {
  const org = t.crms.salesforce.addOrg({ key: `notified-${(made += 1)}` });
  const { connectionId } = await connect(owner, 'salesforce', org.key);
  return { org, connectionId, path: `/api/integrations/${connectionId}` };
}

/** A connection whose grant the CRM has withdrawn, and that has noticed. */
async function loseGrant(owner: Client): Promise<string> {
  const { org, connectionId, path } = await connected(owner);
  org.expireAccessTokens();
  const then = { kind: 'status', status: 400, body: { error: 'invalid_grant' } } as const;
  t.crms.faults.add({ match: { call: 'token', accountId: org.id }, then });
  const answer = await owner.get(`${path}/objects`);
  expect(answer.status, t.logLines.filter((line) => line.includes('failed')).join()).toBe(422);
  return connectionId;
}

describe('a connection that needs a person', () => {
  it('is told at once to those who may connect, in the application and by mail', async () => {
    const owner = await t.signIn('owner');
    const events = await openEvents(t.url, owner);
    const connectionId = await loseGrant(owner);
    const { notifications, unreadCount } = await listed(owner);
    expect(unreadCount).toBe(1);
    expect(notifications[0]).toMatchObject({
      kind: 'connection_needs_attention',
      title: 'The Salesforce connection needs you',
      path: `/settings/integrations/${connectionId}`,
      readAt: null,
    });
    expect(await events.heard('notification')).toEqual({ notificationId: notifications[0].id });
    events.close();
    for (const role of ['owner', 'admin']) {
      const mail = await t.mailTo(`${role}@demo.example`);
      expect(mail.subject).toBe('The Salesforce connection needs you');
      expect(mail.text).toContain(`${t.url}/settings/integrations/${connectionId}`);
    }
    for (const role of ['member', 'viewer'] as const) {
      expect((await listed(await t.signIn(role))).notifications).toEqual([]);
      expect(mailsTo(role)).toEqual([]);
    }
    const stranger = await (await addOrganization(t)).signIn();
    expect((await listed(stranger)).notifications).toEqual([]);
  });

  it('is told as each person chose', async () => {
    const [owner, admin] = [await t.signIn('owner'), await t.signIn('admin')];
    await choose(owner, 'connection_needs_attention', true, 'off');
    await choose(admin, 'connection_needs_attention', false, 'at_once');
    const before = [mailsTo('owner').length, mailsTo('admin').length];
    const inApp = (await listed(admin)).notifications.length;
    await loseGrant(owner);
    await until('the mail comes', () => mailsTo('admin').length > (before[1] ?? 0));
    expect((await listed(admin)).notifications).toHaveLength(inApp);
    expect((await listed(owner)).unreadCount).toBe(2);
    expect(mailsTo('owner')).toHaveLength(before[0] ?? 0);
  });
});

describe('drift', () => {
  it('of a mapped field is told to those who map, of any other field to nobody', async () => {
    const owner = await t.signIn('owner');
    const { org, connectionId, path } = await connected(owner);
    const refresh = async () => {
      const answer = await owner.post(`${path}/schema/refresh`);
      expect(answer.status, answer.text).toBe(200);
      return answer.body.drift.length;
    };
    await refresh();
    const pair = {
      partnerosField: 'accountName',
      crmField: 'Name',
      direction: 'to_crm',
      transform: null,
      valueMap: [],
      onConflict: 'newest_wins',
      onBlank: 'keep',
    };
    const put = await owner.put(
      `${path}/mappings/deal_registration--Opportunity`,
      { pairs: [pair], rejected: [] },
      { headers: { 'if-match': '"0"' } },
    );
    expect(put.status, put.text).toBe(200);
    const before = (await listed(owner)).notifications.length;
    org.changeField('Opportunity', 'NextStep', { label: 'Step' });
    expect(await refresh()).toBe(1);
    expect((await listed(owner)).notifications).toHaveLength(before);
    org.changeField('Opportunity', 'Name', { label: 'Title' });
    expect(await refresh()).toBe(1);
    expect((await listed(owner)).notifications[0]).toMatchObject({
      kind: 'schema_drift',
      title: 'Salesforce changed a mapped field',
      text: 'Changed: Opportunity.Name. Check the mapping before data is written.',
      path: `/settings/integrations/${connectionId}/schema`,
    });
    expect((await listed(await t.signIn('member'))).notifications).toEqual([]);
  });
});

describe('the daily mail', () => {
  const run = async () => {
    const [{ id } = {}] = await t.db.asOwner(
      `insert into pgboss.job (name, data) values ('notifications.send-digests', '{}') returning id`,
    );
    await until('the job is done', async () => {
      const [row] = await t.db.asOwner('select state from pgboss.job where id = $1', [id]);
      return row?.state === 'completed';
    });
  };

  /** Others may still be on their way. */
  const digests = () =>
    mailsTo('owner').filter(({ subject }) => subject.endsWith('since yesterday'));

  it('comes once a day with everything since, and not again however often it is run', async () => {
    const owner = await t.signIn('owner');
    await choose(owner, 'connection_needs_attention', true, 'daily');
    await t.db.asOwner('update notifications set for_digest = false');
    const before = digests().length;
    await loseGrant(owner);
    await run();
    await until('it comes', () => digests().length === before + 1);
    const [mail] = digests().slice(-1);
    expect(mail?.subject).toMatch(/: 1 thing since yesterday$/);
    expect(mail?.text).toContain('• The Salesforce connection needs you');
    await loseGrant(owner);
    await run();
    await run();
    expect(digests()).toHaveLength(before + 1);
    await t.db.asOwner(`update notification_digests set day = '2026-01-01'`);
    await run();
    await until('the next comes', () => digests().length === before + 2);
  });

  it('waits for the morning', async () => {
    const owner = await t.signIn('owner');
    await choose(owner, 'connection_needs_attention', true, 'daily');
    const before = digests().length;
    await t.db.asOwner(`update notification_digests set day = '2026-01-01'`);
    await t.db.asOwner('update notifications set for_digest = true');
    offset -= 3 * 3600_000;
    await run();
    offset += 3 * 3600_000;
    expect(digests()).toHaveLength(before);
    await run();
    await until('it comes', () => digests().length === before + 1);
  });
});

describe('reading', () => {
  it('marks one or all, for this person alone, and lists the unread', async () => {
    const [owner, admin] = [await t.signIn('owner'), await t.signIn('admin')];
    const [first] = (await listed(owner)).notifications;
    const unread = (await listed(owner)).unreadCount;
    const adminsUnread = (await listed(admin)).unreadCount;
    expect((await owner.post(`/api/notifications/${first.id}/read`)).body).toEqual({
      success: true,
    });
    const readAt = (await listed(owner)).notifications[0].readAt;
    expect(readAt).not.toBeNull();
    await owner.post(`/api/notifications/${first.id}/read`);
    expect((await listed(owner)).notifications[0].readAt).toBe(readAt);
    expect((await admin.post(`/api/notifications/${first.id}/read`)).status).toBe(404);
    const left = await listed(owner, '?unread=true');
    expect([left.notifications.length, left.unreadCount]).toEqual([unread - 1, unread - 1]);
    await owner.post('/api/notifications/read-all');
    expect(await listed(owner, '?unread=true')).toMatchObject({
      notifications: [],
      unreadCount: 0,
    });
    expect((await listed(admin)).unreadCount).toBe(adminsUnread);
  });

  it('pages with a cursor', async () => {
    const owner = await t.signIn('owner');
    const all = (await listed(owner)).notifications;
    const page = await listed(owner, '?limit=1');
    expect(page.notifications).toEqual(all.slice(0, 1));
    const next = await listed(owner, `?limit=1&cursor=${page.nextCursor}`);
    expect(next.notifications).toEqual(all.slice(1, 2));
  });
});

describe('preferences', () => {
  it('show the kinds that one’s role is told of, and replace as a whole', async () => {
    const [owner, viewer] = [await t.signIn('owner'), await t.signIn('viewer')];
    const kindsOf = async (client: Client) =>
      (await client.get('/api/notifications/preferences')).body.preferences.map(
        ({ kind }: { kind: string }) => kind,
      );
    expect(await kindsOf(owner)).toContain('service_account_created');
    expect(await kindsOf(viewer)).toEqual(['role_changed', 'export_ready']);
    await choose(owner, 'schema_drift', false, 'off');
    const answer = await choose(owner, 'member_joined', false, 'at_once');
    const chosen = new Map(answer.body.preferences.map((one: { kind: string }) => [one.kind, one]));
    expect(chosen.get('schema_drift')).toMatchObject({ inApp: true, mail: 'daily' });
    expect(chosen.get('member_joined')).toMatchObject({ inApp: false, mail: 'at_once' });
    const twice = { kind: 'schema_drift', inApp: true, mail: 'off' };
    const refused = await owner.put('/api/notifications/preferences', {
      preferences: [twice, twice],
    });
    expect(refused.body.code).toBe('validation_failed');
  });

  it('are for members: portal users get none, and without an organization there are none', async () => {
    const portal = await t.signIn('portal');
    const paths = ['/api/notifications', '/api/notifications/preferences'];
    for (const path of paths) expect((await portal.get(path)).body.code).toBe('forbidden');
    expect((await choose(portal, 'export_ready', true, 'off')).body.code).toBe('forbidden');
  });
});
