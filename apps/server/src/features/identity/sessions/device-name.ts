/** A browser's `User-Agent` in words that its owner recognises: `Firefox on Linux`. */
const programs: readonly [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/^curl\//, 'curl'],
];

const systems: readonly [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh|Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** Never the header's own text: whoever signs in writes it. */
export function deviceName(userAgent: string | null): string {
  const text = userAgent ?? '';
  const find = (names: readonly [RegExp, string][]) =>
    names.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  const program = find(programs);
  const system = find(systems);
  if (program && system) return `${program} on ${system}`;
  return program ?? system ?? 'Unknown device';
}
