/**
 * Every operation that is mounted: documented, sampled, and put through the same mistakes. What is
 * mounted beside the operations stands in one list.
 */

import { errorStatus } from '@partneros/contract/errors';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { describeApi } from '../src/app/describe-api.ts';
import { limitClasses } from '../src/kernel/http/limits.ts';
import { errorCodesOf, securityOf } from '../src/kernel/http/openapi.ts';
import { isPersonOnly } from '../src/kernel/http/routes.ts';
import { newId } from '../src/kernel/ids.ts';
import { type Client, createClient } from './client.ts';
import { type DemoRole, startTestApp } from './harness.ts';
import { addOrganization } from './organizations.ts';
import { prepareSamples, routeSamples } from './route-samples/index.ts';
import {
  apiDocument,
  badQueries,
  type Change,
  documented,
  idParameters,
  incomplete,
  otherMethods,
  sendSample,
  wrongTypes,
} from './route-suite.ts';

/** Mounted on Hono without being operations of the API, each with the reason why. */
const besideOperations: Record<string, string> = {
  '/healthz': 'For probes: no session, no organization, no Host check.',
  '/readyz': 'For probes, likewise.',
  '/metrics': 'For Prometheus, with a token of its own.',
  '/api/openapi.json': 'The document itself.',
  '/api/docs': 'The document as a page.',
  '/llms.txt': 'The document as an index.',
  '/api/*': '404 for what is unknown under /api.',
  '/*': 'The web application.',
};

const t = await startTestApp();
afterAll(() => t.close());

const operations = t.app.api.operations.map(({ operation }) => operation);
const roles: DemoRole[] = ['owner', 'admin', 'member', 'viewer', 'portal'];
const clients = new Map<DemoRole, Client>();
for (const role of roles) clients.set(role, await t.signIn(role));
const owner = clients.get('owner') ?? t.signedOut();

const document = apiDocument.parse((await t.signedOut().get('/api/openapi.json')).body);
const stranger = await (await addOrganization(t)).signIn();
const ids = await prepareSamples(t, owner);
const foreignIds = await prepareSamples(t, stranger);

/** A third organization whose samples are sent by a program, with a token for everything. */
const employer = await (await addOrganization(t)).signIn();
const machineIds = await prepareSamples(t, employer);
const machine = await machineOf(employer);

async function machineOf(client: Client): Promise<Client> {
  const { permissions } = (await client.get('/api/auth/session')).body.session;
  const wish = { name: 'Everything', permissions, expiresInDays: 1 };
  const { body } = await client.post('/api/service-accounts', wish);
  const withToken = createClient(t.url);
  const { request } = withToken;
  withToken.request = (method, path, options = {}) =>
    request(method, path, {
      ...options,
      headers: { authorization: `Bearer ${body.token}`, ...options.headers },
    });
  return withToken;
}

describe('what is mounted', () => {
  it('is an operation or stands in the list of what is not', () => {
    const paths = new Set(t.app.api.router.routes.map(({ path }) => path));
    const ofOperations = operations.map(({ path }) => path.replaceAll(/\{(\w+)\}/g, ':$1'));
    for (const path of ofOperations) paths.delete(path);
    expect([...paths].sort()).toEqual(Object.keys(besideOperations).sort());
  });

  it('is exactly what the document describes', () => {
    const mounted = operations.map(({ method, path, id }) => `${method} ${path} ${id}`).sort();
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, { operationId }]) => `${method} ${path} ${operationId}`,
      ),
    );
    expect(described.sort()).toEqual(mounted);
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  });

  it('is described alike by the served document and the one made without a server', () => {
    const made = apiDocument.parse(JSON.parse(JSON.stringify(describeApi())));
    // Where the server is reached is the one thing that only a running one knows.
    expect({ ...document, servers: [] }).toEqual({ ...made, servers: [] });
  });

  it('has a sample each, and no sample speaks of what is gone', () => {
    expect(Object.keys(routeSamples).sort()).toEqual(operations.map(({ id }) => id).sort());
  });

  it('is told on the page and in the index', async () => {
    const page = (await t.signedOut().get('/api/docs')).text;
    const index = (await t.signedOut().get('/llms.txt')).text;
    for (const { id, method, path } of operations) {
      expect(page).toContain(`<section id="${id}">`);
      expect(index).toContain(`[${method.toUpperCase()} ${path}](${t.url}/api/docs#${id})`);
    }
    expect(page).not.toContain('<script');
  });
});

