import type { Field } from '@partneros/contract/field';
import type { MappingPair } from '@partneros/contract/mapping';
import type { CatalogueField } from '@partneros/contract/object-fields';
import { describe, expect, it } from 'vitest';
import { mappingFaults } from './check-mapping.ts';
import { choice, crmField, ownChoice, ownField, pair } from './test-fields.ts';

function faults(
  catalogue: CatalogueField[],
  crmFields: Field[],
  pairs: MappingPair[],
  rejected: { partnerosField: string; crmField: string }[] = [],
) {
  const sides = { partnerosObject: 'deal', objectType: 'Opportunity', catalogue, crmFields };
  return mappingFaults({ pairs, rejected }, sides);
}

const paths = (found: { path: string }[]) => found.map((fault) => fault.path);

/** Path and first words of the faults of one pair. */
function faultsOf(own: CatalogueField, crm: Field, extras: Partial<MappingPair> = {}) {
  return faults([own], [crm], [pair(own.name, crm.name, extras)]);
}

const name = ownField('name');
const computed = ownField('fit', { type: 'integer', computed: true });
const readOnly = { createable: false, updateable: false };

describe('a mapping', () => {
  it('without faults can be saved', () => {
    expect(faultsOf(name, crmField('Name'))).toEqual([]);
  });

  it('names unknown fields of both sides at their places, and goes on looking', () => {
    const found = faults(
      [name],
      [crmField('Name'), crmField('Locked', readOnly)],
      [pair('nome', 'Nam'), pair('name', 'Locked')],
    );
    expect(paths(found)).toEqual([
      'pairs.0.partnerosField',
      'pairs.0.crmField',
      'pairs.1.direction',
    ]);
    expect(found[0]?.message).toBe('deal has no field “nome”.');
    expect(found[1]?.message).toBe('Opportunity has no field “Nam”.');
  });

  it('does not take names that every object inherits for fields', () => {
    expect(paths(faults([name], [crmField('Name')], [pair('constructor', 'toString')]))).toEqual([
      'pairs.0.partnerosField',
      'pairs.0.crmField',
    ]);
  });
});

describe('the direction', () => {
  it.each([
    ['bidirectional', 1],
    ['to_crm', 1],
    ['from_crm', 0],
  ] as const)('%s has %i faults with a CRM field that cannot be written', (direction, count) => {
    const found = faultsOf(name, crmField('Name', readOnly), { direction });
    expect(paths(found)).toEqual(Array(count).fill('pairs.0.direction'));
  });

  it.each([
    ['bidirectional', 1],
    ['to_crm', 0],
    ['from_crm', 1],
  ] as const)('%s has %i faults with a field that PartnerOS works out', (direction, count) => {
    const found = faultsOf(computed, crmField('Fit', { type: 'number' }), { direction });
    expect(paths(found)).toEqual(Array(count).fill('pairs.0.direction'));
  });

  it.each(['bidirectional', 'to_crm', 'from_crm'] as const)(
    '%s is a fault when neither side can be written',
    (direction) => {
      const crm = crmField('Fit', { type: 'number', ...readOnly });
      expect(paths(faultsOf(computed, crm, { direction }))).toEqual(['pairs.0.direction']);
    },
  );

  it('is one way for what the CRM takes only at creation', () => {
    const crm = crmField('Name', { updateable: false });
    expect(paths(faultsOf(name, crm))).toEqual(['pairs.0.direction']);
    expect(faultsOf(name, crm, { direction: 'to_crm' })).toEqual([]);
    expect(faultsOf(name, crm, { direction: 'from_crm' })).toEqual([]);
  });

  it('is at fault when the types fit the other way only', () => {
    const count = ownField('count', { type: 'integer' });
    expect(paths(faultsOf(count, crmField('Text')))).toEqual(['pairs.0.direction']);
    expect(faultsOf(count, crmField('Text'), { direction: 'to_crm' })).toEqual([]);
  });
});

describe('types that fit in no direction', () => {
  it('are a fault of the CRM field', () => {
    const found = faultsOf(ownField('day', { type: 'date' }), crmField('On', { type: 'boolean' }));
    expect(found).toEqual([
      { path: 'pairs.0.crmField', message: 'On (yes or no) cannot take day (date).' },
    ]);
  });

  it('are told beside a direction that is wrong as well', () => {
    const crm = crmField('On', { type: 'boolean', ...readOnly });
    const found = faultsOf(ownField('day', { type: 'date' }), crm);
    expect(paths(found)).toEqual(['pairs.0.direction', 'pairs.0.crmField']);
  });
});

