/**
 * Turns a request into what goes over the socket, with the fault that strikes it. Faults that stand
 * in for the answer never run the CRM's handler, so that nothing changes; the others bend the answer
 * after the work is done.
 */
import type { Crm } from './crm.ts';
import type { FaultAction } from './fault-script.ts';
import { empty, html, json, type WireRequest, type WireResponse } from './wire.ts';

/** `cut`: send this much, then destroy the socket. `hang`: never answer. */
export type Delivery =
  | { kind: 'answer'; response: WireResponse }
  | { kind: 'cut'; response: WireResponse }
  | { kind: 'reset' }
  | { kind: 'hang' };

const DEFAULT_PAGE = '<!doctype html><title>Down for maintenance</title><h1>Back soon</h1>';

function scripted(fault: FaultAction & { kind: 'status' }): WireResponse {
  if (fault.body === undefined) return empty(fault.status, { ...fault.headers });
  if (typeof fault.body === 'string') {
    const headers = { 'content-type': 'text/plain; charset=utf-8', ...fault.headers };
    return { status: fault.status, headers, body: fault.body };
  }
  return json(fault.status, fault.body, { ...fault.headers });
}

/** What stands in for the CRM's own answer, under faults that do so. */
function replacement(crm: Crm, request: WireRequest, fault: FaultAction): WireResponse | undefined {
  switch (fault.kind) {
    case 'status':
      return scripted(fault);
    case 'rate_limited':
      return crm.rateLimited(request, fault);
    case 'server_error':
      return crm.serverError(request);
    case 'ok_with_error':
      return crm.okWithError(request);
    case 'html':
      return html(fault.status ?? 200, fault.page ?? DEFAULT_PAGE);
    default:
      return undefined;
  }
}

/** The delivery of faults that strike before any work is done; undefined for all others. */
function standIn(crm: Crm, request: WireRequest, fault: FaultAction): Delivery | undefined {
  if (fault.kind === 'time_out' && !fault.afterWork) return { kind: 'hang' };
  if (fault.kind === 'reset' && fault.before) return { kind: 'reset' };
  const response = replacement(crm, request, fault);
  return response && { kind: 'answer', response };
}

function bend(fault: FaultAction & { kind: 'hostile' }, response: WireResponse): WireResponse {
  if (fault.redirectTo !== undefined) return empty(302, { location: fault.redirectTo });
  const body: unknown = JSON.parse(response.body);
  const foreign = {
    ...(fault.instanceUrl !== undefined && { instance_url: fault.instanceUrl }),
    ...(fault.nextRecordsUrl !== undefined && {
      nextRecordsUrl: fault.nextRecordsUrl,
      done: false,
    }),
  };
  return { ...response, body: JSON.stringify({ ...Object(body), ...foreign }) };
}

function deliver(fault: FaultAction | undefined, response: WireResponse): Delivery {
  switch (fault?.kind) {
    case 'half_body':
      return { kind: 'cut', response };
    case 'reset':
      return { kind: 'reset' };
    case 'time_out':
      return { kind: 'hang' };
    case 'hostile':
      return { kind: 'answer', response: bend(fault, response) };
    default:
      return { kind: 'answer', response };
  }
}

export async function answerWithFault(
  crm: Crm,
  request: WireRequest,
  fault: FaultAction | undefined,
  handle: () => WireResponse | Promise<WireResponse>,
): Promise<Delivery> {
  const early = fault && standIn(crm, request, fault);
  if (early) return early;
  if (fault?.kind === 'expire_token') crm.expireTokenOf(request);
  const response = crm.finish(request, await handle());
  return deliver(fault, response);
}
