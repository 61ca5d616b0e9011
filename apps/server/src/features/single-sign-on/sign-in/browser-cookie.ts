/**
 * The cookie that ties a sign-in to the browser that began it. `Lax` lets it come along when the
 * provider sends the browser back by a GET; a posted SAML answer therefore ends in a GET of our own.
 */
const cookieName = 'sso_request';
const path = '/api/auth/sso';

export function writeBrowserCookie(token: string, maxAgeSeconds: number, secure: boolean): string {
  const attributes = `Path=${path}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return `${cookieName}=${token}; Max-Age=${maxAgeSeconds}; ${attributes}`;
}

/** The token; null when there is none, or more than one. */
export function readBrowserCookie(header: string | null): string | null {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${cookieName}=`))
    .map((pair) => pair.slice(cookieName.length + 1));
  return values.length === 1 ? (values[0] ?? null) : null;
}