describe('a transform', () => {
  const moment = ownField('at', { type: 'datetime' });
  const day = crmField('Day', { type: 'date' });

  it('is needed where the CRM would lose the time of day', () => {
    expect(paths(faultsOf(moment, day))).toEqual(['pairs.0.transform']);
    expect(faultsOf(moment, day, { transform: { kind: 'date_of' } })).toEqual([]);
    expect(faultsOf(moment, day, { direction: 'from_crm' })).toEqual([]);
  });

  it('date_of may be said of a moment in the CRM, and not where no day is written', () => {
    const own = ownField('day', { type: 'date' });
    const crm = crmField('At', { type: 'datetime' });
    expect(faultsOf(own, crm)).toEqual([]);
    expect(faultsOf(own, crm, { transform: { kind: 'date_of' } })).toEqual([]);
    const wrong = { transform: { kind: 'date_of' }, direction: 'to_crm' } as const;
    expect(paths(faultsOf(own, crm, wrong))).toEqual(['pairs.0.transform']);
  });

  it.each(['trim', 'lowercase'] as const)('%s fits text only', (kind) => {
    expect(faultsOf(name, crmField('Mail', { type: 'email' }), { transform: { kind } })).toEqual(
      [],
    );
    const amount = ownField('amount', { type: 'currency' });
    const found = faultsOf(amount, crmField('Amount', { type: 'currency' }), {
      transform: { kind },
    });
    expect(paths(found)).toEqual(['pairs.0.transform']);
  });

  it('split_name goes from a whole name into a part, one way', () => {
    const whole = ownField('contactName');
    const split = { transform: { kind: 'split_name' } } as const;
    const toCrm = { ...split, direction: 'to_crm' } as const;
    expect(faultsOf(whole, crmField('FirstName'), toCrm)).toEqual([]);
    expect(faultsOf(whole, crmField('Last_Name__c'), toCrm)).toEqual([]);
    expect(
      faultsOf(ownField('lastName'), crmField('Contact'), { ...split, direction: 'from_crm' }),
    ).toEqual([]);
    expect(paths(faultsOf(whole, crmField('FirstName'), split))).toEqual(['pairs.0.transform']);
    expect(paths(faultsOf(whole, crmField('City'), toCrm))).toEqual(['pairs.0.transform']);
    expect(paths(faultsOf(ownField('firstName'), crmField('FirstName'), toCrm))).toEqual([
      'pairs.0.transform',
    ]);
  });
});

