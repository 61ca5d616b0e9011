/** The figures by which matchers are compared. */

/** What any matcher says about one judged field. */
export interface Answered {
  answers: ReadonlySet<string>;
  ranked: readonly string[];
  match: string | null;
  confidence: number;
}

/** As in the product: below it nothing is suggested. */
export const leastSuggested = 0.3;
/** As in the product: from here on a suggestion is ticked beforehand. */
const leastTicked = 0.9;

export interface Figures {
  fields: number;
  /** Share of fields with a counterpart whose first choice is right. */
  precisionAt1: number;
  /** … that have a right field among the first five. */
  recallAt5: number;
  /** Mean of 1/rank of the first right field, 0 beyond the ranking. */
  meanReciprocalRank: number;
  /** Of suggestions at the threshold against fields with a counterpart. */
  f1: number;
  withoutCounterpart: number;
  /** Share of fields without a counterpart for which nothing is suggested; null without such. */
  nullsRejected: number | null;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

export function figures(all: readonly Answered[], threshold: number): Figures {
  const answerable = all.filter(({ answers }) => answers.size > 0);
  const nulls = all.filter(({ answers }) => answers.size === 0);
  const ranks = answerable.map(({ answers, ranked }) =>
    ranked.findIndex((name) => answers.has(name)),
  );
  const suggested = all.filter(
    ({ match, confidence }) => match !== null && confidence >= threshold,
  );
  const right = suggested.filter(
    ({ match, answers }) => match !== null && answers.has(match),
  ).length;
  const rejected = nulls.filter(
    ({ match, confidence }) => match === null || confidence < threshold,
  );
  return {
    fields: answerable.length,
    precisionAt1: share(ranks.filter((rank) => rank === 0).length, ranks.length),
    recallAt5: share(ranks.filter((rank) => rank >= 0 && rank < 5).length, ranks.length),
    meanReciprocalRank: share(
      ranks.reduce((sum, rank) => sum + (rank < 0 ? 0 : 1 / (rank + 1)), 0),
      ranks.length,
    ),
    f1: share(2 * right, suggested.length + answerable.length),
    withoutCounterpart: nulls.length,
    nullsRejected: nulls.length === 0 ? null : rejected.length / nulls.length,
  };
}

export interface Bin {
  from: number;
  count: number;
  meanConfidence: number;
  right: number;
}

/** Suggestions in tenths of confidence, and the expected calibration error over them. */
export function reliability(all: readonly Answered[]): { bins: Bin[]; error: number } {
  const suggestions = all.filter(({ match }) => match !== null);
  const bins: Bin[] = [];
  let error = 0;
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const inside = suggestions.filter(
      ({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === tenth,
    );
    if (inside.length === 0) continue;
    const mean = share(
      inside.reduce((sum, { confidence }) => sum + confidence, 0),
      inside.length,
    );
    const right = share(
      inside.filter(({ match, answers }) => match !== null && answers.has(match)).length,
      inside.length,
    );
    bins.push({ from: tenth / 10, count: inside.length, meanConfidence: mean, right });
    error += Math.abs(mean - right) * share(inside.length, suggestions.length);
  }
  return { bins, error };
}

/** What a person would see. */
export function suggestedOf<One extends Answered>(all: readonly One[]): One[] {
  return all.filter(({ match, confidence }) => match !== null && confidence >= leastSuggested);
}

/** Of what is suggested at all: how much is ticked beforehand, and how much of that is right. */
export function ticked(all: readonly Answered[]): { coverage: number; precision: number } {
  const suggested = suggestedOf(all);
  const sure = suggested.filter(({ confidence }) => confidence >= leastTicked);
  const right = sure.filter(({ match, answers }) => match !== null && answers.has(match)).length;
  return { coverage: share(sure.length, suggested.length), precision: share(right, sure.length) };
}

/** Numbers that look random and are always the same (a linear congruential generator). */
function* evenNumbers(): Generator<number> {
  let state = 20_240_229;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** The middle 95 % of the calibration error over 1,000 resamples of the fields. */
export function errorInterval(all: readonly Answered[]): [number, number] {
  const random = evenNumbers();
  const errors = Array.from({ length: 1000 }, () => {
    const sample = all.map(() => all[Math.floor((random.next().value ?? 0) * all.length)]);
    return reliability(sample.filter((one) => one !== undefined)).error;
  });
  errors.sort((a, b) => a - b);
  return [errors[25] ?? 0, errors[974] ?? 0];
}
