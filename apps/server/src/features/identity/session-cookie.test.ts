import { describe, expect, it } from 'vitest';
import { randomToken, sha256 } from '../../kernel/crypto/tokens.ts';
import { createSessionCookie } from './session-cookie.ts';

const [older, newer] = ['an older secret of some length', 'a newer secret of some length'] as const;
const pairOf = (setCookie: string) => setCookie.split(';')[0] ?? '';

describe('the session cookie', () => {
  it('is read back with the hash by which the session is stored', () => {
    const cookie = createSessionCookie([newer], false);
    const token = randomToken();
    expect(cookie.read(pairOf(cookie.write(token, 60)))).toEqual({
      token,
      tokenHash: sha256(token),
    });
  });

  it('is Secure on https alone, and never prefixed', () => {
    const plain = createSessionCookie([newer], false).write('t', 60);
    expect(plain).toMatch(/^session_token=[^;]+; Max-Age=60; Path=\/; HttpOnly; SameSite=Lax$/);
    const secure = createSessionCookie([newer], true);
    expect(secure.write('t', 60)).toBe(`${plain}; Secure`);
    expect(secure.clear()).toBe(
      'session_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure',
    );
  });

  it('signed with an older secret of the list is believed, with one that left it no more', () => {
    const signed = pairOf(createSessionCookie([older], false).write('token', 60));
    expect(createSessionCookie([newer, older], false).read(signed)?.token).toBe('token');
    expect(createSessionCookie([newer], false).read(signed)).toBeNull();
  });

  it('is signed with the newest secret', () => {
    const signed = pairOf(createSessionCookie([newer, older], false).write('token', 60));
    expect(createSessionCookie([newer], false).read(signed)?.token).toBe('token');
    expect(createSessionCookie([older], false).read(signed)).toBeNull();
  });

  it('cannot be made without a secret', () => {
    expect(() => createSessionCookie([], false)).toThrow();
  });
});
