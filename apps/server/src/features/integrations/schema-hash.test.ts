/** The rules of hash and difference, on made-up fields. */
import { type Field, field as fieldContract, fieldType } from '@partneros/contract/field';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffFields } from './schema-diff.ts';
import { canonicalField, detailsHash, schemaHash } from './schema-hash.ts';

const name = fc.string({ minLength: 1, maxLength: 12 });
const size = fc.option(fc.nat(500));
const option = fc.record({
  value: name,
  label: name,
  active: fc.boolean(),
  validFor: fc.option(fc.uniqueArray(name, { maxLength: 4 })),
});

const field: fc.Arbitrary<Field> = fc.record({
  name,
  label: name,
  type: fc.constantFrom(...fieldType.options),
  nativeType: name,
  required: fc.boolean(),
  createable: fc.boolean(),
  updateable: fc.boolean(),
  calculated: fc.boolean(),
  custom: fc.boolean(),
  unique: fc.boolean(),
  externalId: fc.boolean(),
  maxLength: size,
  precision: size,
  scale: size,
  options: fc.uniqueArray(option, { maxLength: 5, selector: ({ value }) => value }),
  referenceTo: fc.uniqueArray(name, { maxLength: 4 }),
  description: fc.option(name),
  group: fc.option(name),
  sensitive: fc.boolean(),
  restricted: fc.boolean(),
  defaultedOnCreate: fc.boolean(),
  dependsOn: fc.option(name),
  compoundOf: fc.option(name),
  encrypted: fc.boolean(),
  writeBlock: fc.constantFrom(null, 'formula', 'system', 'compound', 'no_edit_permission'),
});
const fields = fc.uniqueArray(field, { maxLength: 8, selector: (each) => each.name });

