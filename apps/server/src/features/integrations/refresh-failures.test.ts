/** A refresh that the CRM spoils: cured by another try, or 502 in our words and nothing changed. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultAction } from '../../../../../simulators/index.ts';
import { connect } from '../../../test/connect.ts';
import { startTestApp } from '../../../test/harness.ts';

const t = await startTestApp({ environment: { ROLE: 'web' } });
afterAll(() => t.close());
const owner = await t.signIn('owner');
const always = Number.POSITIVE_INFINITY;
const secretWords = 'words-of-the-crm';

beforeEach(() => t.crms.faults.clear());

/** What time may cure, and so is tried three times. */
const curable: readonly (readonly [string, FaultAction])[] = [
  ['a 500', { kind: 'server_error' }],
  ['a 503', { kind: 'status', status: 503, body: secretWords }],
  ['a 429', { kind: 'rate_limited', retryAfterSeconds: 0 }],
  ['a reset', { kind: 'reset' }],
  ['half a body', { kind: 'half_body' }],
  ['a page', { kind: 'html', page: `<h1>${secretWords}</h1>` }],
  ['200 with an error inside', { kind: 'ok_with_error' }],
  ['200 with JSON of another make', { kind: 'status', status: 200, body: { hello: secretWords } }],
  ['200 and nothing', { kind: 'status', status: 200, body: '' }],
];
/** What another try would not cure. */
const final: readonly (readonly [string, FaultAction])[] = [
  [
    'a refusal of the request',
    {
      kind: 'status',
      status: 400,
      body: [{ errorCode: 'MALFORMED_QUERY', message: secretWords, fields: [] }],
    },
  ],
  ['a limit for the rest of the day', { kind: 'rate_limited', retryAfterSeconds: 7200 }],
];

