/** The cached schema as it is served: summary, one object, validators, expiry. */
import type { ObjectSchema } from '@partneros/contract/integrations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../../test/connect.ts';
import { startTestApp } from '../../../test/harness.ts';
import { signInElsewhere } from '../../../test/integrations.ts';
import { schemaHash } from './schema-hash.ts';

const t = await startTestApp({ environment: { ROLE: 'web', SCHEMA_TTL_HOURS: '24' } });
afterAll(() => t.close());
const owner = await t.signIn('owner');

describe.each([
  ['salesforce', 'partners', 'Account', ['Account', 'Contact', 'Lead', 'Opportunity']],
  ['hubspot', 'bluepeak', 'deals', ['companies', 'contacts', 'deals']],
] as const)('the schema of %s', (platform, account, objectType, objectTypes) => {
  let path = '';
  let connectionId = '';
  beforeAll(async () => {
    ({ connectionId } = await connect(owner, platform, account));
    path = `/api/integrations/${connectionId}/schema`;
    const empty = await owner.get(path);
    expect(empty.body).toEqual({ objects: [] });
    const refreshed = await owner.post(`${path}/refresh`, {});
    expect(refreshed.status).toBe(200);
  });
  const one = (headers: Record<string, string> = {}) =>
    owner.get(`${path}?objectType=${objectType}`, { headers });

  it('in all is a list of objects with their counts and hashes', async () => {
    const { body, headers } = await owner.get(path);
    expect(body.objects.map((each: { objectType: string }) => each.objectType)).toEqual(
      objectTypes,
    );
    const schema: ObjectSchema = (await one()).body;
    const summary = body.objects.find(
      (each: { objectType: string }) => each.objectType === objectType,
    );
    expect(summary).toEqual({
      objectType,
      label: schema.label,
      custom: false,
      fieldCount: schema.fields.length,
      schemaHash: schema.schemaHash,
      discoveredAt: schema.discoveredAt,
      expiresAt: schema.expiresAt,
      isExpired: false,
    });
    expect(headers.get('cache-control')).toBe('private, max-age=60');
    expect(headers.get('vary')?.toLowerCase()).toContain('cookie');
  });

  it('of one object has its fields by name, and a hash that anybody can compute again', async () => {
    const schema: ObjectSchema = (await one()).body;
    const names = schema.fields.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(20);
    expect(names).toEqual([...names].sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(names).size).toBe(names.length);
    expect(schema.schemaHash).toBe(schemaHash(schema.fields));
    expect(schema.schemaHash).toMatch(/^[\da-f]{64}$/);
    const details = platform === 'salesforce' ? schema.recordTypes : schema.pipelines;
    expect(details.length).toBeGreaterThan(0);
  });

  it('is answered with 304 and no body to who has it, by strong and by weakened validators', async () => {
    const first = await one();
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]+"$/);
    expect(first.headers.get('cache-control')).toBe('private, max-age=60');
    expect(first.headers.get('vary')?.toLowerCase()).toContain('cookie');
    for (const value of [etag, `"other", ${etag}`, `W/${etag}`, '*']) {
      const again = await one({ 'if-none-match': value });
      expect([value, again.status, again.text.length]).toEqual([value, 304, 0]);
      expect(again.headers.get('etag')).toBe(etag);
      expect(again.headers.get('cache-control')).toBe('private, max-age=60');
      expect(again.headers.get('vary')?.toLowerCase()).toContain('cookie');
    }
    expect((await one({ 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('of an unknown or undiscovered object is not found, and a malformed name is refused', async () => {
    for (const name of ['Nothing__c', 'Campaign', 'campaigns']) {
      const answer = await owner.get(`${path}?objectType=${name}`);
      expect([name, answer.status, answer.body.code]).toEqual([name, 404, 'not_found']);
      const conditional = await owner.get(`${path}?objectType=${name}`, {
        headers: { 'if-none-match': '*' },
      });
      expect(conditional.status).toBe(404);
    }
    for (const name of ['', 'a/b', '%2e%2e', 'x'.repeat(300)]) {
      expect((await owner.get(`${path}?objectType=${name}`)).status).toBe(400);
    }
  });

  it('is unknown to another organization', async () => {
    const elsewhere = await signInElsewhere(t);
    expect((await elsewhere.get(path)).status).toBe(404);
    expect((await elsewhere.get(`${path}?objectType=${objectType}`)).status).toBe(404);
    const etag = (await one()).headers.get('etag') ?? '';
    const headers = { 'if-none-match': etag };
    const foreign = await elsewhere.get(`${path}?objectType=${objectType}`, { headers });
    expect(foreign.status).toBe(404);
  });

  it('is served when it has expired, marked so, under another validator', async () => {
    const etag = (await one()).headers.get('etag') ?? '';
    await t.db.asOwner(
      `update object_schemas set expires_at = now() - interval '1 second' where connection_id = $1`,
      [connectionId],
    );
    await t.db.asOwner(
      `update connections set schema_expires_at = now() - interval '1 second' where id = $1`,
      [connectionId],
    );
    const answer = await one({ 'if-none-match': etag });
    expect(answer.status).toBe(200);
    expect(answer.body.isExpired).toBe(true);
    expect((await owner.get(path)).body.objects[0].isExpired).toBe(true);
    const status = await owner.get(`/api/integrations/${connectionId}/status`);
    expect(status.body.schemaStats.isExpired).toBe(true);
    expect(status.body.status).toBe('active');

    expect((await owner.post(`${path}/refresh`, {})).status).toBe(200);
    const fresh = await one();
    expect(fresh.body.isExpired).toBe(false);
    expect(fresh.body.schemaHash).toBe(answer.body.schemaHash);
  });
});

describe('the objects that a CRM offers', () => {
  it.each([
    ['salesforce', 'partners', 'Partner_Agreement__c', 'describe_global'],
    ['hubspot', 'bluepeak', 'p44210977_partner_agreements', 'schemas'],
  ] as const)('at %s are asked for once in 24 hours', async (platform, account, own, call) => {
    const { connectionId } = await connect(owner, platform, account);
    const path = `/api/integrations/${connectionId}/objects`;
    t.crms.requests.clear();
    const first = await owner.get(path);
    expect(first.status).toBe(200);
    expect(first.body.objects).toContainEqual(
      expect.objectContaining({ objectType: own, custom: true }),
    );
    const labels = first.body.objects.map(
      (each: { label: string; objectType: string }) => each.label + each.objectType,
    );
    expect(labels).toEqual([...labels].sort((a, b) => (a < b ? -1 : 1)));
    expect((await owner.get(path)).body).toEqual(first.body);
    expect(t.crms.requests.count({ call })).toBe(1);
    await t.db.asOwner(
      `update connections set crm_objects_listed_at = now() - interval '24 hours 1 second' where id = $1`,
      [connectionId],
    );
    const later = await owner.get(path);
    expect(later.body.objects).toEqual(first.body.objects);
    expect(Date.parse(later.body.listedAt)).toBeGreaterThan(Date.parse(first.body.listedAt));
    expect(t.crms.requests.count({ call })).toBe(2);
  });
});
