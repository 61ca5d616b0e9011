/** The headers that every answer carries, whatever it is (spec 09, “Browser and requests”). */

/** Pages: own origin only, nothing inline, not in a frame. */
export const contentSecurityPolicy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Answers that are data: a browser that is led to show one runs and loads nothing. */
const dataPolicy = "default-src 'none'; frame-ancestors 'none'";

/** @param secure whether the program is reached by https; a page sets its own policy before */
export function protect(headers: Headers, secure: boolean): void {
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', dataPolicy);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'no-referrer');
  if (secure) headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
}
