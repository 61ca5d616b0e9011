/** What changed in a CRM's schema: told once, with both sides, and never for mere noise. */
import type { DriftEvent, RefreshResult } from '@partneros/contract/integrations';
import { afterAll, describe, expect, it } from 'vitest';
import { connect } from '../../../test/connect.ts';
import { startTestApp } from '../../../test/harness.ts';
import { signInElsewhere } from '../../../test/integrations.ts';

const t = await startTestApp({ environment: { ROLE: 'web' } });
afterAll(() => t.close());
const owner = await t.signIn('owner');
const { salesforce, hubspot } = t.crms;
let made = 0;

async function discovered(platform: 'salesforce' | 'hubspot') {
  const key = `${platform}-drift-${(made += 1)}`;
  const { connectionId } =
    platform === 'salesforce'
      ? (salesforce.addOrg({ key, flavour: 'partners' }), await connect(owner, platform, key))
      : (hubspot.addPortal({ key, flavour: 'partners' }), await connect(owner, platform, key));
  const path = `/api/integrations/${connectionId}`;
  const refresh = async (): Promise<RefreshResult> => {
    const answer = await owner.post(`${path}/schema/refresh`, {});
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const events = async (query = ''): Promise<{ events: DriftEvent[]; nextCursor: string | null }> =>
    (await owner.get(`${path}/drift${query}`)).body;
  const fieldOf = async (objectType: string, name: string) => {
    const { fields } = (await owner.get(`${path}/schema?objectType=${objectType}`)).body;
    return fields.find((field: { name: string }) => field.name === name) ?? null;
  };
  await refresh();
  return { key, path, refresh, events, fieldOf };
}

const text = { type: 'string', length: 40 } as const;
const property = { type: 'string', fieldType: 'text', groupName: 'own' };

describe('drift at Salesforce', () => {
  it('is told with the whole field before and after, in the answer and in the list', async () => {
    const { key, refresh, events, fieldOf } = await discovered('salesforce');
    const org = salesforce.org(key);
    org.addField('Account', { name: 'Passing__c', label: 'Passing', ...text });
    org.addField('Account', { name: 'Growing__c', label: 'Growing', ...text });
    await refresh();
    const passing = await fieldOf('Account', 'Passing__c');
    const short = await fieldOf('Account', 'Growing__c');
    expect([passing?.maxLength, short?.maxLength]).toEqual([40, 40]);

    org.removeField('Account', 'Passing__c');
    org.changeField('Account', 'Growing__c', { length: 80 });
    org.addField('Contact', { name: 'Coming__c', label: 'Coming', ...text });
    const { drift } = await refresh();
    const growing = await fieldOf('Account', 'Growing__c');
    const coming = await fieldOf('Contact', 'Coming__c');
    expect(drift).toEqual([
      {
        objectType: 'Account',
        field: 'Growing__c',
        change: 'changed',
        before: short,
        after: growing,
      },
      {
        objectType: 'Account',
        field: 'Passing__c',
        change: 'removed',
        before: passing,
        after: null,
      },
      { objectType: 'Contact', field: 'Coming__c', change: 'added', before: null, after: coming },
    ]);
    expect(growing).toEqual({ ...short, maxLength: 80 });

    const list = (await events()).events;
    expect(list).toHaveLength(5);
    for (const entry of drift) expect(list).toContainEqual(expect.objectContaining(entry));
    expect(list.map(({ by }) => by)).toEqual(list.map(() => 'customer'));
    for (const { id, at, mapped, resolvedAt } of list) {
      expect([mapped, resolvedAt]).toEqual([false, null]);
      expect(id).toMatch(/^[\da-f-]{36}$/);
      expect(Math.abs(Date.now() - Date.parse(at))).toBeLessThan(60_000);
    }
    // Newest first, and told once.
    expect(
      list
        .slice(3)
        .map(({ field }) => field)
        .sort(),
    ).toEqual(['Growing__c', 'Passing__c']);
    expect((await refresh()).drift).toEqual([]);
    expect((await events()).events).toHaveLength(5);
  });

  it('in a standard field is the vendor’s', async () => {
    const { key, refresh, events } = await discovered('salesforce');
    salesforce.org(key).changeField('Account', 'Website', { label: 'Web site' });
    expect((await refresh()).drift).toMatchObject([{ field: 'Website', change: 'changed' }]);
    expect((await events()).events).toMatchObject([{ field: 'Website', by: 'vendor' }]);
  });

  it('is a field that the connected user may no longer see, and one seen again', async () => {
    const { key, refresh } = await discovered('salesforce');
    const org = salesforce.org(key);
    org.setFieldVisible('Account', 'Industry', false);
    expect((await refresh()).drift).toMatchObject([{ field: 'Industry', change: 'removed' }]);
    org.setFieldVisible('Account', 'Industry', true);
    expect((await refresh()).drift).toMatchObject([{ field: 'Industry', change: 'added' }]);
  });

  it('is a picklist value more, a value switched off, and an edit right less', async () => {
    const { key, refresh } = await discovered('salesforce');
    const org = salesforce.org(key);
    const values = (...names: string[]) => names.map((value) => ({ value, label: value }));
    org.addField('Lead', {
      name: 'Rank__c',
      label: 'Rank',
      type: 'picklist',
      picklist: values('A', 'B'),
    });
    await refresh();
    const edits = [
      { picklist: values('A', 'B', 'C') },
      { picklist: [...values('A', 'B'), { value: 'C', label: 'C', active: false }] },
      { editable: false },
    ];
    for (const edit of edits) {
      org.changeField('Lead', 'Rank__c', edit);
      expect((await refresh()).drift).toMatchObject([{ field: 'Rank__c', change: 'changed' }]);
    }
  });

  it('is not what only moves child relationships or the order of picklist values', async () => {
    const { key, path, refresh, events } = await discovered('salesforce');
    const org = salesforce.org(key);
    const picklist = ['A', 'B', 'C'].map((value) => ({ value, label: value }));
    org.addField('Lead', { name: 'Rank__c', label: 'Rank', type: 'picklist', picklist });
    await refresh();
    const before = (await owner.get(`${path}/schema?objectType=Lead`)).body.schemaHash;
    const told = (await events()).events.length;
    org.touchChildRelationships('Lead');
    org.changeField('Lead', 'Rank__c', { picklist: [...picklist].reverse() });
    t.crms.clock.advance(2000);
    t.crms.requests.clear();
    expect((await refresh()).drift).toEqual([]);
    // It was read anew, not taken for unchanged.
    expect(t.crms.requests.count({ path: /Lead\/describe/, status: 200 })).toBe(1);
    expect((await owner.get(`${path}/schema?objectType=Lead`)).body.schemaHash).toBe(before);
    expect((await events()).events).toHaveLength(told);
  });

  it('is not a record type that is new, but the schema shows it under another validator', async () => {
    const { path, refresh } = await discovered('salesforce');
    const url = `${path}/schema?objectType=Account`;
    const first = await owner.get(url);
    await t.db.asOwner(
      `update object_schemas set details_hash = 'as it was', validator = null where object_type = 'Account'`,
    );
    expect((await refresh()).drift).toEqual([]);
    const second = await owner.get(url);
    expect(second.body.schemaHash).toBe(first.body.schemaHash);
    expect(second.headers.get('etag')).not.toBe(first.headers.get('etag'));
  });
});

describe('drift at HubSpot', () => {
  it('is told with both sides, and by whom', async () => {
    const { key, refresh, events } = await discovered('hubspot');
    const portal = hubspot.portal(key);
    portal.addProperty('companies', { name: 'own_score', label: 'Own score', ...property });
    portal.changeProperty('companies', 'domain', { label: 'Domain name' });
    const { drift } = await refresh();
    expect(drift).toMatchObject([
      { objectType: 'companies', field: 'domain', change: 'changed' },
      { objectType: 'companies', field: 'own_score', change: 'added', before: null },
    ]);
    portal.removeProperty('companies', 'own_score');
    expect((await refresh()).drift).toMatchObject([
      { field: 'own_score', change: 'removed', before: { label: 'Own score' }, after: null },
    ]);
    const causes = (await events()).events.map(({ field, by }) => [field, by]);
    expect(causes).toEqual(
      expect.arrayContaining([
        ['domain', 'vendor'],
        ['own_score', 'customer'],
      ]),
    );
  });

  it('is not the order of members and options, which moves from read to read', async () => {
    const { path, refresh } = await discovered('hubspot');
    const hashes = async () =>
      (await owner.get(`${path}/schema`)).body.objects.map(
        (each: { schemaHash: string }) => each.schemaHash,
      );
    const before = await hashes();
    for (let read = 0; read < 3; read += 1) {
      await t.db.asOwner('update object_schemas set validator = null');
      expect((await refresh()).drift).toEqual([]);
    }
    expect(await hashes()).toEqual(before);
  });
});

describe('the list of drift', () => {
  it('is read page by page, newest first, without gaps or repeats', async () => {
    const { key, refresh, events } = await discovered('salesforce');
    const org = salesforce.org(key);
    for (let round = 0; round < 3; round += 1) {
      for (const name of ['A', 'B', 'C']) {
        org.addField('Account', { name: `${name}${round}__c`, label: name, ...text });
      }
      await refresh();
    }
    const all = (await events('?limit=200')).events;
    expect(all).toHaveLength(9);
    const ats = all.map(({ at }) => at);
    expect(ats).toEqual([...ats].sort().reverse());
    const paged: DriftEvent[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const page: Awaited<ReturnType<typeof events>> = await events(
        `?limit=4${cursor === null ? '' : `&cursor=${cursor}`}`,
      );
      // News that comes meanwhile does not move the pages.
      if (pages === 0) {
        org.addField('Account', { name: 'Late__c', label: 'Late', ...text });
        await refresh();
      }
      paged.push(...page.events);
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor !== null);
    expect(pages).toBe(3);
    expect(paged).toEqual(all);
  });

  it('refuses a cursor that is none, and is unknown to another organization', async () => {
    const { path } = await discovered('salesforce');
    expect((await owner.get(`${path}/drift?cursor=made-up`)).status).toBe(400);
    expect((await owner.get(`${path}/drift?limit=0`)).status).toBe(400);
    const elsewhere = await signInElsewhere(t);
    expect((await elsewhere.get(`${path}/drift`)).status).toBe(404);
  });
});
