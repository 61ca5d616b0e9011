import { describe, expect, it } from 'vitest';
import type { Mapping, MappingPair, Suggestion } from '../../lib/api-types.ts';
import { toBands } from './bands.ts';
import {
  draftOf,
  isChanged,
  openSuggestions,
  withoutPair,
  withoutRejected,
  withPairs,
  withRejected,
} from './draft.ts';
import { pairKey, sortFaults } from './faults.ts';
import { offeredPairs, readPair } from './object-pair.ts';
import { allowedDirections, newPair } from './pair-rules.ts';

const option = (value: string, label: string) => ({ value, label, active: true, validFor: null });

const stage = {
  name: 'stage',
  type: 'picklist' as const,
  computed: false,
  options: [
    { value: 'closed_won', label: 'Closed won' },
    { value: 'discovery', label: 'Discovery' },
  ],
};
const stageName = {
  name: 'StageName',
  type: 'picklist' as const,
  createable: true,
  updateable: true,
  calculated: false,
  options: [option('Closed Won', 'Closed Won'), option('Prospecting', 'Prospecting')],
};

function pair(partnerosField: string, crmField: string): MappingPair {
  const made = newPair(
    { ...stage, name: partnerosField, options: [] },
    { ...stageName, name: crmField, options: [] },
  );
  if (!made) throw new Error('Both sides can be written, so there is a pair.');
  return made;
}

function suggestion(partnerosField: string, confidence: number): Suggestion {
  return {
    partnerosField,
    crmField: `${partnerosField}__c`,
    confidence,
    direction: 'bidirectional',
    reason: 'Same name.',
    evidence: { name: 1, description: 0, type: 1, values: 0 },
    alternatives: [],
  };
}

const empty: Mapping = {
  objectPair: 'deal--Opportunity',
  state: 'draft',
  version: 0,
  pairs: [],
  rejected: [],
};

describe('object pairs', () => {
  it('are split at the first double hyphen', () => {
    expect(readPair('deal--My--Object')).toEqual({
      partnerosObject: 'deal',
      objectType: 'My--Object',
    });
  });

  it.each(['deal', 'deal--', '--Opportunity', 'toString--Opportunity', ''])('refuse %j', (text) => {
    expect(readPair(text)).toBeNull();
  });

  it('are offered for discovered objects, saved ones too, each once', () => {
    const saved = ['deal--Opportunity', 'deal--Project__c'];
    expect(offeredPairs('salesforce', ['Account', 'Opportunity'], saved)).toEqual([
      'partner--Account',
      'deal_registration--Opportunity',
      'deal--Opportunity',
      'deal--Project__c',
    ]);
  });
});

describe('a new pair', () => {
  it('goes only from the CRM where the CRM takes no value', () => {
    const readOnly = { ...stageName, createable: false, updateable: false };
    expect(allowedDirections(stage, readOnly)).toEqual(['from_crm']);
    expect(allowedDirections(stage, { ...stageName, calculated: true })).toEqual(['from_crm']);
  });

  it('goes only to the CRM where we compute the value', () => {
    expect(allowedDirections({ ...stage, computed: true }, stageName)).toEqual(['to_crm']);
  });

  it('does not go both ways where the CRM takes a value on new records only', () => {
    const createOnly = { ...stageName, updateable: false };
    expect(allowedDirections(stage, createOnly)).toEqual(['from_crm', 'to_crm']);
  });

  it('says that the time of day is dropped where it is', () => {
    const closedAt = { ...stage, type: 'datetime' as const, options: [] };
    const closeDate = { ...stageName, type: 'date' as const, options: [] };
    expect(newPair(closedAt, closeDate, 'to_crm')?.transform).toEqual({ kind: 'date_of' });
    expect(newPair(closedAt, closeDate, 'from_crm')?.transform).toBeNull();
  });

  it('does not exist where neither side takes a value', () => {
    const formula = { ...stageName, updateable: false, calculated: true };
    expect(newPair({ ...stage, computed: true }, formula)).toBeNull();
  });

  it('matches picklist values that differ in case and punctuation only', () => {
    expect(newPair(stage, stageName)?.valueMap).toEqual([
      { partneros: 'closed_won', crm: 'Closed Won' },
    ]);
  });

  it('keeps the wished direction where it is possible', () => {
    expect(newPair(stage, stageName, 'from_crm')?.direction).toBe('from_crm');
    expect(newPair(stage, { ...stageName, calculated: true }, 'to_crm')?.direction).toBe(
      'from_crm',
    );
  });

  it('leaves the stage of a deal to the CRM and the tier to PartnerOS', () => {
    expect(newPair(stage, stageName)?.onConflict).toBe('crm_wins');
    expect(newPair({ ...stage, name: 'tier' }, stageName)?.onConflict).toBe('partneros_wins');
  });
});

