import { fieldCatalogue } from '@partneros/contract/field-catalogue';
import type { SuggestAnswer } from '@partneros/contract/mapping';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Client } from '../../../test/client.ts';
import { connect } from '../../../test/connect.ts';
import { startTestApp } from '../../../test/harness.ts';
import { startTestProvider } from '../../vendors/embeddings/test-provider.ts';

const app = await startTestApp();
const owner = await app.signIn('owner');
const { connectionId } = await connect(owner, 'salesforce', 'partners');
await owner.post(`/api/integrations/${connectionId}/schema/refresh`, {});
afterAll(() => app.close());

const objectPair = 'deal_registration--Opportunity';

function suggest(client: Client, pair: unknown = objectPair, connection = connectionId) {
  const path = `/api/integrations/${connection}/mapping/ai-suggest`;
  return client.post(path, { objectPair: pair });
}

/** The answer's shape was checked by the router, which in tests parses every answer. */
async function suggestions(client: Client): Promise<SuggestAnswer> {
  const answer = await suggest(client);
  expect(answer.status).toBe(200);
  return answer.body;
}

const pairsIn = (answer: SuggestAnswer) =>
  answer.suggestions.map((one) => `${one.partnerosField} ${one.crmField}`);

describe('suggestions', () => {
  it('find the fields that anybody would pair, and account for all of ours', async () => {
    const answer = await suggestions(owner);
    expect(answer.objectPair).toBe(objectPair);
    expect(answer.engine).toBe('built-in-2');
    expect(pairsIn(answer)).toEqual(
      expect.arrayContaining(['amount Amount', 'dealName Name', 'expectedCloseDate CloseDate']),
    );
    const ours = answer.suggestions.map((one) => one.partnerosField);
    expect([...ours, ...answer.unmappedPartnerosFields].sort()).toEqual(
      fieldCatalogue.deal_registration.map((field) => field.name).sort(),
    );
  });

  it.each([
    'partner--Account',
    'contact--Contact',
    'lead--Lead',
    'deal--Opportunity',
    'deal_registration--Opportunity',
  ])('of %s can be saved as they are, but for values still to be mapped', async (pair) => {
    const answer: SuggestAnswer = (await suggest(owner, pair)).body;
    expect(answer.suggestions.length).toBeGreaterThan(5);
    const pairs = answer.suggestions.map(({ partnerosField, crmField, direction }) => ({
      partnerosField,
      crmField,
      direction,
      transform: null,
      valueMap: [],
      onConflict: 'crm_wins',
      onBlank: 'keep',
    }));
    const put = await owner.put(
      `/api/integrations/${connectionId}/mappings/${pair}`,
      // Listed again as rejected, so that the check speaks and nothing is saved.
      {
        pairs,
        rejected: [{ partnerosField: pairs[0]?.partnerosField, crmField: pairs[0]?.crmField }],
      },
      { headers: { 'if-match': '"0"' } },
    );
    expect(put.status).toBe(400);
    const faults: { path: string }[] = put.body.details;
    const paths = faults.map(({ path }) => path.replace(/\d+/, 'N'));
    expect(paths).not.toContain('pairs.N.crmField');
    expect(paths).not.toContain('pairs.N.direction');
  });

  it('are the same every time', async () => {
    const first = await suggest(owner);
    expect((await suggest(owner)).text).toBe(first.text);
    const member = await app.signIn('member');
    expect((await suggest(member)).text).toBe(first.text);
  });

  it('store each field’s vector once', async () => {
    await suggestions(owner);
    const count = () =>
      app.db.asOwner(
        'select count(*)::int as count, min(octet_length(vector)) as least from field_vectors',
      );
    const before = await count();
    expect(before[0]?.['least']).toBeGreaterThan(10);
    await suggestions(owner);
    expect(await count()).toEqual(before);
  });

  it('leave out what a person rejected, and say what one confirmed', async () => {
    const path = `/api/integrations/${connectionId}/mappings/${objectPair}`;
    const pair = {
      partnerosField: 'amount',
      crmField: 'Amount',
      direction: 'to_crm',
      transform: null,
      valueMap: [],
      onConflict: 'crm_wins',
      onBlank: 'keep',
    };
    const rejected = [{ partnerosField: 'expectedCloseDate', crmField: 'CloseDate' }];
    const put = await owner.put(
      path,
      { pairs: [pair], rejected },
      { headers: { 'if-match': '"0"' } },
    );
    expect(put.status).toBe(200);
    const reasonOfAmount = (answer: SuggestAnswer) =>
      answer.suggestions.find((one) => one.partnerosField === 'amount')?.reason;
    const drafted = await suggestions(owner);
    expect(pairsIn(drafted)).not.toContain('expectedCloseDate CloseDate');
    for (const one of drafted.suggestions.filter(
      (two) => two.partnerosField === 'expectedCloseDate',
    )) {
      expect(one.alternatives.map((other) => other.crmField)).not.toContain('CloseDate');
    }
    expect(reasonOfAmount(drafted)).not.toContain('confirmed before');

    await owner.post(`${path}/confirm`, undefined, { headers: { 'if-match': '"1"' } });
    expect(reasonOfAmount(await suggestions(owner))).toContain('confirmed before');
  });
});

