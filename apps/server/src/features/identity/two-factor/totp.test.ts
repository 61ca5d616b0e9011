import { expect, it } from 'vitest';
import { base32, codeAt, newSecret, stepAt, stepOfCode, uriOf } from './totp.ts';

const secret = base32(Buffer.from('12345678901234567890'));

it('encodes as RFC 4648 does', () => {
  const examples = ['MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI'];
  examples.forEach((encoded, index) => {
    expect(base32(Buffer.from('foobar'.slice(0, index + 1)))).toBe(encoded);
  });
});

it.each([
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
])('has at %i s the code of RFC 6238, appendix B', (seconds, code) => {
  const step = stepAt(new Date(seconds * 1000));
  expect(codeAt(secret, step, 8)).toBe(code);
  expect(codeAt(secret, step)).toBe(code.slice(2));
});

it.each([
  [-2, false],
  [-1, true],
  [0, true],
  [1, true],
  [2, false],
])('takes the code of %i steps from now: %s', (offset, taken) => {
  const now = new Date('2026-11-21T12:00:15Z');
  const step = stepAt(now) + offset;
  expect(stepOfCode(secret, codeAt(secret, step), now)).toBe(taken ? step : null);
});

it('makes 160 random bits', () => {
  const secrets = new Set(Array.from({ length: 50 }, newSecret));
  expect(secrets.size).toBe(50);
  for (const one of secrets) expect(one).toMatch(/^[A-Z2-7]{32}$/);
});

it('names issuer and account in the address for the app', () => {
  expect(uriOf('ABC', 'o+x@demo.example')).toBe(
    'otpauth://totp/PartnerOS:o%2Bx%40demo.example?secret=ABC&issuer=PartnerOS',
  );
});
