/** Requests for one operation: good ones, and ones that are broken in every part that they have. */
import { gzipSync } from 'node:zlib';
import fc, { type Arbitrary } from 'fast-check';
import type { RouteSample } from '../route-samples/sample.ts';
import type { FuzzDocument, FuzzOperation } from './fuzz-document.ts';
import type { RawRequest } from './request.ts';
import { oddStrings, oddValue, spoil, valuesOf } from './schema-values.ts';

export function requestsOf(
  operation: FuzzOperation,
  document: FuzzDocument,
  sample: RouteSample,
): Arbitrary<RawRequest> {
  const usual = operation.method.toUpperCase();
  const methods = fc.oneof(
    { weight: 40, arbitrary: fc.constant(usual) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'),
    },
  );
  return fc
    .record({
      method: methods,
      path: pathsOf(operation, document, sample),
      query: queriesOf(operation, document, sample),
      headers: headersOf(sample),
      body: usual === 'GET' ? fc.constant(noBody) : bodiesOf(operation, document, sample),
      chunked: fc.oneof({ weight: 20, arbitrary: fc.constant(false) }, fc.constant(true)),
    })
    .map(({ method, path, query, headers, body, chunked }) => ({
      method,
      path: query === '' ? path : `${path}?${query}`,
      headers: { ...body.headers, ...headers },
      body: ['GET', 'HEAD', 'OPTIONS'].includes(method) ? null : body.content,
      chunked: chunked && body.content !== null && !['GET', 'HEAD', 'OPTIONS'].includes(method),
    }));
}

/** Acts that take long with a real id: outside calls and streams. */
function isSlow({ 'x-effect': effect, responses }: FuzzOperation): boolean {
  return effect === 'external' || 'text/event-stream' in (responses['200']?.content ?? {});
}

function pathsOf(
  operation: FuzzOperation,
  { definitions }: FuzzDocument,
  sample: RouteSample,
): Arbitrary<string> {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const values = names.map((name) => {
    const known = sample.params?.[name] ?? 'x';
    const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === name);
    const made = valuesOf(parameter?.schema, definitions).map(String);
    const real = isSlow(operation) ? 1 : 60;
    return fc
      .oneof(
        { weight: real, arbitrary: fc.constant(known) },
        { weight: 30, arbitrary: made },
        { weight: 10, arbitrary: fc.constantFrom(...oddStrings) },
        { weight: 5, arbitrary: fc.constantFrom(known.toUpperCase(), `${known}x`, `{${name}}`) },
      )
      .map((value) => encodeSegment(value));
  });
  return fc.tuple(...values).map((segments) => {
    let index = 0;
    return operation.path.replaceAll(/\{\w+\}/g, () => segments[index++] ?? '');
  });
}

/** A segment that stays one: no empty one, and no dots alone, which URLs take out. */
function encodeSegment(value: string): string {
  const encoded = encodeURIComponent(value.toWellFormed());
  return encoded === '' || /^\.+$/.test(encoded) ? '%20' : cut(encoded, 6_000);
}

/** Shortened, but never within an escape. */
function cut(encoded: string, length: number): string {
  return encoded.slice(0, length).replace(/%.?$/, '');
}

function queriesOf(
  operation: FuzzOperation,
  { definitions }: FuzzDocument,
  sample: RouteSample,
): Arbitrary<string> {
  const parameters = operation.parameters.filter((one) => one.in === 'query');
  const known = new URLSearchParams(sample.query).toString();
  const model = Object.fromEntries(
    parameters.map(({ name, schema }) => [
      name,
      fc.oneof(
        { weight: 4, arbitrary: valuesOf(schema, definitions).map(String) },
        { weight: 1, arbitrary: fc.constantFrom(...oddStrings) },
      ),
    ]),
  );
  const made = fc.record(model, { requiredKeys: [] }).map((values) => {
    const given = Object.entries(values).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]);
    return cut(new URLSearchParams(given).toString(), 4_000);
  });
  const names = ['unknown', '__proto__', ...parameters.map(({ name }) => name)];
  const name = fc.constantFrom(...names);
  const odd = fc.oneof(
    name.map((one) => `${one}=1&${one}=2`),
    name.map((one) => `${one}[]=1`),
    name.map((one) => `${one}[a][b]=1`),
    name.map((one) => `${one}`),
    name.map((one) => `${one}=%00`),
    name.map((one) => `${one}=%ff%fe`),
    name.map((one) => `${one}=%E0%A4%A`),
    fc.constantFrom('&&&', '=', '=1', '%', '?', 'a=%', `${'a=1&'.repeat(300)}b=2`, ';a=1', '+=+'),
  );
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(known) },
    { weight: 5, arbitrary: made },
    { weight: 1, arbitrary: odd },
  );
}