describe('the values of a choice', () => {
  const tier = ownChoice('tier', ['silver', 'gold']);

  it('go to the same value or label, whatever its case', () => {
    expect(faultsOf(tier, choice('Tier', ['Silver', ' GOLD ']))).toEqual([]);
  });

  it('are named when they have no counterpart, on either side', () => {
    const crm = choice('Tier', ['Silver', 'Platinum']);
    expect(faultsOf(tier, crm).map((fault) => fault.message)).toEqual([
      'Tier takes listed values only; without a counterpart: “gold”.',
      'tier takes listed values only; without a counterpart: “Platinum”.',
    ]);
    expect(paths(faultsOf(tier, crm))).toEqual(['pairs.0.valueMap', 'pairs.0.valueMap']);
    expect(faultsOf(tier, crm, { valueMap: [{ partneros: 'gold', crm: 'Platinum' }] })).toEqual([]);
  });

  it('need no counterpart where the CRM takes any value, and none when out of use', () => {
    const open = choice('Tier', ['Silver'], { restricted: false });
    expect(faultsOf(tier, open, { direction: 'to_crm' })).toEqual([]);
    expect(
      faultsOf(tier, choice('Tier', ['Silver', '-Bronze']), { direction: 'from_crm' }),
    ).toEqual([]);
  });

  it('do not go to a label that two options share', () => {
    const crm = choice('Tier', ['silver', 'g1', 'g2']);
    const shared = crm.options.map((one) =>
      one.value === 'silver' ? one : { ...one, label: 'Gold' },
    );
    const found = faultsOf(tier, { ...crm, options: shared }, { direction: 'to_crm' });
    expect(found[0]?.message).toContain('“gold”');
  });

  it('exist where the map says so, and are still in use', () => {
    const valueMap = [
      { partneros: 'gold', crm: 'Gold' },
      { partneros: 'tin', crm: 'Tin' },
      { partneros: 'silver', crm: 'Bronze' },
    ];
    const crm = choice('Tier', ['Silver', 'Gold', '-Bronze']);
    expect(faultsOf(tier, crm, { valueMap }).map((fault) => fault.message)).toEqual([
      'tier has no value “tin”.',
      'Tier has no value “Tin”.',
      'Tier no longer takes “Bronze”.',
    ]);
  });

  it('are mapped once in one direction, and may share a value in both', () => {
    const two = [
      { partneros: 'gold', crm: 'A' },
      { partneros: 'gold', crm: 'B' },
      { partneros: 'silver', crm: 'C' },
    ];
    const crm = choice('Tier', ['A', 'B', 'C']);
    const inDirection = (direction: MappingPair['direction']) =>
      faultsOf(tier, crm, { direction, valueMap: two }).map((fault) => fault.message);
    expect(inDirection('to_crm')).toEqual(['Mapped more than once: “gold”.']);
    expect(inDirection('from_crm')).toEqual([]);
    expect(inDirection('bidirectional')).toEqual([]);
    const valueMap = [...two, { partneros: 'gold', crm: 'A' }];
    expect(paths(faultsOf(tier, crm, { valueMap }))).toEqual(['pairs.0.valueMap']);
  });

  it('come out of free text only by a map', () => {
    const found = faultsOf(tier, crmField('Level'), { direction: 'from_crm' });
    expect(paths(found)).toEqual(['pairs.0.valueMap']);
    const valueMap = [{ partneros: 'gold', crm: 'Best' }];
    expect(faultsOf(tier, crmField('Level'), { direction: 'from_crm', valueMap })).toEqual([]);
  });

  it('pass unchecked where the CRM keeps the options elsewhere', () => {
    const crm = choice('Code', [], { restricted: false });
    expect(faultsOf(ownChoice('currency', ['EUR', 'USD']), crm)).toEqual([]);
  });

  it('are true and false for yes or no', () => {
    const own = ownField('primary', { type: 'boolean' });
    const crm = choice('Main', ['Y', 'N']);
    expect(paths(faultsOf(own, crm))).toEqual(['pairs.0.valueMap', 'pairs.0.valueMap']);
    const valueMap = [
      { partneros: 'true', crm: 'Y' },
      { partneros: 'false', crm: 'N' },
    ];
    expect(faultsOf(own, crm, { valueMap })).toEqual([]);
    expect(faultsOf(own, crmField('Main', { type: 'boolean' }))).toEqual([]);
  });

  it('cannot be mapped where there are none', () => {
    const valueMap = [{ partneros: 'a', crm: 'b' }];
    expect(paths(faultsOf(name, crmField('Name'), { valueMap }))).toEqual(['pairs.0.valueMap']);
  });
});

describe('pairs among each other', () => {
  const own = [ownField('a'), ownField('b')];
  const crm = [crmField('A'), crmField('B')];

  it('write a field once', () => {
    expect(faults(own, crm, [pair('a', 'A'), pair('b', 'A')])).toEqual([
      { path: 'pairs.1.crmField', message: 'pairs.0 writes A already; a field has one writer.' },
    ]);
    expect(paths(faults(own, crm, [pair('a', 'A'), pair('a', 'B')]))).toEqual([
      'pairs.1.partnerosField',
    ]);
  });

  it('may read a field as often as they like', () => {
    const toCrm = { direction: 'to_crm' } as const;
    expect(faults(own, crm, [pair('a', 'A', toCrm), pair('a', 'B', toCrm)])).toEqual([]);
    const fromCrm = { direction: 'from_crm' } as const;
    expect(faults(own, crm, [pair('a', 'A', fromCrm), pair('b', 'A', fromCrm)])).toEqual([]);
  });

  it('are listed once, and not rejected as well', () => {
    const one = { partnerosField: 'a', crmField: 'A' };
    const other = { partnerosField: 'b', crmField: 'B' };
    expect(paths(faults(own, crm, [pair('a', 'A'), pair('a', 'A')]))).toEqual(['pairs.1']);
    expect(paths(faults(own, crm, [pair('a', 'A')], [one]))).toEqual(['rejected.0']);
    expect(paths(faults(own, crm, [], [other, other]))).toEqual(['rejected.1']);
  });

  it('may stay rejected when the CRM field is gone, but not when ours never was', () => {
    const gone = { partnerosField: 'a', crmField: 'Gone' };
    const never = { partnerosField: 'never', crmField: 'A' };
    expect(paths(faults(own, crm, [], [gone, never]))).toEqual(['rejected.1.partnerosField']);
  });
});
