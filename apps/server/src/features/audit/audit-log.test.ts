/** Reading, narrowing and exporting the log; what was refused or failed is in it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../test/client.ts';
import { startTestApp, type TestApp } from '../../../test/harness.ts';
import { testPassword } from '../../../test/secrets.ts';
import { systemScope } from '../../kernel/db/scope.ts';
import { newId } from '../../kernel/ids.ts';
import { recordAudit } from './index.ts';

let t: TestApp;
let owner: Client;
let organizationId: string;
beforeAll(async () => {
  t = await startTestApp();
  owner = await t.signIn('owner');
  organizationId = (await owner.get('/api/auth/session')).body.session.organization.id;
});
afterAll(() => t.close());

const path = '/api/audit-log';
const entriesOf = async (query: Record<string, string>) => {
  const answer = await owner.get(`${path}?${new URLSearchParams(query).toString()}`);
  expect(answer.status, answer.text).toBe(200);
  // Tests read answers loosely.
  return answer.body.entries as { id: string; seq: number; action: string; outcome: string }[];
};
const record = (action: string, target: string, details: Record<string, string> = {}) =>
  t.app.database.withOrganization(systemScope(organizationId, 'test'), (tx) =>
    recordAudit(tx, { action, target: { type: 'test', id: target }, details }),
  );

describe('the log', () => {
  it('is narrowed by actor, action, outcome, target, time and text, and by all of them', async () => {
    const target = newId();
    const before = new Date(Date.now() - 5).toISOString();
    await record('test.narrowed', target, { note: 'needle one' });
    await record('test.other', target, { note: 'needle two' });
    const actor = (await owner.get('/api/auth/session')).body.session.user.id;
    expect(await entriesOf({ target })).toHaveLength(2);
    expect(await entriesOf({ target, action: 'test.other' })).toHaveLength(1);
    expect(await entriesOf({ target, outcome: 'failed' })).toEqual([]);
    expect(await entriesOf({ target, from: before })).toHaveLength(2);
    expect(await entriesOf({ target, to: before })).toEqual([]);
    expect(await entriesOf({ target, q: 'NEEDLE t' })).toHaveLength(1);
    expect(await entriesOf({ target, actor })).toEqual([]);
    const own = await entriesOf({ actor });
    expect(own[0]).toMatchObject({ actor: { kind: 'member', id: actor } });
  });

  it('takes what is searched for as text: no character stands for others', async () => {
    const target = newId();
    await record('test.done', target, { note: '100% of a_b\\c' });
    for (const q of ['100%', 'a_b', 'b\\\\c'])
      expect(await entriesOf({ target, q }), q).toHaveLength(1);
    for (const q of ['1%f', 'aXb', '%%%', '____'])
      expect(await entriesOf({ target, q }), q).toEqual([]);
  });

  it('is read page by page without a gap', async () => {
    const target = newId();
    for (let made = 0; made < 5; made += 1) await record('test.paged', target);
    const seen: number[] = [];
    let cursor = '';
    do {
      const { body } = await owner.get(`${path}?target=${target}&limit=2${cursor}`);
      seen.push(...body.entries.map(({ seq }: { seq: number }) => seq));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });
});

describe('an export', () => {
  const exported = async (body: Record<string, string>) => {
    const answer = await owner.post(`${path}/export`, body);
    expect(answer.status, answer.text).toBe(200);
    return answer;
  };

  it('as CSV holds no cell that a spreadsheet runs', async () => {
    const target = newId();
    const cells = ['=1+1', '+1', '-1', '@x', '\tx', '\rx', 'plain, "quoted"'];
    for (const cell of cells) await record(cell, target);
    const answer = await exported({ target });
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="audit-log.csv"');
    const [head = '', ...rows] = answer.text.split('\r\n');
    expect(head).toMatch(/^seq,at,actorKind,/);
    expect(rows.join('\n')).toContain(',"plain, ""quoted""",');
    for (const cell of cells.slice(0, 6)) {
      const safe = cell === '\rx' ? `"'\rx"` : `'${cell}`;
      expect(answer.text).toContain(`,${safe},test,${target},`);
    }
    expect(rows.filter((row) => row.includes(target))).toHaveLength(7);
  });

  it('as lines of JSON holds every line, newest first, over many pages', async () => {
    const target = newId();
    const statement = `insert into audit_log (id, organization_id, seq, at, actor_kind, actor_name,
        action, target_type, target_id, details, hash)
      select gen_random_uuid(), $1, 100000 + n, now(), 'system', 'x', 'test.many', 'test', $2, '{}', ''
      from generate_series(1, 1201) n`;
    await t.db.asOwner(statement, [organizationId, target]);
    const { text } = await exported({ format: 'ndjson', target });
    const ids = text
      .trimEnd()
      .split('\n')
      .map((row) => String(JSON.parse(row).id));
    expect(ids).toHaveLength(1201);
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
    await t.db.asOwner('delete from audit_log where target_id = $1', [target]);
  });

  it('is itself a line, is not for everybody, and asks for a fresh proof', async () => {
    await exported({ format: 'ndjson' });
    expect((await entriesOf({ action: 'audit.exported', q: 'ndjson' })).length).toBeGreaterThan(0);
    const viewer = await t.signIn('viewer');
    expect((await viewer.post(`${path}/export`, {})).body.code).toBe('forbidden');
    const stale = await t.signIn('admin');
    await t.db.asOwner(`update sessions set confirmed_at = now() - interval '16 minutes'
      where user_id = (select id from users where email = 'admin@demo.example')`);
    expect((await stale.post(`${path}/export`, {})).body.code).toBe('confirmation_required');
  });
});

describe('what was refused or failed', () => {
  const linesOf = async (requestId: string | null) => {
    const found = await entriesOf({ limit: '200' });
    return found.filter((entry) => Reflect.get(entry, 'requestId') === requestId);
  };

  it('is one line: a missing permission, a missing proof, a wrong password', async () => {
    const viewer = await t.signIn('viewer');
    const acts = [
      [await viewer.get(path), 'listAuditLog', 'forbidden'],
      [
        await viewer.post('/api/auth/confirm-identity', { password: 'wrong password' }),
        'confirmIdentity',
        'forbidden',
      ],
    ] as const;
    for (const [answer, operation, code] of acts) {
      expect(answer.body.code).toBe(code);
      expect(await linesOf(answer.headers.get('x-request-id'))).toEqual([
        expect.objectContaining({
          action: 'request.refused',
          outcome: 'refused',
          actor: expect.objectContaining({ kind: 'member', name: 'Victor Vance' }),
          details: { operation, code },
        }),
      ]);
    }
  });

  it('is a line for a sign-in with a wrong password, and none for an address that nobody has', async () => {
    const count = async () => (await entriesOf({ action: 'session.sign_in_refused' })).length;
    const attempt = (email: string) =>
      t.signedOut().post('/api/auth/sign-in/email', { email, password: 'wrong password' });
    const before = await count();
    await attempt('nobody@demo.example');
    const known = await attempt('Member@demo.example');
    await expect.poll(count).toBe(before + 1);
    const [line] = await linesOf(known.headers.get('x-request-id'));
    expect(line).toMatchObject({ outcome: 'refused', target: { type: 'user' } });
    await t.signedOut().post('/api/auth/sign-in/email', {
      email: 'member@demo.example',
      password: testPassword,
    });
    expect(await count()).toBe(before + 1);
  });

  it('is a line of what failed on our side, where it was to change something', async () => {
    await t.db.asOwner('alter table connections rename to connections_away');
    const failed = await owner
      .post(`/api/integrations/${newId()}/disconnect`)
      .finally(() => t.db.asOwner('alter table connections_away rename to connections'));
    expect(failed.status).toBe(500);
    expect(await linesOf(failed.headers.get('x-request-id'))).toEqual([
      expect.objectContaining({ action: 'request.failed', outcome: 'failed' }),
    ]);
  });

  it('is no line for a mistake in the input, nor for what is not there', async () => {
    const missing = await owner.get(`/api/integrations/${newId()}/status`);
    const wrong = await owner.get(`${path}?limit=none`);
    for (const answer of [missing, wrong]) {
      expect(await linesOf(answer.headers.get('x-request-id'))).toEqual([]);
    }
  });
});
