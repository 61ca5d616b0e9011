/**
 * The contract, fuzzed: requests made from the served OpenAPI document, good and broken in every
 * part, by every role; no answer may be a 5xx or other than the document says.
 */

import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { takeRefusedAttempts } from '../../../../scripts/checks/no-network.ts';
import type { DemoRole, TestApp } from '../harness.ts';
import { startTestApp } from '../harness.ts';
import { prepareSamples, routeSamples } from '../route-samples/index.ts';
import type { SampleIds } from '../route-samples/sample.ts';
import {
  createDescribes,
  type FuzzDocument,
  type FuzzOperation,
  readDocument,
} from './fuzz-document.ts';
import { requestsOf } from './fuzz-requests.ts';
import { recordProof } from './record.ts';
import { createSender, parsed, type RawAnswer, type RawRequest } from './request.ts';
import { createRandom, inLanes, proofSeed, scaled } from './scale.ts';
import { mintSession, type SessionRow, sessionOf } from './sessions.ts';

const roles: readonly DemoRole[] = ['owner', 'admin', 'member', 'viewer', 'portal'];
const cases = scaled(3_000, 100_000);
const lanes = 12;

let t: TestApp;
let ids: SampleIds;
let document: FuzzDocument;
const sessions = new Map<DemoRole, SessionRow>();

beforeAll(async () => {
  t = await startTestApp();
  ids = await prepareSamples(t, await t.signIn('owner'));
  for (const role of roles) {
    await t.signIn(role);
    sessions.set(role, await sessionOf(t.db, `${role}@demo.example`));
  }
  document = readDocument((await t.signedOut().get('/api/openapi.json')).body);
}, 120_000);
afterAll(() => t.close());

/** Cookies by lane and role; a fresh one when an act has ended or renewed the session. */
function createJar() {
  const cookies = new Map<string, string>();
  return {
    async cookieOf(lane: number, role: DemoRole): Promise<string> {
      const key = `${lane} ${role}`;
      const row = sessions.get(role) ?? {};
      const cookie =
        cookies.get(key) ?? (await mintSession(t.db, row, { confirmed_at: new Date() }));
      cookies.set(key, cookie);
      return cookie;
    },
    forget: (lane: number, role: DemoRole) => void cookies.delete(`${lane} ${role}`),
  };
}

interface Case {
  operation: FuzzOperation;
  request: RawRequest;
  role: DemoRole | 'signed out';
}

/** Password hashing takes its time on purpose: such operations get a quarter of the others' share. */
function shareOf(operation: FuzzOperation): number {
  return operation['x-rate-limit'].startsWith('sign_in') ? 0.25 : 1;
}

function listCases(): Case[] {
  const random = createRandom(proofSeed);
  const { operations } = document;
  const whole = operations.reduce((sum, operation) => sum + shareOf(operation), 0);
  const listed = operations.flatMap((operation, index) => {
    const sample = routeSamples[operation.operationId]?.(ids) ?? { status: 0 };
    const numRuns = Math.ceil((cases * shareOf(operation)) / whole);
    const requests = fc.sample(requestsOf(operation, document, sample), {
      numRuns,
      seed: proofSeed + index,
    });
    return requests.map((request): Case => {
      const chosen = Math.floor(random() * (roles.length + 3));
      // Owners come furthest, so they come most often.
      return {
        operation,
        request,
        role: chosen > roles.length ? 'owner' : (roles[chosen] ?? 'signed out'),
      };
    });
  });
  // In turns, so that no operation meets only what its own requests have left.
  return listed
    .map((one) => ({ one, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ one }) => one);
}

/** The case in a line, shortened. */
function tell({ operation, request, role }: Case): string {
  const { method, path, headers, body } = request;
  const parts = [path, JSON.stringify(headers), String(body ?? '')].map((part) =>
    part.slice(0, 200),
  );
  return `${operation.operationId} (${role}): ${method} ${parts.join(' ')}`;
}

/** What is wrong with an answer; null when all is as the document says. */
function createJudge() {
  const describes = createDescribes(document);
  return ({ operation, request }: Case, answer: RawAnswer): string | null => {
    const always = faultOfAny(operation, answer);
    if (always !== null) return `${answer.status} ${always}`;
    const asked = request.method === 'HEAD' ? 'GET' : request.method;
    const mounted = document.operations.find(
      (one) => one.path === operation.path && one.method.toUpperCase() === asked,
    );
    const fault = mounted ? describes(mounted, answer) : faultOfNoMethod(answer);
    return fault === null ? null : `${answer.status} with ${fault}`;
  };
}

/** What no answer may be, whatever was asked. */
function faultOfAny(operation: FuzzOperation, { status, headers, text }: RawAnswer): string | null {
  const outside = operation['x-effect'] === 'external' && status === 502;
  if (status >= 500 && !outside) return text.slice(0, 300);
  if (!/^[0-9a-f-]{36}$/.test(String(headers['x-request-id']))) return 'without x-request-id';
  return headers['x-content-type-options'] === 'nosniff' ? null : 'without nosniff';
}

function faultOfNoMethod({ status }: RawAnswer): string | null {
  return [404, 405].includes(status) ? null : 'a method that nobody mounted';
}

it('answers every request as the document says', { timeout: 3_600_000 }, async () => {
  const judge = createJudge();
  const jar = createJar();
  const { send, close } = createSender(t.url);
  const failures: string[] = [];
  const statuses: Record<string, number> = {};
  const listed = listCases();
  const started = performance.now();
  await inLanes(listed, lanes, async (one, index) => {
    const lane = index % lanes;
    const { request, role } = one;
    const cookie = role === 'signed out' ? {} : { cookie: await jar.cookieOf(lane, role) };
    const answer = await send({ ...request, headers: { ...cookie, ...request.headers } });
    const ended = answer.status === 401 || answer.headers['set-cookie'] !== undefined;
    if (ended && role !== 'signed out') jar.forget(lane, role);
    statuses[`answers ${answer.status}`] = (statuses[`answers ${answer.status}`] ?? 0) + 1;
    const fault = judge(one, answer);
    if (fault !== null && failures.length < 100) failures.push(`${tell(one)}: ${fault}`);
  });
  close();
  // Addresses that requests made up, such as an issuer’s: that they are called is what was asked for.
  takeRefusedAttempts();
  const seconds = (performance.now() - started) / 1000;
  recordProof({
    suite: 'contract-fuzz',
    attempts: listed.length,
    failures,
    details: {
      operations: document.operations.length,
      seconds: Math.round(seconds),
      'requests/s': Math.round(listed.length / seconds),
      ...statuses,
    },
  });
  expect(parsed(await send({ method: 'GET', path: '/healthz' }))).toEqual({ status: 'ok' });
  expect(failures.slice(0, 20)).toEqual([]);
  expect(listed.length).toBeGreaterThanOrEqual(cases);
});
