/** The one HTTP server of both CRMs: reads a request, logs it, lets faults strike, answers. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from './clock.ts';
import type { Crm } from './crm.ts';
import { FaultScript } from './fault-script.ts';
import { answerWithFault, type Delivery } from './faulty-answer.ts';
import { type LoggedRequest, RequestLog } from './request-log.ts';
import { type MatchedRoute, type Route, Router } from './router.ts';
import { json, type WireRequest, type WireResponse } from './wire.ts';

const LARGEST_BODY = 12 * 1024 * 1024;

interface ServedCrm {
  crm: Crm;
  router: Router;
}

export class CrmServer {
  readonly faults = new FaultScript();
  readonly requests = new RequestLog();
  /** Delay before every answer of a CRM; the control calls are exempt. */
  latencyMs = 0;
  url = '';
  readonly #clock: Clock;
  readonly #server: Server;
  #crms: ServedCrm[] = [];
  #control = new Router([]);

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#server = createServer((incoming, outgoing) => {
      // One request's failure must not end the process that serves all others.
      this.#serve(incoming, outgoing).catch((error: unknown) => {
        if (!incoming.destroyed || incoming.complete) failLoudly(outgoing, error);
      });
    });
    this.#server.keepAliveTimeout = 60_000;
  }

  async listen(port: number, host: string): Promise<string> {
    this.#server.listen(port, host);
    await once(this.#server, 'listening');
    const address = this.#server.address();
    const bound = typeof address === 'object' && address ? address.port : port;
    this.url = `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
    return this.url;
  }

  serve(crms: readonly Crm[], control: readonly Route[]): void {
    this.#crms = crms.map((crm) => ({ crm, router: new Router(crm.routes) }));
    this.#control = new Router(control);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    if (!request) return write(outgoing, json(413, { message: 'the body is too large' }));
    if (request.path.startsWith('/_control/')) {
      return write(outgoing, await this.#answerControl(request));
    }
    const { delivery, entry } = await this.#answer(request);
    if (delivery.kind === 'answer' || delivery.kind === 'cut') {
      entry.status = delivery.response.status;
    }
    send(outgoing, delivery);
  }

  async #answerControl(request: WireRequest): Promise<WireResponse> {
    const found = this.#control.find(request.method, request.path);
    if (!found) return json(404, { message: 'no such control call' });
    return found.route.handle({ ...request, params: found.params });
  }

  async #answer(request: WireRequest): Promise<{ delivery: Delivery; entry: LoggedRequest }> {
    const { crm, router } = this.#crmFor(request);
    const found = router.find(request.method, request.path) ?? unknownRoute(crm, router, request);
    const { route, params } = found;
    const routed = { ...request, params };
    const account = crm.accountOf(routed);
    const { call } = route;
    const fault = this.faults.take({ crm: crm.name, call, account, ...pick(request) });
    const entry = this.#log(crm, call, request, account?.id ?? null, fault?.kind ?? null);
    const delay = this.latencyMs + (fault?.kind === 'slow' ? fault.milliseconds : 0);
    if (delay > 0) await wait(delay);
    const delivery = await answerWithFault(crm, routed, fault, () => route.handle(routed));
    return { delivery, entry };
  }

  #log(
    crm: Crm,
    call: string,
    request: WireRequest,
    accountId: string | null,
    fault: string | null,
  ): LoggedRequest {
    return this.requests.add({
      crm: crm.name,
      call,
      ...pick(request),
      query: Object.fromEntries(request.query),
      headers: request.headers,
      body: request.body,
      accountId,
      status: null,
      fault,
      at: this.#clock.now(),
    });
  }

  /** Salesforce owns `/services` and `/id`; everything else is HubSpot's. */
  #crmFor(request: WireRequest): ServedCrm {
    const name = /^\/(services|id|setup)\b/.test(request.path) ? 'salesforce' : 'hubspot';
    const served = this.#crms.find(({ crm }) => crm.name === name);
    if (!served) throw new Error(`no CRM is served for ${request.path}`);
    return served;
  }
}

/** Stands in when no route matches, so that faults and the log see these requests too. */
function unknownRoute(crm: Crm, router: Router, request: WireRequest): MatchedRoute {
  const { method, path } = request;
  const handle = () => crm.notFound(request, router.knowsPath(path));
  return { route: { method, pattern: path, call: 'unknown', handle }, params: {} };
}

function pick({ method, path }: WireRequest): { method: string; path: string } {
  return { method, path };
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // no encoding is set, so that chunks are buffers
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  const url = new URL(incoming.url ?? '/', 'http://simulator');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: flatten(incoming),
    body: Buffer.concat(chunks).toString('utf8'),
    params: {},
  };
}

function flatten(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

function write(outgoing: ServerResponse, response: WireResponse): void {
  const body = Buffer.from(response.body);
  const hasBody = response.status !== 204 && response.status !== 304;
  outgoing.writeHead(response.status, {
    ...response.headers,
    ...(hasBody && { 'content-length': String(body.length) }),
  });
  outgoing.end(hasBody ? body : undefined);
}

function send(outgoing: ServerResponse, delivery: Delivery): void {
  if (delivery.kind === 'hang') return;
  if (delivery.kind === 'reset') {
    outgoing.socket?.resetAndDestroy();
    return;
  }
  if (delivery.kind === 'answer') return write(outgoing, delivery.response);
  const body = Buffer.from(delivery.response.body);
  outgoing.writeHead(delivery.response.status, {
    ...delivery.response.headers,
    'content-length': String(body.length),
  });
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.destroy());
}

function failLoudly(outgoing: ServerResponse, error: unknown): void {
  console.error('demo CRM:', error);
  if (outgoing.headersSent) outgoing.destroy();
  else write(outgoing, json(500, { message: 'the simulator failed; see its output' }));
}
