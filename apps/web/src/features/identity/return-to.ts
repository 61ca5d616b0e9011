/**
 * The address to go to after signing in: a path of this application, else the start page. Anything
 * that a browser could take for another host (`//host`, `/\host`) or that leads back here is refused.
 */
export function safeReturnTo(address: unknown): string {
  if (typeof address !== 'string' || !/^\/(?![/\\])/.test(address)) return '/';
  if (hasControlCharacter(address) || /^\/sign-in(?:[/?#]|$)/.test(address)) return '/';
  return address;
}

/** Browsers drop tabs and line breaks from an address, which would make `/\t/host` a host again. */
function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => character < ' ');
}
