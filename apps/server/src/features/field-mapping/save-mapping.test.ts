import type { Mapping, MappingPair } from '@partneros/contract/mapping';
import { afterAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../test/client.ts';
import { connect } from '../../../test/connect.ts';
import { startTestApp } from '../../../test/harness.ts';

const app = await startTestApp();
const owner = await app.signIn('owner');
const { connectionId } = await connect(owner, 'salesforce', 'partners');
const refresh = () => owner.post(`/api/integrations/${connectionId}/schema/refresh`, {});
await refresh();
afterAll(() => app.close());

const nobody = '019a5c2e-7d1b-7c3a-9f00-1b2c3d4e5f60';

function pair(
  partnerosField: string,
  crmField: string,
  direction: MappingPair['direction'] = 'bidirectional',
): MappingPair {
  return {
    partnerosField,
    crmField,
    direction,
    transform: null,
    valueMap: [],
    onConflict: 'crm_wins',
    onBlank: 'keep',
  };
}

const sound = { pairs: [pair('amount', 'Amount'), pair('dealName', 'Name')], rejected: [] };

const path = (objectPair: string, connection = connectionId) =>
  `/api/integrations/${connection}/mappings/${objectPair}`;

function put(objectPair: string, version: number, body: unknown, client: Client = owner) {
  return client.put(path(objectPair), body, { headers: { 'if-match': `"${version}"` } });
}

function confirm(objectPair: string, version: number, client: Client = owner) {
  const headers = { 'if-match': `"${version}"` };
  return client.post(`${path(objectPair)}/confirm`, undefined, { headers });
}

async function read(objectPair: string): Promise<Mapping> {
  return (await owner.get(path(objectPair))).body.mapping;
}

describe('a mapping before it is saved', () => {
  it('is an empty draft of version 0', async () => {
    const answer = await owner.get(path('partner--Account'));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).toBe('"0"');
    expect(answer.body).toEqual({
      mapping: {
        objectPair: 'partner--Account',
        state: 'draft',
        version: 0,
        pairs: [],
        rejected: [],
      },
    });
    expect((await owner.get(`/api/integrations/${connectionId}/mappings`)).body).toEqual({
      mappings: [],
    });
  });

  it('is nowhere with a connection that the organization does not have', async () => {
    expect((await owner.get(path('partner--Account', nobody))).status).toBe(404);
    expect((await owner.get(`/api/integrations/${nobody}/mappings`)).status).toBe(404);
  });

  it.each(['invoice--Account', 'partner', 'partner--', 'partner--A.b'])(
    'cannot be asked for as %s',
    async (objectPair) => {
      const answer = await owner.get(path(objectPair));
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ details: [{ path: 'objectPair' }] });
    },
  );
});

describe('saving', () => {
  const objectPair = 'deal_registration--Opportunity';

  it('keeps what was sent, counts versions and demands the one that was changed', async () => {
    const first = await put(objectPair, 0, sound);
    expect(first.status).toBe(200);
    expect(first.body.mapping).toEqual({ objectPair, state: 'draft', version: 1, ...sound });
    expect(first.headers.get('etag')).toBe('"1"');

    const stale = await put(objectPair, 0, sound);
    expect(stale.status).toBe(409);
    expect(stale.body.code).toBe('version_conflict');
    expect(stale.body.error).toContain('version is now 1');

    const content = { pairs: [pair('amount', 'Amount', 'to_crm')], rejected: [] };
    expect((await put(objectPair, 1, content)).body.mapping.version).toBe(2);
    expect(await read(objectPair)).toEqual({ objectPair, state: 'draft', version: 2, ...content });
    const list = await owner.get(`/api/integrations/${connectionId}/mappings`);
    expect(list.body).toEqual({ mappings: [await read(objectPair)] });
  });

  it.each([undefined, '1', 'W/"1"', '*', '"x"'])('needs a version, not %j', async (version) => {
    const headers = version === undefined ? {} : { 'if-match': version };
    const answer = await owner.put(path(objectPair), sound, { headers });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ details: [{ path: 'If-Match' }] });
  });

  it('tells a version that never was from one that is', async () => {
    const answer = await put('lead--Lead', 3, { pairs: [], rejected: [] });
    expect(answer.status).toBe(409);
    expect(answer.body.error).toContain('version is now 0');
  });

  it('keeps exactly one of several first saves at once, and of several changes', async () => {
    const pairs = ['FirstName', 'LastName', 'Email', 'Phone', 'Title'].map((name) =>
      pair('jobTitle', name, 'to_crm'),
    );
    const bodies = pairs.map((one) => ({ pairs: [one], rejected: [] }));
    for (const version of [0, 1]) {
      const answers = await Promise.all(
        bodies.map((body) => put('contact--Contact', version, body)),
      );
      const statuses = answers.map((answer) => answer.status).sort();
      expect(statuses).toEqual([200, 409, 409, 409, 409]);
      const winner = answers.find((answer) => answer.status === 200);
      expect(await read('contact--Contact')).toEqual(winner?.body.mapping);
      expect(winner?.body.mapping.version).toBe(version + 1);
    }
  });

  it('keeps mappings of several objects at once', async () => {
    const empty = { pairs: [], rejected: [] };
    const objects = ['deal--Account', 'deal--Contact', 'deal--Lead', 'deal--Opportunity'];
    const answers = await Promise.all(objects.map((one) => put(one, 0, empty)));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
  });

  it('lists every fault of every pair at once and changes nothing', async () => {
    const before = await read(objectPair);
    const answer = await put(objectPair, before.version, {
      pairs: [
        pair('amount', 'Amount'),
        pair('nothing', 'Nowhere'),
        pair('contactName', 'ExpectedRevenue'),
        pair('status', 'StageName', 'from_crm'),
        pair('dealName', 'IsWon', 'from_crm'),
        pair('expectedCloseDate', 'CloseDate', 'to_crm'),
        pair('currency', 'ForecastCategoryName', 'from_crm'),
        { ...pair('accountName', 'NextStep'), transform: { kind: 'date_of' } },
        pair('products', 'CloseDate'),
      ],
      rejected: [{ partnerosField: 'amount', crmField: 'Amount' }],
    });
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('validation_failed');
    const paths = answer.body.details.map((detail: { path: string }) => detail.path);
    expect(paths).toEqual([
      'pairs.1.partnerosField',
      'pairs.1.crmField',
      'pairs.2.direction',
      'pairs.3.direction',
      'pairs.6.valueMap',
      'pairs.7.transform',
      'pairs.8.crmField',
      'pairs.8.crmField',
      'rejected.0',
    ]);
    expect(await read(objectPair)).toEqual(before);
  });

  it('refuses a body that is not a mapping', async () => {
    for (const body of [
      {},
      { pairs: [] },
      { ...sound, state: 'confirmed' },
      { pairs: {}, rejected: [] },
      [],
    ]) {
      expect((await put('lead--Lead', 0, body)).status).toBe(400);
    }
    expect((await read('lead--Lead')).version).toBe(0);
  });

  it('needs the schema of the CRM’s object', async () => {
    const answer = await put('partner--Case', 0, { pairs: [], rejected: [] });
    expect(answer.status).toBe(422);
    expect(answer.body.error).toContain('{"objectTypes":["Case"]}');
    expect(
      (await owner.put(path('partner--Account', nobody), sound, { headers: { 'if-match': '"0"' } }))
        .status,
    ).toBe(404);
  });
});

