/** What an area's samples are made of. */
import type { Client } from '../client.ts';
import type { TestApp } from '../harness.ts';

/** Ids of rows by the path parameter that names them, and whatever else samples speak of. */
export type SampleIds = Readonly<Record<string, string>>;

export interface RouteSample {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** Of an upload, in place of `body`: the form as text. */
  rawBody?: string;
  headers?: Record<string, string>;
  /** The status of the good answer. */
  status: number;
}

export interface SampleArea {
  /** Makes what the samples speak of in the client's organization; run for ours and for another. */
  prepare?(t: TestApp, owner: Client): Promise<Record<string, string>>;
  samples: Readonly<Record<string, (ids: SampleIds) => RouteSample>>;
}
