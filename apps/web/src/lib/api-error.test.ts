import { describe, expect, it } from 'vitest';
import {
  errorOfAnswer,
  faultAt,
  hasCode,
  isWorthRetrying,
  toApiError,
  unreachable,
} from './api-error.ts';

function answer(status: number, body: unknown) {
  const headers = { 'x-request-id': 'request-7' };
  return errorOfAnswer(body, new Response(null, { status, headers }));
}

describe('a failing answer', () => {
  it('keeps the sentence, the code, the details and the request id', () => {
    const details = [{ path: 'email', message: 'Not an e-mail address.' }];
    const error = answer(400, { error: 'Not valid.', code: 'validation_failed', details });
    expect(error).toMatchObject({
      message: 'Not valid.',
      code: 'validation_failed',
      status: 400,
      requestId: 'request-7',
    });
    expect(faultAt(error, 'email')).toBe('Not an e-mail address.');
    expect(faultAt(error, 'password')).toBeUndefined();
  });

  it.each(['<html>Bad gateway</html>', '', null, { error: 7, code: 'x' }, { code: 'x' }])(
    'of a stranger (%j) is told in our words',
    (body) => {
      const error = answer(502, body);
      expect(error.code).toBe('unreadable');
      expect(error.message).toContain('502');
      expect(error.message).not.toContain('html');
    },
  );
});

describe('trying again', () => {
  it('makes sense when nothing came or the server stumbled, and not otherwise', () => {
    expect(isWorthRetrying(unreachable())).toBe(true);
    expect(isWorthRetrying(answer(503, { error: 'Later.', code: 'unavailable' }))).toBe(true);
    expect(isWorthRetrying(answer(404, { error: 'None.', code: 'not_found' }))).toBe(false);
    expect(isWorthRetrying(new Error('bug'))).toBe(false);
  });
});

describe('any thrown value', () => {
  it('has a sentence that tells nothing of the inside', () => {
    expect(toApiError(new TypeError('x is undefined')).message).not.toContain('undefined');
    expect(hasCode(new TypeError('x'), 'unauthorized')).toBe(false);
  });
});
