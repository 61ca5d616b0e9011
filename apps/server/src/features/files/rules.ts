/** What a file is called and what it is, whatever its sender says. */

export const maximumBytes = { image: 5 * 2 ** 20, document: 50 * 2 ** 20 } as const;

/**
 * A name to show and to save under: no path, nothing invisible (a right-to-left override makes
 * `gpj.exe` look like a picture), nothing that other systems refuse.
 */
export function cleanName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const cleaned = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}"<>:|?*]/gu, '')
    .replaceAll(/^[\s.]+|[\s.]+$/g, '')
    .slice(0, 200)
    .toWellFormed();
  return cleaned === '' ? 'file' : cleaned;
}

/** `Content-Disposition` for a name in any script (RFC 6266). */
export function disposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** UTF-8 without control characters: text, of whatever kind. */
export function looksLikeText(head: Buffer): boolean {
  const text = new TextDecoder('utf-8').decode(head, { stream: true });
  const printed = text.replaceAll(/[\t\n\v\f\r]/g, '');
  return head.length > 0 && !/[\p{Cc}\ufffd]/u.test(printed);
}
