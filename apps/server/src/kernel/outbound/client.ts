/**
 * The one client for outgoing HTTP.
 *
 * It never follows a redirect (a 3xx is an answer like any other), ignores proxy variables, ends on
 * the caller's signal and after a total time, and limits what an answer unpacks to. Above all it
 * tells “nothing happened there” from “it may have happened”, which decides what may be repeated.
 */
import type { Readable } from 'node:stream';
import { Agent, type Dispatcher } from 'undici';
import { assertOutsideTransaction } from '../db/database.ts';
import { type GuardParts, guardedConnector, publicGuard, trustedConnector } from './connector.ts';
import { refusalOf } from './destination.ts';
import { OutboundFailure } from './failure.ts';
import { acceptedEncodings, readBody } from './read-body.ts';

/** `public`: the URL may come from a user and leads to public addresses only. */
export type Reach = 'trusted' | 'public';

export interface OutboundRequest {
  url: string;
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  reach: Reach;
  /** Names in lower case. */
  headers?: Record<string, string>;
  /** A stream goes out as it is read; its length stands in `headers`. */
  body?: string | Readable;
  signal?: AbortSignal;
  /** Total time in milliseconds, from the call to the last byte; 20 s when absent. */
  timeoutMs?: number;
  /** Limit on the unpacked body in bytes; 8 MiB when absent. */
  maxBytes?: number;
}

export interface OutboundAnswer {
  status: number;
  /** Names in lower case; repeated headers joined with a comma. */
  headers: Record<string, string>;
  text: string;
}

/** An answer whose body has not been read yet; it is not unpacked. */
export interface OutboundStream {
  status: number;
  /** As in `OutboundAnswer`. */
  headers: Record<string, string>;
  /** To be read to its end or destroyed; the total time runs on while it is read. */
  body: Readable;
}

export interface Outbound {
  /** @throws OutboundFailure; every status is an answer. Inside a transaction: a plain error */
  request(request: OutboundRequest): Promise<OutboundAnswer>;
  /** Closes kept connections; requests under way end as `unknown_outcome`. */
  close(): Promise<void>;
}

/** For files, which are not read into memory. */
export interface FileOutbound {
  /** The answer with its body as a stream. @throws OutboundFailure as `request` does */
  open(request: OutboundRequest): Promise<OutboundStream>;
}

const defaultTimeoutMs = 20_000;
const defaultMaxBytes = 8 * 1024 * 1024;

/** Errors of undici, its parser and zlib that speak of an answer which is no proper HTTP. */
const unreadableError = /HTTPParserError|UND_ERR_HEADERS_OVERFLOW|Z_DATA_ERROR|ERR__ERROR_FORMAT/;

/**
 * @param guard how `public` destinations are judged; only tests hand in another
 * @param mayCall asked before every request; throws where nothing may go out (quarantine)
 */
export function createOutbound(
  guard: GuardParts = publicGuard,
  mayCall: () => Promise<void> = () => Promise.resolve(),
): Outbound & FileOutbound {
  const agents = createAgents(guard);
  const guarded = { guard, mayCall };
  return {
    request: (request) =>
      within(request, guarded, (url, signal) => send(agents, url, request, signal)),
    open: (request) =>
      within(request, guarded, (url, signal, done) => open(agents, url, request, signal, done)),
    close: async () => {
      await Promise.all(Object.values(agents).map((agent) => agent.destroy()));
    },
  };
}

type Agents = Record<`${Reach}-${'kept' | 'fresh'}`, Agent>;

/**
 * Reads share kept connections. Anything else takes a fresh one: a kept connection that the other
 * side has just closed would leave the outcome of a write unknown, and with it a refresh token.
 */
function createAgents(guard: GuardParts): Agents {
  const shared = { headersTimeout: 0, bodyTimeout: 0 };
  const trusted = trustedConnector();
  const guarded = guardedConnector(guard);
  return {
    'trusted-kept': new Agent({ ...shared, connect: trusted }),
    'trusted-fresh': new Agent({ ...shared, connect: trusted, pipelining: 0 }),
    'public-kept': new Agent({ ...shared, connect: guarded }),
    'public-fresh': new Agent({ ...shared, connect: guarded, pipelining: 0 }),
  };
}

