/** What the owner of the database, who may write anything but has no key, does to the audit log. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ageLines } from '../../../test/audit.ts';
import type { Client } from '../../../test/client.ts';
import { startTestApp, type TestApp } from '../../../test/harness.ts';
import { addOrganization } from '../../../test/organizations.ts';
import { systemScope } from '../../kernel/db/scope.ts';
import { newId } from '../../kernel/ids.ts';
import { pruneAudit, recordAudit, verifyAudit } from './index.ts';

let t: TestApp;
let owner: Client;
let organizationId: string;
let otherId: string;
/** How many lines the organization has; the edits below know that they are ten. */
const lines = 10;

beforeAll(async () => {
  t = await startTestApp();
  const organization = await addOrganization(t);
  organizationId = organization.id;
  otherId = (await addOrganization(t, 'Other')).id;
  owner = await organization.signIn();
  // The organization, its member and the sign-in are three lines.
  await record(organizationId, lines - 3);
  await record(otherId, lines - 3);
  expect(await verify()).toEqual({ verified: true, lines, linesBeforeChain: 0, firstBroken: null });
});
afterAll(() => t.close());

async function record(id: string, count: number): Promise<void> {
  for (let made = 0; made < count; made += 1) {
    await t.app.database.withOrganization(systemScope(id, 'test'), (tx) =>
      recordAudit(tx, {
        action: 'test.done',
        target: { type: 'test', id: String(made) },
        details: { number: made, note: 'as written' },
        requestId: newId(),
      }),
    );
  }
}

const verify = async () => (await owner.get('/api/audit-log/verify')).body;

/** Both tables as they stand, to be put back. */
async function keep(): Promise<() => Promise<void>> {
  const [kept] = await t.db.asOwner(`select
    (select jsonb_agg(to_jsonb(l)) from audit_log l)::text as log,
    (select jsonb_agg(to_jsonb(h)) from audit_heads h)::text as heads`);
  return async () => {
    await t.db.asOwner('delete from audit_log');
    await t.db.asOwner('delete from audit_heads');
    for (const [table, rows] of [
      ['audit_log', kept?.log],
      ['audit_heads', kept?.heads],
    ] as const) {
      const back = `insert into ${table} select (jsonb_populate_recordset(null::${table}, $1::jsonb)).*`;
      await t.db.asOwner(back, [rows]);
    }
  };
}

/** $1 is the organization, $2 another one. */
type Edit = [title: string, firstBroken: number | null, ...statements: string[]];

const line = (seq: number) => `organization_id = $1 and seq = ${seq}`;
const change = (set: string, seq = 5): string => `update audit_log set ${set} where ${line(seq)}`;
const remove = (where: string) => `delete from audit_log where organization_id = $1 and ${where}`;
const head = (set: string) => `update audit_heads set ${set} where organization_id = $1`;
const copyOf = (seq: number, set: string, into = '$1') =>
  `insert into audit_log select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(),
    'organization_id', ${into}::uuid) || ${set})).* from audit_log l where ${line(seq)}`;

const edits: Edit[] = [
  ['the id of a line', 5, change('id = gen_random_uuid()')],
  ['the time of a line', 5, change(`at = at - interval '1 second'`)],
  ['the kind of actor', 5, change(`actor_kind = 'service'`)],
  ['the actor', 5, change('actor_id = gen_random_uuid()')],
  ['the actor’s name', 5, change(`actor_name = 'Somebody Else'`)],
  ['the action', 5, change(`action = 'test.undone'`)],
  ['the target’s type', 5, change(`target_type = 'other'`)],
  ['the target', 5, change(`target_id = '99'`)],
  ['the outcome', 5, change(`outcome = 'failed'`)],
  ['one value of the details', 5, change(`details = jsonb_set(details, '{number}', '7')`)],
  ['the details, emptied', 5, change(`details = '{}'`)],
  ['the request’s id', 5, change('request_id = null')],
  ['the hash', 5, change(`hash = repeat('0', 64)`)],
  ['the hash, emptied', 5, change(`hash = ''`)],
  ['the number, beyond the end', 5, change('seq = 11')],
  ['the organization', 5, `update audit_log set organization_id = $2, seq = 99 where ${line(5)}`],
  ['the first line', 1, change(`action = 'organization.found'`, 1)],
  ['the last line', 10, change(`action = 'test.undone'`, 10)],
  [
    'a line, hashed anew without the key',
    5,
    change(`action = 'x', hash = encode(sha256(convert_to(hash || 'x', 'UTF8')), 'hex')`),
  ],
  [
    'nothing but two lines’ places',
    4,
    change('seq = -1', 4),
    change('seq = 4'),
    change('seq = 5', -1),
  ],
  [
    'what two lines say',
    4,
    `update audit_log a set action = b.action, details = b.details, target_id = b.target_id
      from audit_log b where a.organization_id = $1 and b.organization_id = $1
        and a.seq in (4, 6) and b.seq = 10 - a.seq`,
  ],
  ['a line taken from the middle', 5, remove('seq = 5')],
  [
    'a line taken from the middle, the rest moved up',
    5,
    remove('seq = 5'),
    `update audit_log set seq = seq - 1000 where organization_id = $1 and seq > 5`,
    `update audit_log set seq = seq + 999 where organization_id = $1 and seq < 0`,
  ],
  ['the first line taken', 1, remove('seq = 1')],
  ['the last line taken', 10, remove('seq = 10')],
  ['the last three lines taken', 8, remove('seq > 7')],
  ['every line taken', 1, remove('true')],
  [
    'the last lines taken and the head moved back',
    null,
    remove('seq > 7'),
    head(`seq = 7, hash = (select hash from audit_log where ${line(7)})`),
  ],
  [
    'the first lines taken and the anchor moved on',
    null,
    remove('seq <= 3'),
    head(`anchor_seq = 3, anchor_hash = (select hash from audit_log where ${line(4)})`),
  ],
  ['a copy added at the end', 11, copyOf(9, `jsonb_build_object('seq', 11)`)],
  [
    'a copy added at the end and the head moved on',
    null,
    copyOf(10, `jsonb_build_object('seq', 11)`),
    head('seq = 11'),
  ],
  ['a line added before the first', null, copyOf(9, `jsonb_build_object('seq', 0)`)],
  [
    'a line put between',
    5,
    `update audit_log set seq = seq - 1000 where organization_id = $1 and seq >= 5`,
    `update audit_log set seq = seq + 1001 where organization_id = $1 and seq < 0`,
    copyOf(4, `jsonb_build_object('seq', 5)`),
  ],
  [
    'a line of another organization put in a place',
    5,
    remove('seq = 5'),
    `insert into audit_log select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(),
      'organization_id', $1::uuid))).* from audit_log l where organization_id = $2 and seq = 5`,
  ],
  ['the head’s last number', null, head('seq = 9')],
  ['the head’s hash', null, head(`hash = repeat('0', 64)`)],
  ['the head’s seal', null, head(`seal = repeat('0', 64)`)],
  ['the head’s key', null, head(`key_sealed = 'v1.x.y.z.w'`)],
  [
    'how many lines came before the chain',
    null,
    head('unhashed = 10'),
    `update audit_log set hash = '', action = 'x' where organization_id = $1`,
  ],
  [
    'the head, replaced by another organization’s',
    null,
    `update audit_heads h set key_sealed = o.key_sealed, seq = o.seq, hash = o.hash, seal = o.seal
      from audit_heads o where h.organization_id = $1 and o.organization_id = $2`,
  ],
  ['the head, taken', null, 'delete from audit_heads where organization_id = $1'],
  [
    'the whole log and its head, taken',
    null,
    remove('true'),
    'delete from audit_heads where organization_id = $1',
  ],
];

