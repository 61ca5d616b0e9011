import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { OutboundAnswer } from '../kernel/outbound/client.ts';
import { CrmFailure } from './port.ts';
import { codeOf, failureByStatus, isApiName, parseAnswer, retryAfterOf } from './transport.ts';

const now = new Date('2026-11-21T10:00:00Z');

function answer(status: number, more: Partial<OutboundAnswer> = {}): OutboundAnswer {
  return { status, headers: {}, text: '', ...more };
}

describe('Retry-After', () => {
  it.each([
    ['17', 17],
    ['0', 0],
    ['Sat, 21 Nov 2026 10:02:00 GMT', 120],
    ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
    ['99999999', 86_400],
  ])('of %s is %i s', (text, seconds) => {
    const headers = { 'retry-after': text };
    expect(retryAfterOf(answer(429, { headers }), now)).toEqual({ retryAfterSeconds: seconds });
  });

  it.each(['', 'soon', '-5', '1.5.2'])('of “%s” says nothing', (text) => {
    expect(retryAfterOf(answer(429, { headers: { 'retry-after': text } }), now)).toEqual({});
  });
});

describe('a vendor’s code', () => {
  it('is kept in capitals when it looks like one and left out otherwise', () => {
    expect(codeOf('invalid_grant')).toEqual({ vendorCode: 'INVALID_GRANT' });
    for (const value of ['', 'two words', '<b>', 'x'.repeat(81), 42, null, { code: 'X' }]) {
      expect(codeOf(value)).toEqual({});
    }
  });
});

describe('a status', () => {
  it.each([
    [301, 'untrusted'],
    [307, 'untrusted'],
    [429, 'rate_limited'],
    [500, 'unknown_outcome'],
    [503, 'unknown_outcome'],
    [521, 'unknown_outcome'],
    [200, undefined],
    [400, undefined],
    [404, undefined],
  ])('%i alone decides: %s', (status, kind) => {
    expect(failureByStatus('HubSpot', answer(status), now)?.kind).toBe(kind);
  });
});

describe('an answer', () => {
  it('of another shape is bad, and its words stay out of the message', () => {
    const parse = () => parseAnswer('HubSpot', z.object({ a: z.string() }), answer(200, { text }));
    const text = '{"a": 7, "b": "canary"}';
    expect(parse).toThrow(CrmFailure);
    expect(parse).not.toThrow(/canary/);
  });
});

describe('an API name', () => {
  it('stands in a path as it is', () => {
    expect(['Account', 'ns__Thing__c', 'p123_agreements', '2-3604285'].every(isApiName)).toBe(true);
    expect(['', '.', '..', 'a/b', 'a%2fb', 'a b', 'ä', 'x'.repeat(256)].some(isApiName)).toBe(
      false,
    );
  });
});
