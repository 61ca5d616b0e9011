import { describe, expect, it } from 'vitest';
import type { Direction } from '../../lib/api-types.ts';
import { valueRows, withValue } from './value-rows.ts';

const ours = {
  options: [
    { value: 'won', label: 'Won' },
    { value: 'lost', label: 'Lost' },
  ],
};
const crm = {
  options: ['Closed Won', 'Closed Lost', 'Open', 'Retired'].map((value) => ({
    value,
    label: value,
    active: value !== 'Retired',
    validFor: null,
  })),
};
const valueMap = [{ partneros: 'won', crm: 'Closed Won' }];

function shown(direction: Direction): string[] {
  return valueRows({ direction, valueMap }, ours, crm).map(
    ({ value, chosen }) => `${value}=${chosen}`,
  );
}

describe('the rows of a value map', () => {
  it('are our values when they go to the CRM', () => {
    expect(shown('to_crm')).toEqual(['won=Closed Won', 'lost=']);
  });

  it('are the values in use at the CRM when they come from it', () => {
    expect(shown('from_crm')).toEqual(['Closed Won=won', 'Closed Lost=', 'Open=']);
  });

  it('are ours and the rest of the CRM’s both ways', () => {
    expect(shown('bidirectional')).toEqual(['won=Closed Won', 'lost=', 'Closed Lost=', 'Open=']);
  });
});

describe('choosing a counterpart', () => {
  it('replaces the one that the value had', () => {
    expect(withValue(valueMap, { side: 'partneros', value: 'won' }, 'Open')).toEqual([
      { partneros: 'won', crm: 'Open' },
    ]);
  });

  it('lets several values of the CRM be one of ours', () => {
    expect(withValue(valueMap, { side: 'crm', value: 'Open' }, 'won')).toEqual([
      { partneros: 'won', crm: 'Closed Won' },
      { partneros: 'won', crm: 'Open' },
    ]);
  });

  it('takes the entry out when none is chosen', () => {
    expect(withValue(valueMap, { side: 'crm', value: 'Closed Won' }, '')).toEqual([]);
  });
});
