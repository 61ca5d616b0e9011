/** Reading a schema anew: what is asked of the CRM, what is answered, and what others get of it. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type Platform } from '../../../test/connect.ts';
import { startTestApp } from '../../../test/harness.ts';
import { connectionRow, together, until } from '../../../test/integrations.ts';

const t = await startTestApp({ environment: { ROLE: 'web' } });
afterAll(() => t.close());
const owner = await t.signIn('owner');
const { salesforce, hubspot } = t.crms;
let made = 0;

beforeEach(() => {
  t.crms.faults.clear();
  t.crms.setLatency(0);
});

async function connectedOrg(flavour: 'bare' | 'partners' = 'bare') {
  const org = salesforce.addOrg({ key: `org-${(made += 1)}`, flavour });
  const { connectionId } = await connect(owner, 'salesforce', org.key);
  return { side: org, connectionId, path: `/api/integrations/${connectionId}/schema` };
}

async function connectedPortal(flavour: 'ordinary' | 'partners' = 'ordinary') {
  const portal = hubspot.addPortal({ key: `portal-${(made += 1)}`, flavour });
  const { connectionId } = await connect(owner, 'hubspot', portal.key);
  return { side: portal, connectionId, path: `/api/integrations/${connectionId}/schema` };
}

function connected(platform: Platform) {
  return platform === 'salesforce' ? connectedOrg() : connectedPortal();
}

const readCall = { salesforce: 'describe', hubspot: 'schema' } as const;

async function objectTypes(path: string): Promise<string[]> {
  const { objects } = (await owner.get(path)).body;
  return objects.map((each: { objectType: string }) => each.objectType);
}

describe.each([
  ['salesforce', ['Account', 'Contact', 'Lead', 'Opportunity'], 'Campaign'],
  ['hubspot', ['companies', 'contacts', 'deals'], 'tickets'],
] as const)('a refresh at %s', (platform, defaults, another) => {
  it('reads the default objects, counts them, and tells no drift the first time', async () => {
    const { path, connectionId } = await connected(platform);
    const { status, body } = await owner.post(`${path}/refresh`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, drift: [], skipped: [] });
    expect(body.objects.map((each: { objectType: string }) => each.objectType)).toEqual(defaults);
    const counts = body.objects.map((each: { fieldCount: number }) => each.fieldCount);
    expect(Math.min(...counts)).toBeGreaterThan(5);
    expect(body.totalFields).toBe(counts.reduce((sum: number, one: number) => sum + one, 0));
    const { schemaStats } = (await owner.get(`/api/integrations/${connectionId}/status`)).body;
    expect(schemaStats).toMatchObject({
      objectCount: defaults.length,
      totalFields: body.totalFields,
    });
  });

  it('of what has not changed makes at most one call an object, and gives the same answer', async () => {
    const { path, side } = await connected(platform);
    const first = await owner.post(`${path}/refresh`, {});
    const before = (await owner.get(path)).body.objects;
    // A describe is told “not modified” from the next second on.
    t.crms.clock.advance(2000);
    t.crms.requests.clear();
    const again = await owner.post(`${path}/refresh`, {});
    expect(again.body).toEqual(first.body);
    const calls = t.crms.requests.list({ accountId: side.id });
    expect(calls).toHaveLength(defaults.length);
    if (platform === 'salesforce') {
      expect(new Set(calls.map(({ status }) => status))).toEqual(new Set([304]));
    }
    const after = (await owner.get(path)).body.objects;
    for (const [index, object] of after.entries()) {
      expect(object.schemaHash).toBe(before[index].schemaHash);
      expect(Date.parse(object.discoveredAt)).toBeGreaterThan(
        Date.parse(before[index].discoveredAt),
      );
    }
  });

  it('adds the objects that are named, once and for all', async () => {
    const { path, connectionId } = await connected(platform);
    const body = { objectTypes: [another] };
    const { body: first } = await owner.post(`${path}/refresh`, body);
    if (first.skipped.length > 0) {
      // What this grant may not read is told, and was asked for.
      expect(first.skipped[0].objectType).toBe(another);
    } else {
      expect(await objectTypes(path)).toContain(another);
    }
    t.crms.requests.clear();
    await owner.post(`${path}/refresh`, {});
    const asked = t.crms.requests.list({ call: readCall[platform] }).map((each) => each.path);
    expect(asked.filter((each) => each.includes(another))).toHaveLength(1);
    const row = await connectionRow(t.db, connectionId);
    expect([...Object(row['object_types'])].sort()).toEqual([...defaults, another].sort());
  });

  it('takes up to fifty names, each an API name, and nothing else', async () => {
    const { path } = await connected(platform);
    t.crms.requests.clear();
    const names = Array.from({ length: 51 }, (_each, index) => `Made_Up_${index}__c`);
    for (const objectTypesAsked of [names, [], ['../../x'], ['a b'], [1], 'Account', null]) {
      const answer = await owner.post(`${path}/refresh`, { objectTypes: objectTypesAsked });
      expect(answer.status).toBe(400);
    }
    expect((await owner.post(`${path}/refresh`, { objects: ['Account'] })).status).toBe(400);
    expect(t.crms.requests.count()).toBe(0);
    const most = await owner.post(`${path}/refresh`, { objectTypes: names.slice(0, 50) });
    expect(most.status).toBe(200);
    expect(most.body.skipped).toHaveLength(50);
  });

  it('two at once share one discovery and its result', async () => {
    const { path } = await connected(platform);
    t.crms.setLatency(80);
    t.crms.requests.clear();
    const answers = await together(2, () => owner.post(`${path}/refresh`, {}));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[0]?.body).toEqual(answers[1]?.body);
    expect(t.crms.requests.count({ call: readCall[platform] })).toBe(defaults.length);
  });

  it('that asks for more than the running one reads on after it', async () => {
    const { path } = await connected(platform);
    t.crms.setLatency(80);
    const running = owner.post(`${path}/refresh`, {});
    await until(
      'it runs',
      async () =>
        (await t.db.asOwner(`select 1 from schema_refreshes where state = 'running'`)).length > 0,
    );
    const more = await owner.post(`${path}/refresh`, { objectTypes: ['Elsewhere__c'] });
    expect((await running).body.skipped).toEqual([]);
    expect(more.body.skipped).toMatchObject([{ objectType: 'Elsewhere__c' }]);
  });

  it('of a run whose process died is taken over when its lease has lapsed', async () => {
    const { path, connectionId } = await connected(platform);
    await owner.post(`${path}/refresh`, {});
    await t.db.asOwner(
      `update schema_refreshes set state = 'running', result = null, finished_at = null,
        lease_until = now() + interval '1 second' where connection_id = $1`,
      [connectionId],
    );
    const from = performance.now();
    const answer = await owner.post(`${path}/refresh`, {});
    expect(answer.status).toBe(200);
    expect(performance.now() - from).toBeGreaterThan(700);
    const rows = await t.db.asOwner('select state from schema_refreshes where connection_id = $1', [
      connectionId,
    ]);
    expect(rows).toEqual([{ state: 'done' }]);
  });

  it('is for those who may, and for connections of their own', async () => {
    const { path } = await connected(platform);
    t.crms.requests.clear();
    expect((await (await t.signIn('viewer')).post(`${path}/refresh`, {})).status).toBe(403);
    expect((await t.signedOut().post(`${path}/refresh`, {})).status).toBe(401);
    const unknown = '/api/integrations/01890000-0000-7000-8000-000000000000/schema/refresh';
    expect((await owner.post(unknown, {})).status).toBe(404);
    expect(t.crms.requests.count()).toBe(0);
    expect((await (await t.signIn('member')).post(`${path}/refresh`, {})).status).toBe(200);
  });
});

describe('an object', () => {
  it.each([
    ['forbidden', 'may not read'],
    ['missing', 'hides it'],
  ] as const)('of Salesforce that is %s is skipped; its old schema stays', async (access, why) => {
    const { path, side } = await connectedOrg('partners');
    await owner.post(`${path}/refresh`, { objectTypes: ['Campaign'] });
    const before = (await owner.get(`${path}?objectType=Campaign`)).body;
    side.setObjectAccess('Campaign', access);
    side.addField('Account', { name: 'New__c', label: 'New', type: 'string', length: 10 });
    t.crms.requests.clear();
    const { status, body } = await owner.post(`${path}/refresh`, {});
    expect(status).toBe(200);
    expect(body.skipped).toEqual([
      { objectType: 'Campaign', reason: expect.stringContaining(why) },
    ]);
    expect(body.drift).toMatchObject([{ objectType: 'Account', field: 'New__c' }]);
    expect((await owner.get(`${path}?objectType=Campaign`)).body).toEqual(before);
    // A refusal is no failure that another try could cure.
    expect(t.crms.requests.count({ path: /Campaign/ })).toBe(1);
  });

  it('of Salesforce that is a default and not there is ignored without a word', async () => {
    const { path, side } = await connectedOrg();
    side.setObjectAccess('Lead', 'missing');
    const { body } = await owner.post(`${path}/refresh`, {});
    expect(body.skipped).toEqual([]);
    expect(await objectTypes(path)).toEqual(['Account', 'Contact', 'Opportunity']);
  });

  it('of Salesforce that is a default and forbidden is told', async () => {
    const { path, side } = await connectedOrg();
    side.setObjectAccess('Lead', 'forbidden');
    const { body } = await owner.post(`${path}/refresh`, {});
    expect(body.skipped).toMatchObject([{ objectType: 'Lead' }]);
  });

  it('of HubSpot’s custom ones goes by its full name', async () => {
    const { path, side } = await connectedPortal('partners');
    const name = `p${side.id}_partner_agreements`;
    const { body } = await owner.post(`${path}/refresh`, { objectTypes: [name, 'p1_unknown'] });
    expect(body.objects.map((each: { objectType: string }) => each.objectType)).toContain(name);
    expect(body.skipped).toMatchObject([{ objectType: 'p1_unknown' }]);
    const one = (await owner.get(`${path}?objectType=${name}`)).body;
    expect(one).toMatchObject({ objectType: name, custom: true });
  });
});

describe('every ten minutes', () => {
  it('connections whose schema is due are queued, others and ended ones are not', async () => {
    const all = await startTestApp();
    try {
      const client = await all.signIn();
      const due = await connect(client, 'salesforce', 'small');
      const ended = await connect(client, 'hubspot', 'aurora');
      await until(
        'both are discovered',
        async () =>
          (await all.db.asOwner('select 1 from connections where last_sync_at is null')).length ===
          0,
      );
      await client.post(`/api/integrations/${ended.connectionId}/disconnect`);
      await all.db.asOwner(
        `update connections set schema_expires_at = now() - interval '1 hour', last_sync_at = null`,
      );
      await all.db.asOwner(
        `insert into pgboss.job (name, data) values ('integrations.refresh-due-schemas', '{}')`,
      );
      await until(
        'the due one is read again',
        async () => (await connectionRow(all.db, due.connectionId))['last_sync_at'] !== null,
        15_000,
      );
      expect((await connectionRow(all.db, ended.connectionId))['last_sync_at']).toBeNull();
    } finally {
      await all.close();
    }
  });
});
