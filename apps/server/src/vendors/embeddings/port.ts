/**
 * What the product needs of an embedding provider: texts in, one vector each out. Providers get
 * metadata of fields only, never the values of records.
 */

export interface EmbeddingProvider {
  /** `<model>@<host>`: names the making of the vectors, which are kept under it. */
  readonly engine: string;
  /** How many texts one call takes at most. */
  readonly batchSize: number;
  /**
   * Vectors of the texts, in their order, all of one length and of finite numbers.
   * @param texts at least one and at most `batchSize`
   * @throws EmbeddingFailure
   */
  embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
}

/**
 * - `no_answer`: not reached, broken off or not in time.
 * - `refused`: it answered with a status other than 200.
 * - `bad_answer`: what it answered cannot be used.
 */
export type EmbeddingFailureKind = 'no_answer' | 'refused' | 'bad_answer';

/** Thrown by providers; the message is ours, whatever the provider said is left out. */
export class EmbeddingFailure extends Error {
  override readonly name = 'EmbeddingFailure';
  readonly kind: EmbeddingFailureKind;

  constructor(kind: EmbeddingFailureKind, options?: ErrorOptions) {
    super(`The embedding provider failed: ${kind}.`, options);
    this.kind = kind;
  }
}
