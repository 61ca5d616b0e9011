import { fieldCatalogue } from '@partneros/contract/field-catalogue';
import { suggestion } from '@partneros/contract/mapping';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMatchField } from './from-contract.ts';
import { matchFields, suggestPairs } from './suggest.ts';
import { accountFields, field, optionList, prepared } from './test-fields.ts';
import type { MatchField } from './types.ts';

const partner = prepared('partner', fieldCatalogue.partner.map(toMatchField));
const account = prepared('Account', accountFields, { platform: 'salesforce' });

function pairsOf(left: MatchField[], right: MatchField[]): Record<string, string> {
  const { suggestions } = suggestPairs({
    left: prepared('partner', left),
    right: prepared('Account', right),
  });
  return Object.fromEntries(suggestions.map((one) => [one.partnerosField, one.crmField]));
}

describe('suggestions for partner and Account', () => {
  const result = suggestPairs({ left: partner, right: account });
  const pairs = new Map(result.suggestions.map((one) => [one.partnerosField, one]));

  it.each([
    ['name', 'Name'],
    ['employees', 'NumberOfEmployees'],
    ['companyRevenue', 'AnnualRevenue'],
    ['type', 'Ptnr_Typ__c'],
    ['tier', 'Prtnr_Tier__c'],
    ['website', 'Website'],
    ['phone', 'Phone'],
    ['street', 'BillingStreet'],
    ['city', 'BillingCity'],
    ['country', 'BillingCountry'],
    ['id', 'PRM_Ext_Id__c'],
  ])('pair %s with %s', (ours, theirs) => {
    expect(pairs.get(ours)?.crmField).toBe(theirs);
  });

  it('leave fields without a counterpart alone', () => {
    for (const name of ['logo', 'aiInsights', 'tierSource', 'payments', 'tags']) {
      expect(result.unmappedLeft).toContain(name);
    }
    expect(result.unmappedRight).toContain('Credit_Hold__c');
  });

  it('have the shape of the contract, and reasons', () => {
    for (const one of result.suggestions) {
      expect(suggestion.parse(one)).toEqual(one);
      expect(one.reason).not.toBe('');
    }
    expect(pairs.get('website')?.reason).toContain('label equal');
    expect(pairs.get('city')?.reason).toContain('address group billing');
  });

  it('account for every field on both sides exactly once', () => {
    const ours = [...pairs.keys(), ...result.unmappedLeft].sort();
    expect(ours).toEqual(fieldCatalogue.partner.map(({ name }) => name).sort());
    const theirs = [...result.suggestions.map((one) => one.crmField), ...result.unmappedRight];
    expect(theirs.sort()).toEqual(accountFields.map(({ name }) => name).sort());
  });

  it('are the same in any order of fields', () => {
    const turned = suggestPairs({
      left: prepared('partner', fieldCatalogue.partner.map(toMatchField).reverse()),
      right: prepared('Account', [...accountFields].reverse(), { platform: 'salesforce' }),
    });
    expect(turned).toEqual(result);
  });

  it('only ever read what the CRM does not let us write', () => {
    for (const one of result.suggestions) {
      const target = accountFields.find(({ name }) => name === one.crmField);
      if (!target?.updateable) expect(one.direction).toBe('from_crm');
    }
    expect(pairs.get('createdAt')?.direction).toBe('from_crm');
  });
});

describe('what a person decided', () => {
  it('does not bring a rejected pair back', () => {
    const rejected = [{ partnerosField: 'type', crmField: 'Ptnr_Typ__c' }];
    const matches = matchFields({ left: partner, right: account, rejected });
    const type = matches.find((match) => match.partnerosField === 'type');
    expect(type?.ranked.map((one) => one.crmField)).not.toContain('Ptnr_Typ__c');
  });

  it('lets a confirmed pair win and says so', () => {
    const confirmed = [{ partnerosField: 'city', crmField: 'ShippingCity' }];
    const { suggestions } = suggestPairs({ left: partner, right: account, confirmed });
    const city = suggestions.find((one) => one.partnerosField === 'city');
    expect(city?.crmField).toBe('ShippingCity');
    expect(city?.confidence).toBeGreaterThan(0.9);
    expect(city?.reason).toContain('confirmed before');
  });
});

describe('names in odd style', () => {
  it('reads short forms that no table has', () => {
    const left = [field('certification', { label: 'Certification' })];
    expect(pairsOf(left, [field('Crtfctn__c'), field('Fax'), field('Notes__c')])).toEqual({
      certification: 'Crtfctn__c',
    });
  });

  it('reads German and French labels', () => {
    const left = ['city', 'postalCode', 'employees'].map((name) => field(name));
    const right = [
      field('F1__c', { label: 'Ort' }),
      field('F2__c', { label: 'Code postal' }),
      field('F3__c', { label: 'Anzahl Mitarbeiter' }),
      field('F4__c', { label: 'Anrede' }),
    ];
    expect(pairsOf(left, right)).toEqual({
      city: 'F1__c',
      postalCode: 'F2__c',
      employees: 'F3__c',
    });
  });

  it('sees through the prefix of a managed package', () => {
    const left = [field('tier', { label: 'Tier' })];
    const right = [field('impart__Partner_Tier__c', { label: 'Partner Tier' }), field('Site')];
    expect(pairsOf(left, right)).toEqual({ tier: 'impart__Partner_Tier__c' });
  });

  it('tells fields of equal names apart by their options', () => {
    const left = [field('grade', { type: 'picklist', options: optionList('Gold', 'Silver') })];
    const right = [
      field('A__c', { label: 'Grade', type: 'picklist', options: optionList('Pass', 'Fail') }),
      field('B__c', { label: 'Grade', type: 'picklist', options: optionList('Silver', 'Gold') }),
    ];
    expect(pairsOf(left, right)).toEqual({ grade: 'B__c' });
  });
});