async function apply(statements: readonly string[]): Promise<void> {
  for (const statement of statements) {
    // Both parameters are named in every statement, as the embedded database asks.
    const text = `with given as (select $1::uuid, $2::uuid) ${statement}`;
    await t.db.asOwner(text, [organizationId, otherId]);
  }
}

describe('verification finds', () => {
  it.each(edits)('%s', async (_title, firstBroken, ...statements) => {
    const restore = await keep();
    try {
      await apply(statements);
      expect(await verify()).toMatchObject({ verified: false, firstBroken });
    } finally {
      await restore();
    }
    expect(await verify()).toMatchObject({ verified: true, lines });
  });

  const laundered: [string, ...string[]][] = [
    ['a head moved back', remove('seq > 7'), head(`seq = 7, hash = ''`)],
    ['a head that was taken', 'delete from audit_heads where organization_id = $1'],
    [
      'a log that was emptied',
      remove('true'),
      'delete from audit_heads where organization_id = $1',
    ],
    [
      'a log made to look older than chains',
      `update audit_log set hash = '' where organization_id = $1`,
      'delete from audit_heads where organization_id = $1',
    ],
  ];
  it.each(laundered)('%s, also after the program has written on', async (_title, ...statements) => {
    const restore = await keep();
    try {
      await apply(statements);
      await record(organizationId, 2);
      expect(await verify()).toMatchObject({ verified: false });
    } finally {
      await restore();
    }
  });
});

describe('a chain', () => {
  it('stays whole when lines are written at once', async () => {
    const organization = await addOrganization(t);
    const client = await organization.signIn();
    await Promise.all(Array.from({ length: 40 }, () => record(organization.id, 1)));
    const { body } = await client.get('/api/audit-log/verify');
    expect(body).toMatchObject({ verified: true, lines: 43 });
  });

  it('after an upgrade covers new lines, and tells how many it does not cover', async () => {
    const { id, signIn } = await addOrganization(t);
    await t.db.asOwner(
      `update audit_log set hash = '', at = (select applied_at - interval '1 hour'
        from schema_migrations where name = '0061-audit-chain.sql') where organization_id = $1`,
      [id],
    );
    await t.db.asOwner('delete from audit_heads where organization_id = $1', [id]);
    const client = await signIn();
    const { body } = await client.get('/api/audit-log/verify');
    expect(body).toEqual({ verified: true, lines: 3, linesBeforeChain: 2, firstBroken: null });
    await t.db.asOwner(`update audit_log set action = 'x' where organization_id = $1 and seq = 3`, [
      id,
    ]);
    expect((await client.get('/api/audit-log/verify')).body).toMatchObject({ firstBroken: 3 });
  });

  it('that retention has shortened is whole, and holds nothing younger than it may', async () => {
    const { id } = await addOrganization(t);
    await record(id, 6);
    await ageLines(t, id, { count: 5, days: 100 });
    const scope = systemScope(id, 'retention');
    const { database } = t.app;
    const prune = (days: number) =>
      database.withOrganization(scope, (tx) =>
        pruneAudit(tx, new Date(Date.now() - days * 24 * 3600_000)),
      );
    expect(await prune(90)).toBe(5);
    const check = () => database.withOrganization(scope, verifyAudit);
    // Three are left, and the line about those that went.
    expect(await check()).toMatchObject({ verified: true, lines: 4 });
    expect(await prune(90)).toBe(0);
    await expect(prune(0)).rejects.toThrow(/younger than 30 days/);
    await t.db.asOwner(`delete from audit_log where organization_id = $1 and seq = 6`, [id]);
    expect(await check()).toMatchObject({ verified: false, firstBroken: 6 });
  });
});