describe('a draft', () => {
  it('is unchanged after a pair was taken in and out again', () => {
    const saved = draftOf(empty);
    const taken = withPairs(saved, [pair('name', 'Name')]);
    expect(isChanged(taken, saved)).toBe(true);
    expect(isChanged(withoutPair(taken, 0), saved)).toBe(false);
  });

  it('is unchanged when only the order of pairs or members differs', () => {
    const [one, two] = [pair('name', 'Name'), pair('amount', 'Amount')];
    const reversed = Object.fromEntries(Object.entries(one).reverse());
    const saved = { pairs: [one, two], rejected: [] };
    expect(isChanged({ pairs: [two, { ...one, ...reversed }], rejected: [] }, saved)).toBe(false);
  });

  it('gives a field of ours one partner', () => {
    const draft = withPairs({ pairs: [pair('name', 'Name')], rejected: [] }, [
      pair('name', 'Title'),
    ]);
    expect(draft.pairs.map(({ crmField }) => crmField)).toEqual(['Title']);
  });

  it('asks no more about what was rejected, until it is restored', () => {
    const suggestions = [suggestion('name', 0.9), suggestion('amount', 0.7)];
    const rejected = withRejected(draftOf(empty), suggestions[0] ?? suggestion('name', 0.9));
    expect(openSuggestions(rejected, suggestions)).toEqual([suggestions[1]]);
    const restored = withoutRejected(rejected, { partnerosField: 'name', crmField: 'name__c' });
    expect(openSuggestions(restored, suggestions)).toEqual(suggestions);
  });

  it('forgets a rejection when the pair is taken after all', () => {
    const draft = withRejected(draftOf(empty), { partnerosField: 'name', crmField: 'Name' });
    expect(withPairs(draft, [pair('name', 'Name')]).rejected).toEqual([]);
  });
});

describe('bands of confidence', () => {
  it('hold their lower limit and sort the surest first', () => {
    const bands = toBands([0.3, 0.6, 0.899, 0.9, 1].map((value) => suggestion(`f${value}`, value)));
    expect(
      bands.map(({ title, suggestions }) => [title, suggestions.map((one) => one.confidence)]),
    ).toEqual([
      ['Confident', [1, 0.9]],
      ['Likely', [0.899, 0.6]],
      ['Unsure', [0.3]],
    ]);
  });
});

describe('faults', () => {
  it('find their pair by the index in what was sent', () => {
    const sent = [pair('name', 'Name'), pair('amount', 'Amount')];
    const faults = sortFaults(
      [
        { path: 'pairs.1.crmField', message: 'Not in the schema.' },
        { path: 'pairs.1.crmField', message: 'pairs.0 writes it already.' },
        { path: 'pairs.12', message: 'Odd.' },
        { path: '', message: 'Too many.' },
      ],
      sent,
    );
    expect(faults.byPair.get(pairKey({ partnerosField: 'amount', crmField: 'Amount' }))).toEqual([
      'Not in the schema.',
      'The pair of “name” writes it already.',
    ]);
    expect(faults.others).toEqual(['pairs.12: Odd.', 'Too many.']);
  });
});
