/** The API as a script uses it: a cookie, JSON, and an error whose message is the answer's. */
export function createApiClient(baseUrl: string) {
  let cookie: string | null = null;

  async function send(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(new URL(path, baseUrl), {
      method,
      redirect: 'manual',
      body: body === undefined ? null : JSON.stringify(body),
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(cookie !== null && { cookie }),
      },
    });
    const [given] = response.headers.getSetCookie();
    if (given) cookie = given.split(';')[0] ?? null;
    return response;
  }

  async function json(response: Response): Promise<Record<string, unknown>> {
    const parsed: unknown = await response.json();
    const value = typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
    if (response.ok) return value;
    const sentence = 'error' in value ? String(value.error) : 'no reason was given';
    throw new Error(`${response.status} ${sentence}`);
  }

  return {
    get: async (path: string) => json(await send('GET', path)),
    post: async (path: string, body?: unknown) => json(await send('POST', path, body)),
    /** Where an answer redirects to. */
    async redirect(path: string): Promise<URL> {
      const response = await send('GET', path);
      const location = response.headers.get('location');
      if (!location) throw new Error(`${response.status}, and no redirect`);
      return new URL(location, baseUrl);
    },
  };
}
