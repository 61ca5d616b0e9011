/**
 * What must not change when a schema changes in ways that change no answer, tried on the judged
 * cases with the weights that ship.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { FieldMatch, MatchField } from '../../apps/server/src/schema-matching/types.ts';
import { type MappingCase, readCases } from './cases.ts';
import { matchSides } from './match-cases.ts';
import { textNumber } from './perturb.ts';

/** Small cases of every kind; the large ones would take minutes. */
const mostFields = 200;
let cases: MappingCase[] = [];
let plain = new Map<string, FieldMatch[]>();

beforeAll(() => {
  cases = readCases().filter(({ right }) => right.length <= mostFields);
  plain = new Map(cases.map((input) => [input.id, matchSides(input.left, input.right)]));
});

function firstChoices(found: readonly FieldMatch[]): Map<string, string | undefined> {
  return new Map(found.map((one) => [one.partnerosField, one.ranked[0]?.crmField]));
}

/** Share of the fields with a counterpart whose first choice is another one. */
function shareChanged(
  change: (right: MatchField[]) => MatchField[],
  nameBefore: (name: string) => string,
): number {
  let changed = 0;
  let all = 0;
  for (const input of cases) {
    const before = firstChoices(plain.get(input.id) ?? []);
    const after = firstChoices(matchSides(input.left, change(input.right)));
    for (const [field, answers] of input.answers) {
      if (answers.size === 0) continue;
      all += 1;
      const now = after.get(field);
      if (now === undefined || nameBefore(now) !== before.get(field)) changed += 1;
    }
  }
  expect(all).toBeGreaterThan(500);
  return changed / all;
}

function irrelevant(index: number): MatchField {
  const areas = ['Turbine', 'Greenhouse', 'Orchard', 'Kiln', 'Aquarium', 'Glacier'];
  const things = ['Humidity', 'Pressure', 'Calibration', 'Inspection', 'Voltage', 'Thickness'];
  const label = `${areas[index % 6]} ${things[Math.floor(index / 6) % 6]} ${Math.floor(index / 36)}`;
  return {
    name: `${label.replace(/ /g, '_')}__c`,
    label,
    type: index % 3 === 0 ? 'number' : 'string',
    description: null,
    options: [],
    group: null,
    required: false,
    createable: true,
    updateable: true,
    calculated: false,
    custom: true,
    unique: false,
    externalId: false,
    restricted: false,
    maxLength: null,
    referenceTo: [],
    compoundOf: null,
    computed: false,
  };
}

describe('a changed schema', { timeout: 120_000 }, () => {
  it('gives the identical result in any order of fields', () => {
    for (const input of cases) {
      const mixed = (fields: MatchField[]) =>
        [...fields].sort((a, b) => textNumber(a.name) - textNumber(b.name));
      expect(matchSides(mixed(input.left), mixed(input.right)), input.id).toEqual(
        plain.get(input.id),
      );
    }
  });

  it('keeps 97 of 100 first choices when names get the suffix of custom fields', () => {
    const suffixed = (fields: MatchField[]): MatchField[] =>
      fields.map((field) =>
        field.name.endsWith('__c') ? field : { ...field, name: `${field.name}__c` },
      );
    const known = new Set(cases.flatMap(({ right }) => right.map(({ name }) => name)));
    const nameBefore = (name: string) => (known.has(name) ? name : name.replace(/__c$/, ''));
    expect(shareChanged(suffixed, nameBefore)).toBeLessThanOrEqual(0.03);
  });

  it('keeps 97 of 100 first choices among 300 more fields that are about nothing of it', () => {
    const more = Array.from({ length: 300 }, (_, index) => irrelevant(index));
    const share = shareChanged(
      (fields) => [...fields, ...more],
      (name) => name,
    );
    expect(share).toBeLessThanOrEqual(0.03);
  });
});

describe('a right answer that is taken away', { timeout: 120_000 }, () => {
  it('leaves no suggestion of 0.6 or more in 80 of 100 fields', () => {
    let weak = 0;
    let all = 0;
    for (const input of cases) {
      for (const part of [0, 1, 2, 3]) {
        const gone = [...input.answers].filter(
          ([field, answers]) => answers.size > 0 && textNumber(field) % 4 === part,
        );
        const names = new Set(gone.flatMap(([, answers]) => [...answers]));
        const found = matchSides(
          input.left,
          input.right.filter(({ name }) => !names.has(name)),
        );
        const confidences = new Map(found.map((one) => [one.partnerosField, one.confidence]));
        all += gone.length;
        weak += gone.filter(([field]) => (confidences.get(field) ?? 0) < 0.6).length;
      }
    }
    expect(all).toBeGreaterThan(500);
    expect(weak / all).toBeGreaterThanOrEqual(0.8);
  });
});

describe('every confidence', () => {
  it('is a chance, and those of one field sum to at most 1', () => {
    for (const found of plain.values()) {
      for (const { confidence, ranked } of found) {
        for (const value of [confidence, ...ranked.map((one) => one.confidence)]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        const sum = ranked.reduce((total, one) => total + one.confidence, 0);
        expect(sum).toBeLessThanOrEqual(1);
      }
    }
  });

  it('never lets a read-only field be written', () => {
    for (const input of cases) {
      const closed = new Set(
        input.right
          .filter(({ createable, updateable }) => !createable && !updateable)
          .map(({ name }) => name),
      );
      for (const { crmField, direction } of plain.get(input.id) ?? []) {
        if (crmField !== null && closed.has(crmField)) expect(direction).toBe('from_crm');
      }
    }
  });
});