/** The same value with the members of every object, and every list, in another order. */
function shuffled(value: unknown, order: () => number): unknown {
  const mixed = <Item>(items: Item[]) =>
    items
      .map((item) => [order(), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item);
  if (Array.isArray(value)) return mixed(value.map((item) => shuffled(item, order)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    mixed(Object.entries(value).map(([key, inner]) => [key, shuffled(inner, order)] as const)),
  );
}

/** The same field with one member changed, whichever it is. */
function altered(original: Field, member: keyof Field): Field {
  const value = original[member];
  const other = (() => {
    if (member === 'type') return value === 'text' ? 'string' : 'text';
    if (member === 'writeBlock') return value === 'system' ? 'formula' : 'system';
    if (member === 'options') return [...original.options, { ...madeUp, value: 'one more' }];
    if (member === 'referenceTo') return [...original.referenceTo, 'one more than twelve'];
    if (typeof value === 'boolean') return !value;
    if (typeof value === 'number') return value + 1;
    if (typeof value === 'string') return `${value} and more`;
    return ['maxLength', 'precision', 'scale'].includes(member) ? 0 : '';
  })();
  return fieldContract.parse({ ...original, [member]: other });
}

const madeUp = { value: 'v', label: 'l', active: true, validFor: null };
const members = fc.constantFrom(...fieldContract.keyof().options);

describe('the hash of a field list', () => {
  it('does not depend on the order of anything in it', () => {
    fc.assert(
      fc.property(fields, fc.infiniteStream(fc.nat()), (list, numbers) => {
        const order = () => Number(numbers.next().value);
        const other = fieldContract.array().parse(shuffled(list, order));
        expect(schemaHash(other)).toBe(schemaHash(list));
        expect(diffFields('Account', list, other)).toEqual([]);
      }),
    );
  });

  it('changes with every member of every field', () => {
    fc.assert(
      fc.property(fields, field, members, fc.nat(), (list, extra, member, place) => {
        const all = [...list.filter((each) => each.name !== extra.name), extra];
        const at = place % all.length;
        const changed = all.map((each, index) => (index === at ? altered(each, member) : each));
        const names = new Set(changed.map((each) => each.name));
        fc.pre(names.size === changed.length);
        expect(schemaHash(changed)).not.toBe(schemaHash(all));
      }),
      { numRuns: 500 },
    );
  });

  it.each(['value', 'label', 'active', 'validFor'] as const)(
    'changes with the %s of an option',
    (member) => {
      const [base] = fc.sample(field, { numRuns: 1, seed: 7 });
      if (!base) throw new Error('No field was made.');
      const edits = { value: 'other', label: 'other', active: false, validFor: ['a'] };
      const before = { ...base, options: [madeUp] };
      const after = { ...base, options: [{ ...madeUp, [member]: edits[member] }] };
      expect(schemaHash([after])).not.toBe(schemaHash([before]));
    },
  );

  it('does not confuse where one field ends and the next begins', () => {
    fc.assert(
      fc.property(fields, fields, (one, other) => {
        const same = diffFields('x', one, other).length === 0;
        expect(schemaHash(one) === schemaHash(other)).toBe(same);
      }),
    );
  });

  it('is the same on any machine: a known list has a known hash', () => {
    expect(schemaHash([])).toBe('4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945');
  });
});

describe('the canonical text of a field', () => {
  it('has every member of the contract, by name', () => {
    const [base] = fc.sample(field, { numRuns: 1, seed: 3 });
    if (!base) throw new Error('No field was made.');
    const keys = Object.keys(Object(JSON.parse(canonicalField(base))));
    expect(keys).toEqual([...fieldContract.keyof().options].sort());
  });
});

describe('the hash of what is no field', () => {
  const object = {
    objectType: 'deals',
    label: 'Deal',
    custom: false,
    fields: [],
    requiredForCreate: ['a', 'b'],
    recordTypes: [1, 2].map((id) => ({
      id: String(id),
      name: 'n',
      active: true,
      available: true,
      default: false,
    })),
    pipelines: [1, 2].map((id) => ({
      id: String(id),
      label: 'l',
      stages: [{ id: 's', label: 's', closed: false, won: false, probability: 0.5 }],
    })),
    vendorFields: [],
  };

  it('does not depend on order, and changes with each part', () => {
    const hash = detailsHash(object);
    const reversed = {
      ...object,
      requiredForCreate: [...object.requiredForCreate].reverse(),
      recordTypes: [...object.recordTypes].reverse(),
      pipelines: [...object.pipelines].reverse(),
    };
    expect(detailsHash(reversed)).toBe(hash);
    const edits = [
      { label: 'Deals' },
      { custom: true },
      { requiredForCreate: ['a'] },
      { recordTypes: [] },
      { pipelines: [] },
      { pipelines: object.pipelines.map((each) => ({ ...each, stages: [] })) },
    ];
    for (const edit of edits) expect(detailsHash({ ...object, ...edit })).not.toBe(hash);
    expect(detailsHash({ ...object, fields: [], vendorFields: ['x'] })).toBe(hash);
  });

  it('does not depend on the order of members that an adapter happens to write', () => {
    const stages = object.pipelines.map(({ stages: own, label, id }) => ({
      stages: own.map(({ probability, won, closed, label: name, id: key }) => ({
        probability,
        won,
        closed,
        label: name,
        id: key,
      })),
      label,
      id,
    }));
    expect(detailsHash({ ...object, pipelines: stages })).toBe(detailsHash(object));
  });
});

describe('the difference of two field lists', () => {
  it('takes one to the other, names each field once, and is sorted by name', () => {
    fc.assert(
      fc.property(fields, fields, (before, after) => {
        const entries = diffFields('Account', before, after);
        const result = new Map(before.map((each) => [each.name, each]));
        for (const entry of entries) {
          expect(result.get(entry.field) ?? null).toEqual(entry.before);
          if (entry.after) result.set(entry.field, entry.after);
          else result.delete(entry.field);
        }
        expect(schemaHash([...result.values()])).toBe(schemaHash(after));
        const names = entries.map((entry) => entry.field);
        expect(names).toEqual([...new Set(names)].sort((a, b) => (a < b ? -1 : 1)));
      }),
    );
  });

  it('calls them added, removed and changed as they are', () => {
    fc.assert(
      fc.property(fields, fields, (before, after) => {
        for (const { change, before: was, after: is } of diffFields('x', before, after)) {
          const expected = was === null ? 'added' : is === null ? 'removed' : 'changed';
          expect(change).toBe(expected);
        }
      }),
    );
  });
});