describe('confirming', () => {
  const objectPair = 'lead--Lead';
  const content = { pairs: [pair('company', 'Company')], rejected: [] };

  it('needs pairs, and the version that was seen', async () => {
    const nothing = await confirm(objectPair, 0);
    expect(nothing.status).toBe(422);
    expect(nothing.body.code).toBe('prerequisite_missing');
    await put(objectPair, 0, { pairs: [], rejected: [] });
    expect((await confirm(objectPair, 1)).status).toBe(422);
    await put(objectPair, 1, content);
    const stale = await confirm(objectPair, 1);
    expect(stale.status).toBe(409);
    expect(stale.body.error).toContain('version is now 2');
  });

  it('is one more version; the next save makes a draft of it again', async () => {
    const answer = await confirm(objectPair, 2);
    expect(answer.status).toBe(200);
    expect(answer.body.mapping).toEqual({ objectPair, state: 'confirmed', version: 3, ...content });
    expect((await confirm(objectPair, 3)).body).toEqual(answer.body);
    expect((await put(objectPair, 3, content)).body.mapping).toMatchObject({
      state: 'draft',
      version: 4,
    });
  });

  it('holds the pairs against the schema as it is now', async () => {
    const org = app.crms.salesforce.org('partners');
    org.setFieldVisible('Lead', 'Company', false);
    await refresh();
    const answer = await confirm(objectPair, 4);
    org.setFieldVisible('Lead', 'Company', true);
    await refresh();
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: 'validation_failed',
      details: [{ path: 'pairs.0.crmField', message: 'Lead has no field “Company”.' }],
    });
    expect(await read(objectPair)).toMatchObject({ state: 'draft', version: 4 });
    const { body } = await owner.get(`/api/integrations/${connectionId}/drift`);
    expect(body.events).toMatchObject([
      { field: 'Company', change: 'added', mapped: true },
      { field: 'Company', change: 'removed', mapped: true },
    ]);
  });

  it('leaves a line in the audit log, as saving does', async () => {
    const { body } = await owner.get('/api/audit-log');
    const lines = body.entries.filter(
      (entry: { details: { objectPair?: string } }) => entry.details.objectPair === objectPair,
    );
    expect(lines.map((entry: { action: string }) => entry.action)).toEqual([
      'mapping.saved',
      'mapping.confirmed',
      'mapping.saved',
      'mapping.saved',
    ]);
  });
});

describe('who may', () => {
  it('read but not save or confirm: members and viewers', async () => {
    for (const role of ['member', 'viewer'] as const) {
      const client = await app.signIn(role);
      expect((await client.get(path('lead--Lead'))).status).toBe(200);
      expect((await put('lead--Lead', 4, sound, client)).status).toBe(403);
      expect((await confirm('lead--Lead', 4, client)).status).toBe(403);
    }
  });

  it('do neither: portal users and people who are not signed in', async () => {
    const portal = await app.signIn('portal');
    expect((await portal.get(path('lead--Lead'))).status).toBe(403);
    expect((await portal.get(`/api/integrations/${connectionId}/mappings`)).status).toBe(403);
    expect((await app.signedOut().get(path('lead--Lead'))).status).toBe(401);
  });

  it('see the fields of an object: everybody, portal users those meant for partners', async () => {
    const names = async (client: Client) => {
      const answer = await client.get('/api/objects/partner/fields');
      expect(answer.status).toBe(200);
      expect(answer.body.object).toBe('partner');
      return answer.body.fields.map((field: { name: string }) => field.name);
    };
    const viewer = await names(await app.signIn('viewer'));
    const portal = await names(await app.signIn('portal'));
    expect(viewer).toEqual(expect.arrayContaining(['name', 'tier', 'fitScore', 'payments']));
    expect(portal).toEqual(expect.arrayContaining(['name', 'tier']));
    for (const hidden of ['fitScore', 'healthScore', 'payments', 'partnerManagerId']) {
      expect(portal).not.toContain(hidden);
    }
    expect((await owner.get('/api/objects/invoice/fields')).status).toBe(400);
  });
});