describe.each([
  ['salesforce', 'partners', 'describe', /\/Contact\/describe$/],
  ['hubspot', 'bluepeak', 'schema', /\/contacts$/],
] as const)('a refresh at %s', (platform, account, call, path) => {
  let connectionId = '';
  let schema = '';
  beforeAll(async () => {
    ({ connectionId } = await connect(owner, platform, account));
    schema = `/api/integrations/${connectionId}/schema`;
    expect((await owner.post(`${schema}/refresh`, {})).status).toBe(200);
  });

  /** Everything that a failed refresh must leave alone. */
  async function stored(): Promise<unknown> {
    return Promise.all([
      t.db.asOwner('select * from object_schemas order by id'),
      t.db.asOwner('select * from drift_events order by id'),
      t.db.asOwner(
        `select object_types, object_count, total_fields, last_sync_at, schema_expires_at, status
          from connections where id = $1`,
        [connectionId],
      ),
    ]);
  }

  /** Something to publish, so that “nothing changed” is not for want of news. */
  function change(name: string): void {
    if (platform === 'salesforce') {
      const field = { name: `${name}__c`, label: name, type: 'string', length: 20 } as const;
      for (const object of ['Account', 'Contact']) {
        t.crms.salesforce.org(account).addField(object, field);
      }
      return;
    }
    const property = {
      name: name.toLowerCase(),
      label: name,
      type: 'string',
      fieldType: 'text',
      groupName: 'own',
    };
    for (const object of ['companies', 'contacts']) {
      t.crms.hubspot.portal(account).addProperty(object, property);
    }
  }

  function strike(then: FaultAction, times: number) {
    return t.crms.faults.add({ match: { crm: platform, call, path }, times, then });
  }

  it.each(curable)('gets over %s that comes once', async (_what, fault) => {
    const struck = strike(fault, 1);
    const { status, body } = await owner.post(`${schema}/refresh`, {});
    expect([status, struck.struck]).toEqual([200, 1]);
    expect(body.skipped).toEqual([]);
  });

  const lasting = platform === 'salesforce' ? curable : curable.slice(4, 7);
  it.each(lasting)('ends in 502 after three times %s, and changes nothing', async (what, fault) => {
    change(`Spoilt_${curable.findIndex(([each]) => each === what)}`);
    const before = await stored();
    const struck = strike(fault, always);
    const answer = await owner.post(`${schema}/refresh`, { objectTypes: ['Added__c'] });
    expect([answer.status, answer.body.code]).toEqual([502, 'upstream_failed']);
    expect(struck.struck).toBe(3);
    expect(answer.text).not.toContain(secretWords);
    expect(answer.text).not.toMatch(/[<>{].*[<>{]/);
    expect(await stored()).toEqual(before);
    const status = (await owner.get(`/api/integrations/${connectionId}/status`)).body;
    expect(status.lastErrorMessage).toBe(answer.body.error);
    struck.remove();
    const after = await owner.post(`${schema}/refresh`, {});
    expect(after.status).toBe(200);
    // The change that came before the failure is told now, of both objects, and what was to be
    // added in the failed one is not asked for.
    expect(after.body.drift).toHaveLength(2);
    expect(after.body.skipped).toEqual([]);
  });

  it.each(final)('ends in 502 at once for %s', async (_what, fault) => {
    const before = await stored();
    const body =
      platform === 'hubspot' && fault.kind === 'status'
        ? { status: 'error', category: 'VALIDATION_ERROR', message: secretWords }
        : undefined;
    const struck = strike({ ...fault, ...(body && { body }) }, always);
    const answer = await owner.post(`${schema}/refresh`, {});
    expect([answer.status, struck.struck]).toEqual([502, 1]);
    expect(answer.text).not.toContain(secretWords);
    expect(await stored()).toEqual(before);
  });

  it('makes a good answer of the same refresh when the token ends in its middle', async () => {
    const side =
      platform === 'salesforce' ? t.crms.salesforce.org(account) : t.crms.hubspot.portal(account);
    const before = side.refreshes;
    strike({ kind: 'expire_token' }, 1);
    expect((await owner.post(`${schema}/refresh`, {})).status).toBe(200);
    expect(side.refreshes - before).toBe(1);
  });

  it('ends in 422 when the grant turns out to be gone, and nothing is published', async () => {
    const before = await t.db.asOwner('select * from object_schemas order by id');
    const side =
      platform === 'salesforce' ? t.crms.salesforce.org(account) : t.crms.hubspot.portal(account);
    side.expireAccessTokens();
    t.crms.faults.add({
      match: { call: 'token', accountId: side.id },
      then: {
        kind: 'status',
        status: 400,
        body: { error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN', error_description: 'gone' },
      },
    });
    const answer = await owner.post(`${schema}/refresh`, {});
    expect(answer.status).toBe(422);
    expect(answer.body).toEqual({ error: 'Reconnect first.', code: 'prerequisite_missing' });
    expect(await t.db.asOwner('select * from object_schemas order by id')).toEqual(before);
    // What is cached is still served.
    expect((await owner.get(schema)).body.objects.length).toBeGreaterThan(2);
  });

  it('says in no log line what the CRM said', () => {
    expect(t.logLines.join('\n')).not.toContain(secretWords);
  });
});

describe('the list of objects', () => {
  it.each([
    ['salesforce', 'northwind', 'describe_global'],
    ['hubspot', 'aurora', 'schemas'],
  ] as const)(
    'of %s is 502 in our words when the CRM spoils it, and is asked for anew',
    async (platform, account, call) => {
      const { connectionId } = await connect(owner, platform, account);
      const path = `/api/integrations/${connectionId}/objects`;
      for (const [, then] of curable.slice(-4)) {
        const struck = t.crms.faults.add({ match: { crm: platform, call }, times: always, then });
        const answer = await owner.get(path);
        expect([answer.status, answer.body.code]).toEqual([502, 'upstream_failed']);
        expect(answer.text).not.toContain(secretWords);
        struck.remove();
      }
      expect((await owner.get(path)).body.objects.length).toBeGreaterThan(2);
    },
  );
});
