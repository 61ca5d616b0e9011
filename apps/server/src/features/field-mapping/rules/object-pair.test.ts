import { describe, expect, it } from 'vitest';
import { splitObjectPair } from './object-pair.ts';

describe('an object pair', () => {
  it('is split at the first two hyphens', () => {
    expect(splitObjectPair('deal_registration--Opportunity')).toEqual({
      text: 'deal_registration--Opportunity',
      partnerosObject: 'deal_registration',
      objectType: 'Opportunity',
    });
    expect(splitObjectPair('deal--p1--odd')).toMatchObject({ objectType: 'p1--odd' });
    expect(splitObjectPair('deal---x')).toMatchObject({ objectType: '-x' });
  });

  it.each([
    '',
    '--',
    '--Account',
    'partner',
    'partner--',
    'partner-Account',
    'partner--A b',
    'partner--a.b',
  ])('is malformed as %j', (text) => {
    expect(splitObjectPair(text)).toBe('malformed');
  });

  it('is malformed when no CRM could have such a name', () => {
    expect(splitObjectPair(`deal--${'a'.repeat(256)}`)).toBe('malformed');
    expect(splitObjectPair(`deal--${'a'.repeat(255)}`)).toMatchObject({ partnerosObject: 'deal' });
  });

  it.each(['invoice--Account', 'Partner--Account', 'constructor--Account'])(
    'names no object of ours in %s',
    (text) => {
      expect(splitObjectPair(text)).toBe('unknown_object');
    },
  );
});
