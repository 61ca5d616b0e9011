import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createOutbound } from '../../kernel/outbound/client.ts';
import { createEmbeddings } from './openai-compatible.ts';
import { EmbeddingFailure, type EmbeddingFailureKind } from './port.ts';
import { type Mishap, startTestProvider } from './test-provider.ts';

const server = await startTestProvider();
const outbound = createOutbound();
const settings = { baseUrl: server.baseUrl, apiKey: 'key-for-tests', model: 'small' };
const provider = createEmbeddings(settings, outbound);
const never = new AbortController().signal;

afterEach(() => server.answerWith(null));
afterAll(async () => {
  await outbound.close();
  await server.close();
});

async function failureOf(work: Promise<unknown>): Promise<EmbeddingFailureKind | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof EmbeddingFailure) return error.kind;
    throw error;
  }
}

describe('an OpenAI-compatible provider', () => {
  it('is asked with model, texts and key, and named by model and host', async () => {
    const vectors = await provider.embed(['Close Date', 'Amount'], never);
    expect(vectors.map((vector) => vector.length)).toEqual([16, 16]);
    expect(server.calls.at(-1)).toEqual({
      path: '/v1/embeddings',
      authorization: 'Bearer key-for-tests',
      body: { model: 'small', input: ['Close Date', 'Amount'], encoding_format: 'float' },
    });
    expect(provider.engine).toBe(`small@${server.host}`);
  });

  it('may answer in any order', async () => {
    const [amount] = await provider.embed(['Amount'], never);
    const [, second] = await provider.embed(['Close Date', 'Amount'], never);
    expect(second).toEqual(amount);
  });

  it('gets no key where none is set', async () => {
    await createEmbeddings({ ...settings, apiKey: null }, outbound).embed(['Amount'], never);
    expect(server.calls.at(-1)?.authorization).toBeUndefined();
  });

  it.each<[string, Mishap, EmbeddingFailureKind]>([
    ['401', { status: 401, body: '{"error":{"message":"bad key"}}' }, 'refused'],
    ['402', { status: 402, body: '' }, 'refused'],
    ['500', { status: 500, body: 'oops' }, 'refused'],
    ['a redirect', { status: 302, body: '' }, 'refused'],
    ['HTML', { status: 200, body: '<html></html>' }, 'bad_answer'],
    ['an error with status 200', { status: 200, body: '{"error":{}}' }, 'bad_answer'],
    ['a vector too few', { bend: (vectors) => vectors.slice(1) }, 'bad_answer'],
    ['a vector twice', { bend: ([first]) => [first, first] }, 'bad_answer'],
    [
      'vectors of two lengths',
      { bend: ([first, ...rest]) => [{ index: first?.index, embedding: [1] }, ...rest] },
      'bad_answer',
    ],
    [
      'an empty vector',
      { bend: (vectors) => vectors.map(({ index }) => ({ index, embedding: [] })) },
      'bad_answer',
    ],
    [
      'numbers beyond 32 bits',
      { bend: (vectors) => vectors.map(({ index }) => ({ index, embedding: [1e300, 0] })) },
      'bad_answer',
    ],
    [
      'words for numbers',
      { bend: (vectors) => vectors.map(({ index }) => ({ index, embedding: ['1'] })) },
      'bad_answer',
    ],
    ['a closed connection', 'hang_up', 'no_answer'],
  ])('that answers with %s has failed', async (_what, mishap, kind) => {
    server.answerWith(mishap);
    expect(await failureOf(provider.embed(['Amount', 'Stage'], never))).toBe(kind);
  });

  it('that says nothing has failed when the patience ends', async () => {
    server.answerWith('hang');
    expect(await failureOf(provider.embed(['Amount'], AbortSignal.timeout(50)))).toBe('no_answer');
  });

  it('that is not there has failed', async () => {
    const gone = await startTestProvider();
    await gone.close();
    const absent = createEmbeddings({ ...settings, baseUrl: gone.baseUrl }, outbound);
    expect(await failureOf(absent.embed(['Amount'], never))).toBe('no_answer');
  });
});
