/**
 * Embedding providers that speak OpenAI's `POST /embeddings`, as most servers for open models do.
 *
 * Wire (OpenAI API reference, “Create embeddings”): `{ model, input: [text…], encoding_format }` in,
 * `{ data: [{ index, embedding: [number…] }] }` out; the order of `data` is not promised, `index` is.
 */
import { z } from 'zod';
import type { Config } from '../../kernel/config.ts';
import type { Outbound, OutboundAnswer } from '../../kernel/outbound/client.ts';
import { OutboundFailure } from '../../kernel/outbound/failure.ts';
import { EmbeddingFailure, type EmbeddingProvider } from './port.ts';

/** Texts a call: OpenAI takes 2,048, but text-embeddings-inference 32 unless told otherwise. */
const batchSize = 32;

/** For one call, in milliseconds. */
const timeoutMs = 10_000;

/** A seat belt for memory: models in use give 256 to 4,096 numbers. */
const mostDimensions = 8_192;

const answerShape = z.object({
  data: z.array(
    z.object({
      index: z.number().int().min(0),
      embedding: z.array(z.number()).min(1).max(mostDimensions),
    }),
  ),
});

/** @param settings where it is and which model; its URL comes from the operator, hence trusted */
export function createEmbeddings(
  settings: NonNullable<Config['embedding']>,
  outbound: Outbound,
): EmbeddingProvider {
  const { baseUrl, apiKey, model } = settings;
  return {
    engine: `${model}@${new URL(baseUrl).host}`,
    batchSize,
    async embed(texts, signal) {
      const answer = await send(outbound, {
        url: `${baseUrl}/embeddings`,
        method: 'POST',
        reach: 'trusted',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify({ model, input: texts, encoding_format: 'float' }),
        signal,
        timeoutMs,
      });
      return readVectors(answer, texts.length);
    },
  };
}

async function send(
  outbound: Outbound,
  request: Parameters<Outbound['request']>[0],
): Promise<OutboundAnswer> {
  try {
    return await outbound.request(request);
  } catch (error) {
    if (!(error instanceof OutboundFailure)) throw error;
    const kind = error.kind === 'unreadable' ? 'bad_answer' : 'no_answer';
    throw new EmbeddingFailure(kind, { cause: error });
  }
}

function readVectors(answer: OutboundAnswer, count: number): Float32Array[] {
  if (answer.status !== 200) throw new EmbeddingFailure('refused');
  const parsed = answerShape.safeParse(jsonOf(answer.text));
  if (!parsed.success) throw new EmbeddingFailure('bad_answer');
  const byIndex = new Map(parsed.data.data.map((one) => [one.index, one.embedding]));
  const vectors: Float32Array[] = [];
  for (let index = 0; index < count; index += 1) {
    vectors.push(Float32Array.from(byIndex.get(index) ?? []));
  }
  if (parsed.data.data.length !== count || !areUsable(vectors)) {
    throw new EmbeddingFailure('bad_answer');
  }
  return vectors;
}

/** One length throughout, and finite also as 32-bit numbers. */
function areUsable(vectors: readonly Float32Array[]): boolean {
  const length = vectors[0]?.length ?? 0;
  return length > 0 && vectors.every((one) => one.length === length && one.every(Number.isFinite));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
