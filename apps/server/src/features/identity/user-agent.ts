/** What the client says it is, cut to what a session keeps. */
export function userAgentOf(headers: Headers): string | null {
  return headers.get('user-agent')?.slice(0, 300) ?? null;
}
