/**
 * The embedding provider's vectors of fields, beside the built-in ones. They are stored as they come
 * (32-bit numbers, little-endian as on every processor that Node runs on) and asked for once.
 */
import type { Database } from '../../kernel/db/database.ts';
import type { OrganizationScope } from '../../kernel/db/scope.ts';
import { createSemaphore } from '../../kernel/semaphore.ts';
import { EmbeddingFailure, type EmbeddingProvider } from '../../vendors/embeddings/port.ts';
import { fieldsByHash, type MatchField } from './field-vectors.ts';
import { addVectors, findVectors } from './vector-store.ts';

export type ProviderVectors = ReadonlyMap<string, Float32Array>;

interface Parts {
  database: Database;
  provider: EmbeddingProvider;
}

/** For all calls together: a suggestion does not wait longer for a provider. */
const patienceMs = 15_000;
const callsAtOnce = 4;

/** Enough for a label and a help text; small models read some 500 tokens. */
const longestText = 2_000;
const mostOptions = 30;

/**
 * The vectors of all the fields, by content hash.
 * @throws EmbeddingFailure when one cannot be had; what did arrive is stored nonetheless, so that it
 *   is not asked for again
 */
export async function providerVectors(
  { database, provider }: Parts,
  scope: OrganizationScope,
  fields: readonly MatchField[],
): Promise<ProviderVectors> {
  const byHash = fieldsByHash(fields);
  const stored = await database.withOrganization(scope, (tx) =>
    findVectors(tx, provider.engine, [...byHash.keys()]),
  );
  const vectors = new Map([...stored].map(([hash, bytes]) => [hash, fromBytes(bytes)]));
  const missing = [...byHash].filter(([hash]) => !vectors.has(hash));
  if (missing.length === 0) return requireOneLength(vectors);

  const { made, failure } = await askProvider(provider, missing);
  const all = requireOneLength(new Map([...vectors, ...made]));
  if (made.size > 0) {
    const bytes = new Map([...made].map(([hash, vector]) => [hash, toBytes(vector)]));
    await database.withOrganization(scope, (tx) => addVectors(tx, provider.engine, bytes));
  }
  if (failure) throw failure;
  return all;
}

interface Asked {
  made: Map<string, Float32Array>;
  failure: EmbeddingFailure | null;
}

/** Asks in batches, some at once; after the first failure no further one is sent. */
async function askProvider(
  provider: EmbeddingProvider,
  missing: readonly (readonly [string, MatchField])[],
): Promise<Asked> {
  const asked: Asked = { made: new Map(), failure: null };
  const signal = AbortSignal.timeout(patienceMs);
  const places = createSemaphore(callsAtOnce);
  const batches: (readonly (readonly [string, MatchField])[])[] = [];
  for (let start = 0; start < missing.length; start += provider.batchSize) {
    batches.push(missing.slice(start, start + provider.batchSize));
  }
  await Promise.all(
    batches.map((batch) => places.run(() => askForBatch(provider, batch, asked, signal))),
  );
  return asked;
}

async function askForBatch(
  provider: EmbeddingProvider,
  batch: readonly (readonly [string, MatchField])[],
  asked: Asked,
  signal: AbortSignal,
): Promise<void> {
  if (asked.failure) return;
  try {
    const vectors = await provider.embed(
      batch.map(([, field]) => textOf(field)),
      signal,
    );
    batch.forEach(([hash], index) => {
      const vector = vectors[index];
      if (vector) asked.made.set(hash, vector);
    });
  } catch (error) {
    if (!(error instanceof EmbeddingFailure)) throw error;
    asked.failure ??= error;
  }
}

/** What is said of a field to the provider: metadata alone, never the values of records. */
function textOf(field: MatchField): string {
  const options = field.options.slice(0, mostOptions).map((option) => option.label || option.value);
  const lines = [
    field.label === '' ? field.name : `${field.label} (${field.name})`,
    field.description ?? '',
    options.length > 0 ? `Options: ${options.join(', ')}` : '',
  ];
  return lines
    .filter((line) => line !== '')
    .join('\n')
    .slice(0, longestText);
}

/**
 * Vectors of two lengths come from two models under one name: they cannot be compared.
 * @throws EmbeddingFailure
 */
export function requireOneLength(vectors: ProviderVectors): ProviderVectors {
  const lengths = new Set([...vectors.values()].map((vector) => vector.length));
  if (lengths.size > 1) throw new EmbeddingFailure('bad_answer');
  return vectors;
}

function toBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** Copied, because the bytes that a driver hands out need not begin at a multiple of four. */
function fromBytes(bytes: Uint8Array): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer, 0, Math.floor(bytes.byteLength / 4));
}
