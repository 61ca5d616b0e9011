/** From rankings to suggestions as the contract has them. */
import type { Suggestion } from '@partneros/contract/mapping';
import type { ProviderVectors, Sides } from './candidates.ts';
import { chooseDirection, type DirectionChoice } from './directions.ts';
import type { PreparedSchema } from './prepare.ts';
import { type Ranking, rank } from './rank.ts';
import { evidenceOf, reasonsFor } from './reasons.ts';
import type { Weights } from './score.ts';
import type { FieldMatch, Pair } from './types.ts';
import shippedWeights from './weights.json' with { type: 'json' };

export interface SuggestInput {
  /** PartnerOS's object. */
  left: PreparedSchema;
  /** The CRM's object. */
  right: PreparedSchema;
  /** Used beside the built-in vectors, for both sides; fields without one do without. */
  providerVectors?: ProviderVectors;
  /** Pairs that a person confirmed before: they win. */
  confirmed?: readonly Pair[];
  /** Pairs that a person turned down: they do not come back. */
  rejected?: readonly Pair[];
  /** Pairs that the caller's own rules rule out, by field names: never suggested, no alternatives. */
  forbids?: (partnerosField: string, crmField: string) => boolean;
}

export interface SuggestResult {
  /** In order of the PartnerOS field's name. */
  suggestions: Suggestion[];
  unmappedLeft: string[];
  unmappedRight: string[];
}

/** Below this confidence nothing is suggested: the pair is more likely to annoy than to help. */
const leastConfidence = 0.3;
const mostAlternatives = 5;
const leastAlternative = 0.01;
const readOnlyMirror: DirectionChoice = {
  direction: 'from_crm',
  reason: 'another field that says the same has it: to be read only',
};

/** The weights that ship. JSON knows no tuples, hence the one taken apart. */
function builtInWeights(): Weights {
  const [score = 1, group = 0, rival = 0] = shippedWeights.context;
  return {
    pair: shippedWeights.pair,
    context: [score, group, rival],
    calibration: shippedWeights.calibration,
  };
}

function pairTest(pairs: readonly Pair[]): (left: string, right: string) => boolean {
  const keys = new Set(pairs.map((pair) => JSON.stringify([pair.partnerosField, pair.crmField])));
  return (left, right) => keys.has(JSON.stringify([left, right]));
}

function toRanked(sides: Sides, { ranked }: Ranking): FieldMatch['ranked'] {
  return ranked.map(({ row, confidence }) => ({
    crmField: sides.right.fields[row]?.field.name ?? '',
    confidence: Math.floor(confidence * 10_000) / 10_000,
  }));
}

function toMatch(
  sides: Sides,
  ranking: Ranking,
  position: number,
  isConfirmed: (left: string, right: string) => boolean,
): FieldMatch {
  const left = sides.left.fields[position];
  if (left === undefined) throw new Error('A ranking without its field.');
  const right = sides.right.fields[ranking.row];
  const ranked = toRanked(sides, ranking);
  const partnerosField = left.field.name;
  if (right === undefined || ranking.features === null) {
    const nothing = { name: 0, description: 0, type: 0, values: 0 };
    const none = { crmField: null, confidence: 0, direction: 'bidirectional' } as const;
    return { partnerosField, ...none, mirrors: null, reasons: [], evidence: nothing, ranked };
  }
  const { isMirror, features } = ranking;
  const { direction, reason } = isMirror ? readOnlyMirror : chooseDirection(left, right);
  const crmField = right.field.name;
  const decided = isConfirmed(partnerosField, crmField) ? ['confirmed before'] : [];
  return {
    partnerosField,
    crmField: isMirror ? null : crmField,
    mirrors: isMirror ? crmField : null,
    confidence: ranked[0]?.confidence ?? 0,
    direction,
    reasons: [
      ...decided,
      ...reasonsFor(left, right, features),
      ...(reason === null ? [] : [reason]),
    ],
    evidence: evidenceOf(features),
    ranked,
  };
}

/** Everything found out about each field on the left, whatever its confidence, by name. */
export function matchFields(input: SuggestInput): FieldMatch[] {
  const isConfirmed = pairTest(input.confirmed ?? []);
  const wasRejected = pairTest(input.rejected ?? []);
  const { forbids } = input;
  const sides: Sides = {
    left: input.left,
    right: input.right,
    isRejected: (left, right) => wasRejected(left, right) || (forbids?.(left, right) ?? false),
    ...(input.providerVectors ? { providerVectors: input.providerVectors } : {}),
  };
  const rankings = rank(sides, { weights: builtInWeights(), isConfirmed });
  return rankings.map((ranking, position) => toMatch(sides, ranking, position, isConfirmed));
}

function toSuggestion(match: FieldMatch, crmField: string): Suggestion {
  return {
    partnerosField: match.partnerosField,
    crmField,
    confidence: match.confidence,
    direction: match.direction,
    reason: match.reasons.join('; '),
    evidence: match.evidence,
    alternatives: match.ranked
      .slice(1, 1 + mostAlternatives)
      .filter(({ confidence }) => confidence >= leastAlternative),
  };
}

/**
 * Suggested pairs for two prepared schemas: one-to-one, each with the calibrated chance that a CRM
 * administrator would accept it, direction, reasons and runners-up. Every PartnerOS field is either
 * in a suggestion or unmapped, and so is every CRM field. Pure: the same input in any order of
 * fields gives the same output.
 */
export function suggestPairs(input: SuggestInput): SuggestResult {
  const suggestions = matchFields(input).flatMap((match) =>
    match.crmField !== null && match.confidence >= leastConfidence
      ? [toSuggestion(match, match.crmField)]
      : [],
  );
  const mappedLeft = new Set(suggestions.map((suggestion) => suggestion.partnerosField));
  const mappedRight = new Set(suggestions.map((suggestion) => suggestion.crmField));
  const rest = (side: PreparedSchema, mapped: ReadonlySet<string>): string[] =>
    side.fields.map(({ field }) => field.name).filter((name) => !mapped.has(name));
  return {
    suggestions,
    unmappedLeft: rest(input.left, mappedLeft),
    unmappedRight: rest(input.right, mappedRight),
  };
}
