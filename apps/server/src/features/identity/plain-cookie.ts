/** Small cookies beside the session's: HttpOnly, read only when the request carries one of the name. */

export interface PlainCookie {
  /** The value; null when there is none, or two. */
  read(header: string | undefined | null): string | null;
  /** A `Set-Cookie` value. The value must need no escaping: base64url and dots. */
  write(value: string): string;
  clear(): string;
}

export interface PlainCookieOptions {
  name: string;
  path: string;
  maxAgeSeconds: number;
  secure: boolean;
}

export function createPlainCookie(options: PlainCookieOptions): PlainCookie {
  const { name, path, maxAgeSeconds, secure } = options;
  const attributes = `Path=${path}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    read(header) {
      const values = (header ?? '')
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(`${name}=`))
        .map((pair) => pair.slice(name.length + 1));
      return values.length === 1 && values[0] ? values[0] : null;
    },
    write: (value) => `${name}=${value}; Max-Age=${maxAgeSeconds}; ${attributes}`,
    clear: () => `${name}=; Max-Age=0; ${attributes}`,
  };
}