describe('a suggestion that cannot be made', () => {
  it.each([
    'nonsense',
    'deal-Opportunity',
    'invoice--Opportunity',
    '--Opportunity',
    'deal--',
    7,
    null,
  ])('is refused for the pair %j', async (pair) => {
    const answer = await suggest(owner, pair);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: 'validation_failed',
      details: [{ path: 'objectPair' }],
    });
  });

  it('is refused for a pair that is malformed before a connection is looked for', async () => {
    const nobody = '019a5c2e-7d1b-7c3a-9f00-1b2c3d4e5f60';
    expect((await suggest(owner, 'nonsense', nobody)).status).toBe(400);
    expect((await suggest(owner, objectPair, nobody)).status).toBe(404);
  });

  it('names the request that reads a schema which is missing', async () => {
    const answer = await suggest(owner, 'deal--Case');
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe('prerequisite_missing');
    expect(answer.body.error).toContain(`POST /api/integrations/${connectionId}/schema/refresh`);
    expect(answer.body.error).toContain('{"objectTypes":["Case"]}');
  });

  it('is not for viewers and portal users', async () => {
    for (const role of ['viewer', 'portal'] as const) {
      expect((await suggest(await app.signIn(role))).status).toBe(403);
    }
    expect((await suggest(app.signedOut())).status).toBe(401);
  });
});

describe('with an embedding provider', async () => {
  const provider = await startTestProvider();
  const second = await startTestApp({
    environment: {
      EMBEDDING_PROVIDER: 'openai-compatible',
      EMBEDDING_BASE_URL: provider.baseUrl,
      EMBEDDING_MODEL: 'small',
      EMBEDDING_API_KEY: 'embedding-key-canary',
    },
  });
  const client = await second.signIn('owner');
  const other = await connect(client, 'salesforce', 'partners');
  await client.post(`/api/integrations/${other.connectionId}/schema/refresh`, {});
  afterAll(async () => {
    await second.close();
    await provider.close();
  });
  afterEach(() => provider.answerWith(null));

  const ask = (pair = objectPair) => suggest(client, pair, other.connectionId);
  /** The other program has no provider; its answer for an object that nobody has mapped there. */
  const builtIn = async (pair: string) => (await suggest(owner, pair)).body;

  it.each([
    ['hang_up', 'did not answer'],
    [{ status: 500, body: 'embedding-key-canary' }, 'refused the request'],
    [{ status: 402, body: '' }, 'refused the request'],
    [{ status: 200, body: '<html>' }, 'gave an answer that cannot be used'],
  ] as const)(
    'that fails (%j), the answer is the built-in one and says so',
    async (mishap, words) => {
      provider.answerWith(mishap);
      const answer = await ask('lead--Lead');
      expect(answer.status).toBe(200);
      const engine = `built-in-2 (embedding provider ${words})`;
      expect(answer.body).toEqual({ ...(await builtIn('lead--Lead')), engine });
    },
  );

  it('that answers, its vectors are stored and used, and no text is sent twice', async () => {
    provider.calls.length = 0;
    const first = await ask();
    expect(first.body.engine).toBe(`built-in-2 + small@${provider.host}`);
    const sent = provider.texts();
    expect(sent.length).toBeGreaterThan(60);
    expect(new Set(sent).size).toBe(sent.length);
    expect(provider.calls.every((call) => call.body.input.length <= 32)).toBe(true);
    const [row] = await second.db.asOwner(
      'select count(*)::int as count, min(octet_length(vector)) as least from field_vectors where engine = $1',
      [`small@${provider.host}`],
    );
    expect(row).toEqual({ count: sent.length, least: 64 });

    expect((await ask()).text).toBe(first.text);
    expect(provider.texts()).toEqual(sent);
  });

  it('that fails half-way, what it delivered is kept and not asked for again', async () => {
    provider.calls.length = 0;
    provider.answerWith({ bend: (vectors) => (provider.calls.length <= 2 ? vectors : []) });
    expect((await ask('contact--Contact')).body.engine).toContain('cannot be used');
    const delivered = provider.calls.slice(0, 2).flatMap((call) => call.body.input);
    expect(provider.calls.length).toBeGreaterThan(2);

    provider.calls.length = 0;
    provider.answerWith(null);
    expect((await ask('contact--Contact')).body.engine).toContain(`small@${provider.host}`);
    expect(provider.calls.length).toBeGreaterThan(0);
    for (const text of provider.texts()) expect(delivered).not.toContain(text);
  });

  it('that begins to give vectors of another length, they are not mixed in', async () => {
    provider.answerWith({
      bend: (vectors) =>
        vectors.map(({ index, embedding }) => ({ index, embedding: embedding.slice(8) })),
    });
    expect((await ask('deal--Opportunity')).body.engine).toContain('cannot be used');
  });

  it('the key is in no log line', () => {
    expect(second.logLines.join('')).not.toContain('embedding-key-canary');
    expect(second.logLines.join('')).toContain('Embedding provider failed');
  });
});
