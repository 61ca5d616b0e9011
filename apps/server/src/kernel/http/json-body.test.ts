import { describe, expect, it } from 'vitest';
import { checkDeclaredLength, readJsonBody } from './json-body.ts';

function requestWith(body: string, headers: Record<string, string> = {}): Request {
  return new Request('http://localhost/', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      ...headers,
    },
  });
}

const invalid = expect.objectContaining({ code: 'invalid_body' });

describe('a JSON body', () => {
  it('is parsed; none at all is undefined, whatever its type', async () => {
    expect(await readJsonBody(requestWith('{"a":[1,"ü"]}'))).toEqual({ a: [1, 'ü'] });
    expect(
      await readJsonBody(new Request('http://localhost/', { method: 'POST' })),
    ).toBeUndefined();
    expect(await readJsonBody(requestWith('null'))).toBeNull();
  });

  it('is at most 32 deep, brackets inside texts apart', async () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    await readJsonBody(requestWith(nested(32)));
    await expect(readJsonBody(requestWith(nested(33)))).rejects.toEqual(invalid);
    const text = JSON.stringify({ a: '[{"\\'.repeat(100) });
    expect(await readJsonBody(requestWith(text))).toEqual({ a: '[{"\\'.repeat(100) });
    const mixed = `${'{"a":['.repeat(17)}${']}'.repeat(17)}`;
    await expect(readJsonBody(requestWith(mixed))).rejects.toEqual(invalid);
  });

  it('is refused for its depth before it is parsed', async () => {
    const deep = expect.objectContaining({ message: expect.stringContaining('nested') });
    const startedAt = performance.now();
    for (let round = 0; round < 20; round += 1) {
      await expect(readJsonBody(requestWith('['.repeat(1_000_000)))).rejects.toEqual(deep);
    }
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  it('is refused packed, whatever it holds', async () => {
    for (const encoding of ['gzip', 'br', 'deflate', 'identity, gzip']) {
      const packed = requestWith('{}', { 'content-encoding': encoding });
      await expect(readJsonBody(packed), encoding).rejects.toEqual(invalid);
    }
    expect(await readJsonBody(requestWith('{}', { 'content-encoding': 'identity' }))).toEqual({});
  });

  it('holds only characters that a database can store', async () => {
    for (const bad of [
      '"\\u0000"',
      '{"a":["x\\u0000"]}',
      '{"\\u0000":1}',
      '"\\ud800"',
      '"\\udc00\\ud800"',
    ]) {
      await expect(readJsonBody(requestWith(bad)), bad).rejects.toEqual(invalid);
    }
    const good = '{"a":"\\u00fc \\ud83d\\ude00 \\\\u0000 \\\\ud800"}';
    expect(await readJsonBody(requestWith(good))).toEqual({ a: 'ü 😀 \\u0000 \\ud800' });
  });

  it('is refused by its declared length before it is read', () => {
    checkDeclaredLength(requestWith('', { 'content-length': String(1024 * 1024) }));
    const long = requestWith('', { 'content-length': String(1024 * 1024 + 1) });
    expect(() => checkDeclaredLength(long)).toThrow(expect.objectContaining({ code: 'too_large' }));
  });
});
