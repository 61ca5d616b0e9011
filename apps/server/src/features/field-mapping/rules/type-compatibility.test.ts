import { readFileSync } from 'node:fs';
import { fieldType } from '@partneros/contract/field';
import { describe, expect, it } from 'vitest';
import type { ValueType } from './side-field.ts';
import { canTake, takers, typeWords } from './type-compatibility.ts';

const page = readFileSync(
  new URL('../../../../../../docs/field-mapping.md', import.meta.url),
  'utf8',
);

describe('the table of types', () => {
  it('is the one that the documentation shows', () => {
    for (const [type, targets] of Object.entries(takers)) {
      // The record's keys are exactly the value types, which Object.entries does not tell.
      const words = typeWords[type as ValueType];
      const cell = targets.length > 0 ? targets.map((one) => `\`${one}\``).join(', ') : 'nothing';
      expect(page).toContain(`| ${words} (\`${type}\`) | ${cell} |`);
    }
  });

  it('lets every type that can be mapped at all be kept as it is', () => {
    for (const type of fieldType.options) {
      expect(canTake(type, type), type).toBe(type !== 'binary' && type !== 'other');
    }
  });

  it.each<[ValueType, ValueType]>([
    ['picklist', 'picklist'],
    ['picklist', 'reference'],
    ['multipicklist', 'multipicklist'],
    ['boolean', 'boolean'],
    ['number', 'integer'],
    ['string', 'string'],
    ['string', 'text'],
    ['text', 'text'],
    ['date', 'date'],
    ['date', 'datetime'],
  ])('lets %s go with %s both ways, as HubSpot documents', (one, other) => {
    expect(canTake(one, other)).toBe(true);
    expect(canTake(other, one)).toBe(true);
  });

  it('never reads numbers, dates or yes and no out of text', () => {
    for (const to of [
      'number',
      'integer',
      'currency',
      'percent',
      'date',
      'datetime',
      'boolean',
    ] as const) {
      expect(canTake(to, 'string')).toBe(false);
      expect(canTake(to, 'text')).toBe(false);
    }
  });

  it('never puts several values into a field for one choice', () => {
    expect(canTake('picklist', 'multipicklist')).toBe(false);
    expect(canTake('picklist', 'list')).toBe(false);
    expect(canTake('reference', 'references')).toBe(false);
  });
});
