/**
 * Two organizations share connections under fire: requests that are given up midway, work that
 * throws, statements that fail, backends that are shot. Nothing of one may ever show in the other.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemScope } from '../src/kernel/db/scope.ts';
import { plantRows, type Row, readTables } from './catalogue.ts';
import type { Client } from './client.ts';
import { onPostgres } from './database.ts';
import { startTestApp, type TestApp } from './harness.ts';
import { addOrganization } from './organizations.ts';
import { recordProof } from './proof/record.ts';
import { scaled } from './proof/scale.ts';

interface Side {
  organizationId: string;
  client: Client;
  connectionId: string;
}

let t: TestApp;
let sides: [Side, Side];

beforeAll(async () => {
  t = await startTestApp();
  const tables = await readTables(t.db.asOwner);
  const side = async (organizationId: string, client: Client): Promise<Side> => {
    const [organization] = await t.db.asOwner('select * from organizations where id = $1', [
      organizationId,
    ]);
    const existing: Record<string, Row> = organization ? { organizations: organization } : {};
    const rows = await plantRows(t.db.asOwner, tables, existing);
    return { organizationId, client, connectionId: String(rows.get('connections')?.id) };
  };
  const owner = await t.signIn('owner');
  const session = await owner.get('/api/auth/session');
  const added = await addOrganization(t);
  sides = [
    await side(session.body.session.organization.id, owner),
    await side(added.id, await added.signIn()),
  ];
});
afterAll(async () => {
  const attempts = Object.values(tried).reduce((sum, count) => sum + count, 0);
  recordProof({ suite: 'pooled-scopes', attempts, failures: [], details: tried });
  await t.close();
});

/** How often each kind of mishap was tried; a foreign row anywhere fails its test. */
const tried: Record<string, number> = {};
const perKind = scaled(200, 3_000);
const patience = { timeout: scaled(20_000, 600_000) };

/** A fixed sequence that looks random: a failure can be seen again. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

async function inTurns(count: number, width: number, act: (index: number) => Promise<void>) {
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < count; index = next++) await act(index);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

it(
  'gives requests of two organizations, given up at random, no foreign row',
  patience,
  async () => {
    const random = createRandom(7);
    const seen = { whole: 0, givenUp: 0, foreign: 0 };
    await inTurns(perKind, 16, async (index) => {
      const side = sides[index % 2 === 0 ? 0 : 1];
      const waiting = random() < 0.5 ? AbortSignal.timeout(Math.floor(random() * 25)) : null;
      const path =
        random() < 0.5 ? '/api/integrations' : `/api/integrations/${side.connectionId}/status`;
      const answer = await side.client
        .get(path, waiting ? { signal: waiting } : {})
        .catch(() => null);
      if (answer === null) {
        seen.givenUp += 1;
        return;
      }
      expect(answer.status).toBe(200);
      const connections: { id: string }[] = answer.body.connections ?? [answer.body];
      expect(connections.length).toBe(1);
      seen.foreign += connections.filter(({ id }) => id !== side.connectionId).length;
      seen.whole += 1;
    });
    expect(seen.foreign).toBe(0);
    expect(seen.whole).toBeGreaterThan(50);
    expect(seen.givenUp).toBeGreaterThan(5);
    tried['requests, half of them given up'] = perKind;
  },
);

it(
  'keeps every transaction in its organization while work throws and statements fail',
  patience,
  async () => {
    const random = createRandom(11);
    const { database } = t.db;
    const outcomes = { done: 0, failed: 0 };
    await inTurns(perKind, 24, async (index) => {
      const { organizationId } = sides[index % 2 === 0 ? 0 : 1];
      const look = {
        name: 'pooled-look',
        text: 'select distinct organization_id::text as id from members',
        values: [],
      };
      const work = database.withOrganization(systemScope(organizationId, 'test'), async (tx) => {
        expect(await tx.query(look)).toEqual([{ id: organizationId }]);
        await sleep(random() * 3);
        if (random() < 0.25) throw new Error('given up');
        if (random() < 0.25) await tx.query({ name: 'bad', text: 'select 1 / 0', values: [] });
        expect(await tx.query(look)).toEqual([{ id: organizationId }]);
      });
      await work.then(
        () => (outcomes.done += 1),
        (error: unknown) => {
          expect(String(error)).toMatch(/given up|division by zero/);
          outcomes.failed += 1;
        },
      );
      if (random() < 0.2) {
        const unscoped = database.lookUp({
          name: 'unscoped',
          text: 'select 1 from members',
          values: [],
        });
        await expect(unscoped).rejects.toThrow(/no organization is set/);
      }
    });
    expect(outcomes.done).toBeGreaterThan(50);
    expect(outcomes.failed).toBeGreaterThan(50);
    tried['transactions, some of them failing'] = perKind;
  },
);

it.runIf(onPostgres)(
  'goes on in the right organization after its connections were shot',
  patience,
  async () => {
    const { database } = t.db;
    const shooting = new AbortController();
    const shooter = (async () => {
      while (!shooting.signal.aborted) {
        await t.db.asOwner(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'partneros' limit 1`);
        await sleep(10);
      }
    })();
    const random = createRandom(13);
    let done = 0;
    const transactions = scaled(120, 2_000);
    await inTurns(transactions, 8, async (index) => {
      const { organizationId } = sides[index % 2 === 0 ? 0 : 1];
      const rows = await database
        .withOrganization(systemScope(organizationId, 'test'), async (tx) => {
          await sleep(random() * 4);
          const text = 'select distinct organization_id::text as id from members';
          return tx.query({ name: 'shot-look', text, values: [] });
        })
        .catch(() => null);
      if (rows === null) return;
      expect(rows).toEqual([{ id: organizationId }]);
      done += 1;
    });
    shooting.abort();
    await shooter;
    expect(done).toBeGreaterThan(20);
    tried['transactions while connections are shot'] = transactions;
    const after = await sides[0].client.get(`/api/integrations/${sides[0].connectionId}/status`);
    expect(after.status).toBe(200);
  },
);
