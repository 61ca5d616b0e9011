/** The progress of a refresh as server-sent events, and a disconnect in its middle. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../../test/client.ts';
import { connect } from '../../../test/connect.ts';
import { startTestApp } from '../../../test/harness.ts';
import { connectionRow, signInElsewhere, until } from '../../../test/integrations.ts';

const t = await startTestApp({ environment: { ROLE: 'web' } });
afterAll(() => t.close());
const owner = await t.signIn('owner');

beforeEach(() => {
  t.crms.faults.clear();
  t.crms.setLatency(0);
});

interface Event {
  event: string;
  id: string;
  data: Record<string, unknown>;
}

/** The events of a stream that has ended. */
async function eventsOf(client: Client, path: string): Promise<Event[]> {
  const answer = await client.get(path);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const blocks = answer.text.split('\n\n').filter((block) => block.startsWith('event: '));
  return blocks.map((block) => {
    const lines = Object.fromEntries(
      block
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    return {
      event: String(lines['event']),
      id: String(lines['id']),
      data: JSON.parse(String(lines['data'])),
    };
  });
}

async function running(connectionId: string): Promise<boolean> {
  const rows = await t.db.asOwner(
    `select 1 from schema_refreshes where state = 'running' and connection_id = $1`,
    [connectionId],
  );
  return rows.length > 0;
}

describe.each([
  ['salesforce', 'partners', ['Account', 'Contact', 'Lead', 'Opportunity']],
  ['hubspot', 'bluepeak', ['companies', 'contacts', 'deals']],
] as const)('the progress of a refresh at %s', (platform, account, objectTypes) => {
  async function begun() {
    const { connectionId } = await connect(owner, platform, account);
    const path = `/api/integrations/${connectionId}/schema/refresh`;
    t.crms.setLatency(120);
    const result = owner.post(path, {});
    await until('it runs', () => running(connectionId));
    return { connectionId, path: `${path}/progress`, result };
  }

  it('names each object as it is begun and done, counts up, and completes', async () => {
    const { path, result } = await begun();
    const events = await eventsOf(owner, path);
    const { body } = await result;
    expect(events.at(-1)).toMatchObject({ event: 'complete', data: {} });
    const objects = events.slice(0, -1);
    expect(objects.every(({ event }) => event === 'object')).toBe(true);
    expect(objects).toHaveLength(2 * objectTypes.length);
    for (const objectType of objectTypes) {
      const own = objects.filter(({ data }) => data['objectType'] === objectType);
      expect(own.map(({ data }) => data['state'])).toEqual(['reading', 'done']);
      expect(own[0]?.data['fieldCount']).toBeNull();
      expect(body.objects).toContainEqual({ objectType, fieldCount: own[1]?.data['fieldCount'] });
    }
    const done = objects
      .filter(({ data }) => data['state'] === 'done')
      .map(({ data }) => [data['done'], data['total']]);
    expect(done).toEqual(objectTypes.map((_type, index) => [index + 1, objectTypes.length]));
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('is that of the last refresh when none runs, and says what had not changed', async () => {
    t.crms.clock.advance(2000);
    const { path, result } = await begun();
    await result;
    t.crms.clock.advance(2000);
    await owner.post(path.replace('/progress', ''), {});
    const events = await eventsOf(owner, path);
    const states = events.flatMap(({ data }) => (data['state'] === 'reading' ? [] : [data]));
    expect(states.slice(0, -1).map(({ state }) => state)).toEqual(
      objectTypes.map(() => 'unchanged'),
    );
    for (const { fieldCount } of states.slice(0, -1)) expect(fieldCount).toBeGreaterThan(5);
  });

  it('ends with the failure in our words', async () => {
    const { path, result } = await begun();
    t.crms.faults.add({
      match: { crm: platform },
      times: Number.POSITIVE_INFINITY,
      then: { kind: 'html', page: 'words-of-the-crm' },
    });
    t.crms.setLatency(0);
    await result;
    const answer = await owner.post(path.replace('/progress', ''), {});
    expect(answer.status).toBe(502);
    const { event, data } = (await eventsOf(owner, path)).at(-1) ?? {};
    expect(event).toBe('failed');
    expect(data).toEqual({ error: answer.body.error, code: 'upstream_failed' });
  });

  it('is for members of the organization', async () => {
    const { path, result } = await begun();
    const elsewhere = await signInElsewhere(t);
    expect((await elsewhere.get(path)).status).toBe(404);
    expect((await t.signedOut().get(path)).status).toBe(401);
    expect((await eventsOf(await t.signIn('viewer'), path)).at(-1)?.event).toBe('complete');
    await result;
  });

  it('a disconnect in its middle ends it: nothing is published, and it says to reconnect', async () => {
    const { connectionId, path, result } = await begun();
    await result;
    const before = await t.db.asOwner('select * from object_schemas order by id');
    const lastSync = (await connectionRow(t.db, connectionId))['last_sync_at'];
    // Every object would have to be written anew.
    await t.db.asOwner(`update object_schemas set validator = null, schema_hash = 'other'`);
    const again = owner.post(path.replace('/progress', ''), {});
    await until('it runs', () => running(connectionId));
    const ended = await owner.post(`/api/integrations/${connectionId}/disconnect`);
    expect(ended.body).toEqual({ success: true });
    expect((await again).body).toEqual({ error: 'Reconnect first.', code: 'prerequisite_missing' });
    const after = await t.db.asOwner('select * from object_schemas order by id');
    expect(after.map((row) => row['discovered_at'])).toEqual(
      before.map((row) => row['discovered_at']),
    );
    expect((await connectionRow(t.db, connectionId))['last_sync_at']).toEqual(lastSync);
    expect((await eventsOf(owner, path)).at(-1)).toMatchObject({
      event: 'failed',
      data: { error: 'Reconnect first.', code: 'prerequisite_missing' },
    });
  });
});

describe('a reader who goes away', () => {
  it('ends the stream and nothing else', async () => {
    const { connectionId } = await connect(owner, 'salesforce', 'small');
    const path = `/api/integrations/${connectionId}/schema/refresh`;
    t.crms.setLatency(150);
    const result = owner.post(path, {});
    await until('it runs', () => running(connectionId));
    const leaving = AbortSignal.timeout(60);
    await expect(owner.get(`${path}/progress`, { signal: leaving })).rejects.toThrow();
    expect((await result).status).toBe(200);
    expect((await owner.get('/healthz')).status).toBe(200);
  });
});