function headersOf(sample: RouteSample): Arbitrary<Record<string, string>> {
  const odd = fc.constantFrom<Record<string, string>>(
    { 'if-match': '' },
    { 'if-match': '*' },
    { 'if-match': '"0"' },
    { 'if-match': '"99999999999999999999"' },
    { 'if-match': 'W/"1"' },
    { 'if-none-match': '"x"' },
    { 'if-none-match': '*' },
    { 'idempotency-key': 'k' },
    { 'idempotency-key': 'x'.repeat(256) },
    { 'idempotency-key': '' },
    { accept: 'application/xml' },
    { accept: '' },
    { 'accept-language': 'x'.repeat(2_000) },
    { 'content-type': 'application/json; charset=utf-16' },
    { 'content-type': 'application/json; charset="' },
    { 'content-type': 'APPLICATION/JSON' },
    { 'content-type': 'text/plain' },
    { 'content-type': 'multipart/form-data' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': '' },
    { 'content-encoding': 'gzip' },
    { 'content-encoding': 'br, gzip' },
    { authorization: 'Bearer ' },
    { authorization: 'Basic YTpi' },
    { authorization: `Bearer pos_${'x'.repeat(43)}` },
    { 'x-forwarded-for': 'not an address, , ::::' },
    { 'x-request-id': 'mine\u00ff' },
    { 'last-event-id': 'x' },
    { range: 'bytes=0-1' },
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { expect: '100-continue' },
    { 'user-agent': `${'x'.repeat(1_000)}\u00e9` },
  );
  const usual = { ...sample.headers };
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: odd.map((headers) => ({ ...usual, ...headers })) },
  );
}

interface Body {
  content: string | Buffer | null;
  headers: Record<string, string>;
}
const noBody: Body = { content: null, headers: {} };
const asJson = (content: string | Buffer): Body => ({
  content,
  headers: { 'content-type': 'application/json' },
});

/** The sample's own; an upload's type stands among the sample's headers. */
function knownBody({ body, rawBody }: RouteSample): Body {
  if (rawBody !== undefined) return { content: rawBody, headers: {} };
  return body === undefined ? noBody : asJson(JSON.stringify(body));
}

function bodiesOf(
  { requestBody }: FuzzOperation,
  { definitions }: FuzzDocument,
  sample: RouteSample,
): Arbitrary<Body> {
  const schema = requestBody?.content['application/json']?.schema;
  const known = knownBody(sample);
  const made = schema === undefined ? oddValue : valuesOf(schema, definitions);
  const good = fc.oneof(made, fc.constant<unknown>(sample.body ?? {}));
  const spoiled = fc
    .tuple(good, fc.nat(50), oddValue, fc.nat(23))
    .map(([value, place, odd, way]) => asJson(JSON.stringify(spoil(value, place, odd, way)) ?? ''));
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(known) },
    { weight: 5, arbitrary: made.map((value) => asJson(JSON.stringify(value) ?? '')) },
    { weight: 6, arbitrary: spoiled },
    { weight: 2, arbitrary: good.chain(brokenTexts) },
  );
}

/** What is no JSON, or JSON at the edge of what can be said. */
function brokenTexts(value: unknown): Arbitrary<Body> {
  const text = JSON.stringify(value) ?? '{}';
  const name = text.startsWith('{"') ? text.slice(2, text.indexOf('"', 2)) : 'a';
  const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  const texts = [
    '',
    '{',
    'null',
    '[]',
    '"',
    text.slice(0, Math.floor(text.length / 2)),
    `${text}${text}`,
    `\ufeff${text}`,
    `/* */${text}`,
    text.replaceAll('"', "'"),
    `{"${name}":1,"${name}":2}`,
    `{"__proto__":{"admin":true},"${name}":1}`,
    `{"${name}":1e999}`,
    `{"${name}":-1e-999}`,
    `{"${name}":${'9'.repeat(500)}}`,
    `{"${name}":"\\u0000"}`,
    `{"${name}":"\\ud800"}`,
    `{"\\u0000":1}`,
    `{"${name}":NaN}`,
    deep(32),
    deep(33),
    deep(2_000),
    `[${'1,'.repeat(20_000)}1]`,
    `{"${name}":[${'{},'.repeat(5_000)}{}]}`,
    `{"${name}":"${'a'.repeat(100_000)}"}`,
  ];
  return fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...texts).map(asJson) },
    { weight: 1, arbitrary: fc.constant(asJson(Buffer.from([0x22, 0xff, 0xfe, 0x22]))) },
    { weight: 1, arbitrary: fc.constant(asJson(Buffer.from(text, 'utf16le'))) },
    { weight: 1, arbitrary: fc.constant(asJson(gzipSync(text))) },
    { weight: 1, arbitrary: fc.constant(asJson(`{"a":"${'x'.repeat(1024 * 1024)}"}`)) },
    {
      weight: 1,
      arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => asJson(Buffer.from(bytes))),
    },
    { weight: 1, arbitrary: fc.constant<Body>({ content: text, headers: {} }) },
  );
}
