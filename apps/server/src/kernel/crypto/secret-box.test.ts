import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSecretBox, isKey, keyCheckValue, type SecretPlace } from './secret-box.ts';

const [first = '', second = '', third = ''] = [1, 2, 3].map((byte) =>
  Buffer.alloc(32, byte).toString('base64'),
);
const place: SecretPlace = {
  table: 'connections',
  column: 'access_token_sealed',
  organizationId: 'organization-1',
  rowId: 'row-1',
};
const box = createSecretBox([first]);

describe('a sealed secret', () => {
  it('opens where it was sealed, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (plain) => {
        const sealed = box.seal(place, plain);
        expect(box.open(place, sealed)).toBe(plain);
        expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]{22}\.[\w-]*$/);
      }),
    );
  });

  it('is never the same twice', () => {
    expect(box.seal(place, 'token')).not.toBe(box.seal(place, 'token'));
  });

  const moves: [string, Partial<SecretPlace>][] = [
    ['another table', { table: 'oauth_states' }],
    ['another column', { column: 'refresh_token_sealed' }],
    ['another organization', { organizationId: 'organization-2' }],
    ['another row', { rowId: 'row-2' }],
    ['a place that reads alike', { table: 'connections\0access', column: 'token_sealed' }],
  ];
  it.each(moves)('does not open in %s', (_, move) => {
    const sealed = box.seal(place, 'token');
    expect(() => box.open({ ...place, ...move }, sealed)).toThrow();
  });

  it('does not open once any part of it was changed', () => {
    const parts = box.seal(place, 'a token of some length').split('.');
    parts.forEach((part, index) => {
      const other = part.startsWith('A') ? `B${part.slice(1)}` : `A${part.slice(1)}`;
      const changed = parts.with(index, other).join('.');
      expect(() => box.open(place, changed), `part ${index}`).toThrow();
    });
    for (const text of ['', 'v1', 'v1....', parts.slice(0, 4).join('.'), 'a token']) {
      expect(() => box.open(place, text), text).toThrow();
    }
  });

  it('does not open with its authentication tag cut short', () => {
    const [version, id, nonce, tag = '', body] = box.seal(place, 'token').split('.');
    const cut = [version, id, nonce, tag.slice(0, 6), body].join('.');
    expect(() => box.open(place, cut)).toThrow();
  });
});

describe('a list of keys', () => {
  it('seals with the newest and opens with all of them', () => {
    const old = box.seal(place, 'token');
    const rotated = createSecretBox([second, first]);
    expect(rotated.open(place, old)).toBe('token');
    const fresh = rotated.seal(place, 'token');
    expect(createSecretBox([second]).open(place, fresh)).toBe('token');
    expect(() => box.open(place, fresh)).toThrow();
    expect(() => createSecretBox([third]).open(place, old)).toThrow();
  });

  it('holds keys of 32 bytes in base64, base64url or hex, and at least one', () => {
    const hex = Buffer.alloc(32, 1).toString('hex');
    expect(createSecretBox([hex]).open(place, box.seal(place, 'token'))).toBe('token');
    expect([first, hex, Buffer.alloc(32, 255).toString('base64url')].map(isKey)).toEqual([
      true,
      true,
      true,
    ]);
    expect(['', 'short', `${first}AAAA`, hex.slice(2)].map(isKey)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(() => createSecretBox([])).toThrow();
    expect(() => createSecretBox(['short'])).toThrow();
  });
});

it('the check value of a key depends on the key and does not hold it', () => {
  expect(keyCheckValue(first)).toBe(keyCheckValue(Buffer.alloc(32, 1).toString('hex')));
  expect(keyCheckValue(first)).not.toBe(keyCheckValue(second));
  expect(keyCheckValue(first)).toMatch(/^[0-9a-f]{64}$/);
});
