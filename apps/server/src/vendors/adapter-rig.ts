/**
 * What an adapter is tested with: a CRM whose behaviour can be scripted, a server that should never
 * hear from us, and the steps that most facts begin with.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import type { Outbound } from '../kernel/outbound/client.ts';
import {
  CrmFailure,
  type CrmSession,
  type CrmVendor,
  type Grant,
  type OAuthClient,
} from './port.ts';

/** What can be asked of a scripted CRM; each strikes the next matching call, or all with `always`. */
export type Mishap =
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: unknown }
  | { kind: 'rate_limited'; retryAfterSeconds?: number }
  | { kind: 'server_error' }
  | { kind: 'time_out' }
  | { kind: 'half_body' }
  | { kind: 'html'; status?: number }
  | { kind: 'ok_with_error' }
  | { kind: 'reset'; before?: boolean }
  | { kind: 'expire_token' }
  | { kind: 'hostile'; instanceUrl?: string; nextRecordsUrl?: string; redirectTo?: string };

export type Call = 'token' | 'account' | 'objects' | 'object';

export interface AdapterRig {
  vendor: CrmVendor;
  /** The same adapter over another HTTP client. */
  vendorOver(outbound: Outbound): CrmVendor;
  /** The same adapter, one that waits a quarter of a second for an answer. */
  hastyVendor: CrmVendor;
  client: OAuthClient;
  /** The account that `consent` chooses. */
  accountId: string;
  /** Plays the user at the consent page; gives the address that the browser is sent to. */
  consent(authorizeUrl: string): Promise<string>;
  strike(call: Call, mishap: Mishap): void;
  /** Requests that the CRM received since the rig was made or `forget` was called. */
  received(call?: Call): { path: string; headers: Readonly<Record<string, string>> }[];
  forget(): void;
  /** What an administrator does: every grant on the account is gone. */
  revokeEverything(): void;
  expireAccessTokens(): void;
  addField(objectType: string, name: string): void;
  stranger: Stranger;
}

export const redirectUri = 'http://localhost:3000/api/integrations/callback';
export const never = new AbortController().signal;

export interface Authorisation {
  code: string;
  verifier: string;
}

export async function authorise(rig: AdapterRig): Promise<Authorisation> {
  const { vendor, client } = rig;
  const verifier = randomBytes(32).toString('base64url');
  const codeChallenge = createHash('sha256').update(verifier).digest('base64url');
  const request = { state: 'state-1', codeChallenge, redirectUri };
  const target = new URL(await rig.consent(vendor.authorizeUrl(client, request)));
  expect(target.searchParams.get('state')).toBe('state-1');
  return { code: target.searchParams.get('code') ?? '', verifier };
}

export async function connect(rig: AdapterRig): Promise<Grant> {
  const { code, verifier } = await authorise(rig);
  const exchange = { code, codeVerifier: verifier, redirectUri };
  return rig.vendor.exchangeCode(rig.client, exchange, never);
}

export function sessionOf(rig: AdapterRig, grant: Grant, signal = never): CrmSession {
  const { accessToken, instanceUrl } = grant;
  return { client: rig.client, accessToken, instanceUrl, signal };
}

/** The failure that a call ends in; a call that succeeds fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<CrmFailure> {
  const outcome: unknown = await call.then(
    () => 'it succeeded',
    (error: unknown) => error,
  );
  if (outcome instanceof CrmFailure) return outcome;
  throw new Error(`Expected a CrmFailure; got: ${String(outcome)}`);
}

export function refreshTokenOf(grant: Grant): string {
  if (grant.refreshToken === null) throw new Error('The grant has no refresh token.');
  return grant.refreshToken;
}

/** A server that should never hear from us: its URL, and the headers of what it has received. */
export interface Stranger {
  url: string;
  requests: Record<string, string | string[] | undefined>[];
}

/** Starts a stranger that ends with the test. */
export async function startStranger(): Promise<Stranger> {
  const requests: Stranger['requests'] = [];
  const server = createServer((request, response) => {
    requests.push(request.headers);
    response.end('{}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A TCP server that listens has an address object, never a path or null.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests };
}

/** A client that waits a quarter of a second for each answer, whatever it is told. */
export function hasty(outbound: Outbound): Outbound {
  return { ...outbound, request: (request) => outbound.request({ ...request, timeoutMs: 250 }) };
}