describe('fields that could be mistaken for each other', () => {
  it('leave a read-only twin of the same label alone', () => {
    const left = [field('lossReason', { label: 'Loss reason' })];
    const right = [
      field('Aa_Formula__c', { label: 'Loss Reason', createable: false, updateable: false }),
      field('Zz_Loss__c', { label: 'Loss Reason' }),
    ];
    expect(pairsOf(left, right)).toEqual({ lossReason: 'Zz_Loss__c' });
  });

  it('share one CRM field as a mirror that is only read, and only one of them is suggested', () => {
    const closed = { createable: false, updateable: false, type: 'datetime' } as const;
    const input = {
      left: prepared('contact', [
        field('updated_at', { ...closed, computed: true }),
        field('last_modified_at', { ...closed, computed: true }),
      ]),
      right: prepared('contacts', [field('hs_lastmodifieddate', closed), field('fax')]),
    };
    const matches = matchFields(input);
    const [mirror] = matches.filter(({ mirrors }) => mirrors !== null);
    expect(mirror).toMatchObject({ crmField: null, mirrors: 'hs_lastmodifieddate' });
    expect(mirror?.direction).toBe('from_crm');
    expect(suggestPairs(input).suggestions.map(({ crmField }) => crmField)).toEqual([
      'hs_lastmodifieddate',
    ]);
  });

  it('go with their group: a contact of the partner is not the customer’s', () => {
    const parts = ['FirstName', 'LastName', 'Email', 'Phone'];
    const left = parts.map((part) => field(`partnerContact${part}`));
    const right = ['Customer.Contact', 'Partner.Contact'].flatMap((owner) =>
      parts.map((part) => field(`${owner}.${part}`)),
    );
    expect(Object.values(pairsOf(left, right)).sort()).toEqual(
      parts.map((part) => `Partner.Contact.${part}`).sort(),
    );
  });
});

describe('vectors of an embedding provider', () => {
  it('find a field that shares no word, and change nothing where they are missing', () => {
    const left = prepared('partner', [field('alpha'), field('city')]);
    const right = prepared(
      'Account',
      Array.from({ length: 40 }, (_, index) => field(`Zq${index}__c`)).concat(field('City')),
    );
    const vectors = new Map(
      [...left.fields, ...right.fields].map(({ hash }, index) => {
        const isPair = index === 0 || index === 2;
        return [hash, Float32Array.of(isPair ? 1 : 0.01, 0.1 * index, 1 - 0.02 * index)];
      }),
    );
    const without = matchFields({ left, right });
    const beside = matchFields({ left, right, providerVectors: vectors });
    const nowhere = matchFields({ left, right, providerVectors: new Map() });
    expect(nowhere).toEqual(without);
    expect(without[0]?.ranked).toEqual([]);
    expect(beside[0]?.ranked.length).toBeGreaterThan(0);
    expect(beside[1]?.crmField).toBe('City');
  });
});

const words = fc.constantFrom(
  ...'partner,type,City,billing,Amt,é,__c,hs_,9,date,Number,owner,state,ζ,_,.,customer,E-Mail'.split(
    ',',
  ),
);
const text = fc.array(words, { maxLength: 5 }).map((parts) => parts.join('_'));
const anyField = fc.record({
  name: text,
  label: text,
  type: fc.constantFrom<MatchField['type']>(
    'string',
    'picklist',
    'date',
    'boolean',
    'reference',
    'id',
  ),
  description: fc.option(text),
  options: fc.array(text, { maxLength: 4 }).map((list) => optionList(...list)),
  updateable: fc.boolean(),
});
const anySchema = fc
  .uniqueArray(anyField, { maxLength: 12, selector: (one) => one.name })
  .map((list) =>
    list.map(({ name, ...rest }) => field(name, { ...rest, createable: rest.updateable })),
  );

describe('any two schemas', () => {
  it('give sound, one-to-one, order-independent results', () => {
    fc.assert(
      fc.property(anySchema, anySchema, (left, right) => {
        const input = { left: prepared('deal', left), right: prepared('Thing__c', right) };
        const matches = matchFields(input);
        const chosen = matches.flatMap((match) => match.crmField ?? []);
        expect(new Set(chosen).size).toBe(chosen.length);
        for (const match of matches) {
          const sum = match.ranked.reduce((total, one) => total + one.confidence, 0);
          expect(sum).toBeLessThanOrEqual(1);
          for (const one of match.ranked) {
            expect(one.confidence).toBeGreaterThanOrEqual(0);
            expect(one.confidence).toBeLessThanOrEqual(1);
          }
          const target = right.find((one) => one.name === match.crmField);
          if (target && !target.updateable) expect(match.direction).toBe('from_crm');
        }
        const turned = {
          left: prepared('deal', [...left].reverse()),
          right: prepared('Thing__c', [...right].reverse()),
        };
        expect(matchFields(turned)).toEqual(matches);
      }),
      { numRuns: 60 },
    );
  });
});
