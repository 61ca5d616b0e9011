import { describe, expect, it } from 'vitest';
import { countOf, formatDistance, formatPercent } from './format.ts';

describe('percentages', () => {
  it.each([
    [0.8999, '89 %'],
    [0.9, '90 %'],
    [0.29, '29 %'],
    [0.9996, '99 %'],
    [1, '100 %'],
    [0, '0 %'],
  ])('write %d as %s, rounded down', (share, text) => {
    expect(formatPercent(share)).toBe(text);
  });
});

describe('counts', () => {
  it('know one from many', () => {
    expect(countOf(1, 'field')).toBe('1 field');
    expect(countOf(0, 'field')).toBe('0 fields');
    expect(countOf(2, 'entry', 'entries')).toBe('2 entries');
  });
});

describe('distances in time', () => {
  const now = new Date('2026-11-21T10:00:00.000Z');
  const distance = (timestamp: string) => formatDistance(timestamp, now);
  const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

  it('use the largest unit that fits', () => {
    expect(distance('2026-11-21T09:59:30.000Z')).toBe('just now');
    expect(distance('2026-11-21T09:55:00.000Z')).toBe(relative.format(-5, 'minute'));
    expect(distance('2026-11-22T09:00:00.000Z')).toBe(relative.format(23, 'hour'));
    expect(distance('2026-11-19T10:00:00.000Z')).toBe(relative.format(-2, 'day'));
  });
});