describe.each(operations)('$id', (operation) => {
  const sample = routeSamples[operation.id]?.(ids) ?? { status: 0 };
  const isPublic = operation.access === 'public';
  const changes = operation.method !== 'get';
  // A signed form from another site has rules, and tests, of its own.
  const takesJson = changes && !operation.upload && operation.exempt === undefined;
  const send = (client: Client, change: Change = {}) =>
    sendSample(client, document, operation, sample, change);
  const everybody = () => (isPublic ? t.signedOut() : owner);
  const broken: Change = changes ? { body: { unknown: true } } : { query: 'unknown=1' };

  /** A fact about the operations that it applies to. */
  const fact = (applies: boolean, title: string, check: () => Promise<void>) => {
    if (applies) it(title, check);
  };

  it('is documented with its limit class and every error', () => {
    const described = documented(document, operation);
    const { perMinute } = limitClasses[operation.limit];
    expect(described?.['x-rate-limit']).toBe(`${operation.limit}: ${perMinute} a minute`);
    expect(described?.security).toEqual(securityOf(operation));
    for (const code of errorCodesOf(operation)) {
      const status = String(errorStatus[code]);
      expect(described?.responses[status]?.description).toContain(`\`${code}\``);
    }
  });

  fact(!isPublic, 'is 401 for nobody, before anything about the input is told', async () => {
    for (const change of [{}, broken]) {
      const answer = await send(t.signedOut(), change);
      expect(answer.body.code).toBe('unauthorized');
    }
  });

  fact(
    !isPublic && operation.access !== 'signed_in',
    'is 400 without an active organization, 403 for roles without the permission',
    async () => {
      const client = await t.signIn('owner');
      const { body } = await client.get('/api/auth/session');
      const sessions = `update sessions set active_organization_id = $1 where user_id = $2`;
      const userId: string = body.session.user.id;
      await t.db.asOwner(sessions, [newId(), userId]);
      onTestFinished(async () => {
        await t.db.asOwner(sessions, [ids['organizationId'], userId]);
      });
      expect((await send(client, broken)).body.code).toBe('no_active_organization');
      for (const [role, one] of clients) {
        if (role === 'owner') continue;
        const { session } = (await one.get('/api/auth/session')).body;
        if (session.permissions.includes(operation.access)) continue;
        for (const change of [{}, broken]) {
          expect((await send(one, change)).body.code, role).toBe('forbidden');
        }
      }
    },
  );

  fact(
    !isPublic && idParameters(operation).length > 0,
    'is 404 for another organization’s id, in the same bytes as for none, after the input is checked',
    async () => {
      for (const name of idParameters(operation)) {
        const foreign = { params: { [name]: foreignIds[name] ?? 'nothing prepared' } };
        const answer = await send(owner, foreign);
        expect(answer.status).toBe(404);
        const missing = await send(owner, { params: { [name]: newId() } });
        expect(missing.status).toBe(404);
        expect(answer.text).toBe(missing.text);
        expect((await send(owner, { ...foreign, ...broken })).status).toBe(400);
      }
    },
  );

  fact(operation.path.includes('{'), 'is 400 for malformed path parameters', async () => {
    const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    for (const name of names) {
      for (const value of ['x', '%00', '%F0%9F', '1%27%20or%201=1', 'A'.repeat(600)]) {
        const answer = await send(everybody(), { params: { [name]: value } });
        expect(answer.body.code, `${name}: ${value}`).toBe('validation_failed');
      }
      const upper = (sample.params?.[name] ?? '').toUpperCase();
      if (name.endsWith('Id'))
        expect((await send(owner, { params: { [name]: upper } })).status).toBe(400);
    }
  });

  fact(takesJson, 'is 400 for bodies that are no JSON, too deep, or of another type', async () => {
    const client = everybody();
    const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    for (const rawBody of [
      '{',
      '{"a":}',
      'text',
      '\u0000',
      deep(33),
      '{"a":"\\u0000"}',
      '{"a":"\\ud800"}',
    ]) {
      expect((await send(client, { rawBody })).body.code, rawBody).toBe('invalid_body');
    }
    expect((await send(client, { rawBody: deep(32) })).body.code).toBe('validation_failed');
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonp',
    ]) {
      const rawBody = JSON.stringify(sample.body ?? {});
      const answer = await send(client, { rawBody, headers: { 'content-type': type } });
      expect(answer.body.code, type).toBe('invalid_body');
    }
  });

  fact(takesJson, 'is 400 for unknown properties, wrong types and missing ones', async () => {
    const client = everybody();
    const known = typeof sample.body === 'object' ? sample.body : {};
    const bodies = [
      { ...known, unknown: 1 },
      ...wrongTypes(sample),
      ...incomplete(operation, sample),
    ];
    for (const body of bodies) {
      const answer = await send(client, { body });
      expect(answer.body.code, JSON.stringify(body)).toBe('validation_failed');
    }
    if (operation.body && !operation.bodyOptional) {
      expect((await send(client, { body: undefined })).body.code).toBe('invalid_body');
    }
  });

  fact(takesJson, 'is 413 for more than 1 MiB, whoever asks', async () => {
    const rawBody = JSON.stringify({ a: 'x'.repeat(1024 * 1024) });
    for (const client of [t.signedOut(), everybody()]) {
      const answer = await send(client, { rawBody, headers: { origin: 'https://evil.example' } });
      expect(answer.body.code).toBe('too_large');
    }
  });

  fact(takesJson, 'is 403 from another origin or site, whoever asks', async () => {
    const elsewhere: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: t.url.replace('http:', 'https:') },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    ];
    for (const headers of elsewhere) {
      for (const client of [t.signedOut(), everybody()]) {
        const answer = await send(client, { headers });
        expect(answer.body.code, JSON.stringify(headers)).toBe('forbidden_origin');
      }
    }
  });

  it('is 400 for unknown, repeated and wrong query parameters', async () => {
    const client = everybody();
    const loose = operation.query?.safeParse({ unknown: '1' }).success ?? false;
    const known = Object.keys(sample.query ?? {})[0] ?? 'limit';
    const queries = [`${known}=1&${known}=1`, ...badQueries(operation)];
    if (!loose) queries.push('unknown=1', `${known}[]=1`, `a=1&a=2`, '__proto__[x]=1');
    if (operation.query) queries.push(`${known}=%00`);
    for (const query of queries) {
      expect((await send(client, { query })).body.code, query).toBe('validation_failed');
    }
  });

  fact(
    !operation.idempotent,
    'is 400 with an Idempotency-Key, which it does not honour',
    async () => {
      const answer = await send(everybody(), { headers: { 'idempotency-key': 'k' } });
      expect(answer.body.code).toBe('validation_failed');
    },
  );

  fact(
    operation.idempotent ?? false,
    'is done once for an Idempotency-Key, and tells the same again to whoever did it',
    async () => {
      for (const key of ['', 'x'.repeat(256)]) {
        const answer = await send(owner, { headers: { 'idempotency-key': key } });
        expect(answer.body.code).toBe('validation_failed');
      }
      const headers = { 'idempotency-key': newId() };
      const body = {
        ...Object(sample.body),
        ...('name' in Object(sample.body) && { name: newId() }),
      };
      const first = await send(owner, { body, headers });
      expect(first.status, first.text).toBe(sample.status);
      const again = await send(owner, { body, headers });
      expect(again.text).toBe(first.text);
      expect(first.headers.get('idempotency-replayed')).toBeNull();
      expect(again.headers.get('idempotency-replayed')).toBe('true');
    },
  );

  fact(
    !isPublic && operation.access !== 'signed_in',
    'answers a program with the permission as it does a person, or only a person',
    async () => {
      const own = routeSamples[operation.id]?.(machineIds) ?? { status: 0 };
      const answer = await sendSample(machine, document, operation, own);
      if (isPersonOnly(operation)) expect(answer.body.code).toBe('forbidden');
      else expect(answer.status, answer.text).toBe(own.status);
    },
  );

  fact(operation.versioned ?? false, 'is 400 without If-Match, 409 for a stale one', async () => {
    for (const value of ['', '1', '*', 'W/"1"', '"x"', '"-1"', '"1", "2"']) {
      const answer = await send(owner, { headers: { 'if-match': value } });
      expect(answer.body.code, value).toBe('validation_failed');
    }
    expect((await send(owner, { headers: { 'if-match': '"999"' } })).body.code).toBe(
      'version_conflict',
    );
  });

  it('is 405 for methods that nobody mounted, with those that are', async () => {
    for (const method of otherMethods(operations, operation.path)) {
      const answer = await send(everybody(), { method, ...(method === 'GET' ? {} : { body: {} }) });
      expect(answer.body.code, method).toBe('method_not_allowed');
      expect(answer.headers.get('allow')?.split(', ')).toContain(operation.method.toUpperCase());
    }
  });

  it('answers as documented when all is well', async () => {
    // Acts on the session give it another token: they get a session of their own.
    const own = async () =>
      isPublic ? t.signedOut() : createClient(t.url, (await t.signIn('owner')).cookie);
    const { client, ...change } = (await sample.arrange?.(t)) ?? { client: await own() };
    const answer = await send(client, change);
    expect(answer.status, answer.text).toBe(sample.status);
    expect(answer.headers.get('RateLimit-Policy')).toMatch(new RegExp(`^"${operation.limit}";q=`));
  });
});
