/** Matches cases of which nothing is known but their fields: what `npm run match` does. */
import type { Direction } from '@partneros/contract/mapping';
import { z } from 'zod';
import { inferPlatform } from '../../apps/server/src/schema-matching/infer-object.ts';
import { prepareSchema } from '../../apps/server/src/schema-matching/prepare.ts';
import { matchFields } from '../../apps/server/src/schema-matching/suggest.ts';
import type { FieldMatch, MatchField } from '../../apps/server/src/schema-matching/types.ts';
import { caseField, toField, toLeftField } from './cases.ts';
import { leastSuggested } from './metrics.ts';

export const matchInput = z.object({
  cases: z.array(
    z.object({
      id: z.string(),
      leftSchema: z.array(caseField),
      rightSchema: z.array(caseField),
    }),
  ),
});

export interface MatchedField {
  /** What would be suggested; null below the confidence from which the product suggests. */
  match: string | null;
  confidence: number;
  direction: Direction;
  reasons: string[];
  ranked: { crmField: string; confidence: number }[];
}

function present(found: FieldMatch): MatchedField {
  const chosen = found.crmField ?? found.mirrors;
  return {
    match: found.confidence >= leastSuggested ? chosen : null,
    confidence: found.confidence,
    direction: found.direction,
    reasons: found.reasons,
    ranked: found.ranked,
  };
}

/** Both sides with nothing known but their fields. */
export function matchSides(left: MatchField[], right: MatchField[]): FieldMatch[] {
  const vectors = new Map<string, Uint8Array>();
  return matchFields({
    left: prepareSchema({ objectType: '', platform: null, fields: left, vectors }),
    right: prepareSchema({
      objectType: '',
      platform: inferPlatform(right),
      fields: right,
      vectors,
    }),
  });
}

/** Results by case and left field. */
export function matchCases(
  cases: z.infer<typeof matchInput>['cases'],
): Record<string, Record<string, MatchedField>> {
  return Object.fromEntries(
    cases.map(({ id, leftSchema, rightSchema }) => {
      const found = matchSides(leftSchema.map(toLeftField), rightSchema.map(toField));
      return [id, Object.fromEntries(found.map((one) => [one.partnerosField, present(one)]))];
    }),
  );
}
