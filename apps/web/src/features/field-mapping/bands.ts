import type { Suggestion } from '../../lib/api-types.ts';

export interface Band {
  title: string;
  hint: string;
  suggestions: readonly Suggestion[];
}

/** Lower limits; confidence is calibrated, so that 0.9 means right nine times in ten (spec 02). */
const limits = [
  { from: 0.9, title: 'Confident', hint: '90 % and more: nine in ten are right.' },
  { from: 0.6, title: 'Likely', hint: '60 to 90 %: look at each.' },
  { from: 0, title: 'Unsure', hint: 'Below 60 %: often another field is meant.' },
] as const;

/** Suggestions by how sure they are, surest first; empty bands are left out. */
export function toBands(suggestions: readonly Suggestion[]): Band[] {
  const bands = limits.map(({ from, title, hint }, index) => {
    const below = limits[index - 1]?.from ?? Number.POSITIVE_INFINITY;
    const inBand = suggestions.filter(({ confidence }) => confidence >= from && confidence < below);
    return { title, hint, suggestions: inBand.sort((a, b) => b.confidence - a.confidence) };
  });
  return bands.filter((band) => band.suggestions.length > 0);
}