function parseDestination(request: OutboundRequest, guard: GuardParts): URL {
  if (!URL.canParse(request.url)) throw new OutboundFailure('forbidden', 'The URL is malformed.');
  const url = new URL(request.url);
  const refusal = request.reach === 'public' ? refusalOf(url, guard) : null;
  if (refusal !== null) throw new OutboundFailure('forbidden', refusal);
  return url;
}

/** @param work told to call `done` once it is over, unless that is when it returns */
async function within<Result>(
  request: OutboundRequest,
  { guard, mayCall }: { guard: GuardParts; mayCall: () => Promise<void> },
  work: (url: URL, signal: AbortSignal, done: Done) => Promise<Result>,
): Promise<Result> {
  assertOutsideTransaction('An outgoing request');
  await mayCall();
  const url = parseDestination(request, guard);
  const { signal } = request;
  if (signal?.aborted) throw new OutboundFailure('cancelled', 'The request was cancelled.');
  const ending = new AbortController();
  const end = () => ending.abort();
  const timer = setTimeout(end, request.timeoutMs ?? defaultTimeoutMs);
  signal?.addEventListener('abort', end, { once: true });
  const clear = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  };
  const done: Done = { later: false, clear };
  try {
    const result = await work(url, ending.signal, done);
    if (!done.later) clear();
    return result;
  } catch (error) {
    clear();
    throw asFailure(error, { cancelled: signal?.aborted ?? false, ended: ending.signal.aborted });
  }
}

/** Ends the time that a request may take. */
interface Done {
  /** Whether the work goes on after its function has returned. */
  later: boolean;
  clear(this: void): void;
}

async function open(
  agents: Agents,
  url: URL,
  request: OutboundRequest,
  signal: AbortSignal,
  done: Done,
): Promise<OutboundStream> {
  const packed = { ...request, headers: { 'accept-encoding': 'identity', ...request.headers } };
  const answer = await dispatch(agents, url, packed, signal);
  done.later = true;
  answer.body.once('close', done.clear);
  // Whoever reads it hears of its failure; without a reader it must not end the process.
  answer.body.on('error', () => undefined);
  return { status: answer.statusCode, headers: plainHeaders(answer.headers), body: answer.body };
}

function dispatch(
  agents: Agents,
  url: URL,
  request: OutboundRequest,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  return agents[`${request.reach}-${isRead ? 'kept' : 'fresh'}`].request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: request.method,
    headers: {
      'user-agent': 'PartnerOS',
      'accept-encoding': acceptedEncodings,
      ...request.headers,
    },
    body: request.body ?? null,
    signal,
  });
}

async function send(
  agents: Agents,
  url: URL,
  request: OutboundRequest,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  const answer = await dispatch(agents, url, request, signal);
  const headers = plainHeaders(answer.headers);
  try {
    const maxBytes = request.maxBytes ?? defaultMaxBytes;
    const text = await readBody(answer.body, headers['content-encoding'] ?? '', maxBytes);
    return { status: answer.statusCode, headers, text };
  } catch (error) {
    answer.body.on('error', () => undefined).destroy();
    throw error;
  }
}

function plainHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}

function asFailure(error: unknown, how: { cancelled: boolean; ended: boolean }): OutboundFailure {
  if (how.cancelled) {
    return new OutboundFailure('cancelled', 'The request was cancelled.', { cause: error });
  }
  if (error instanceof OutboundFailure) return error;
  if (how.ended) {
    return new OutboundFailure('unknown_outcome', 'No answer in time.', { cause: error });
  }
  if (unreadableError.test(signatureOf(error))) {
    return new OutboundFailure('unreadable', 'The answer is not proper HTTP.', { cause: error });
  }
  return new OutboundFailure('unknown_outcome', 'The connection broke off.', { cause: error });
}

/** Name and code of an error, the two things that its makers promise to keep. */
function signatureOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return `${error.name} ${'code' in error ? String(error.code) : ''}`;
}
