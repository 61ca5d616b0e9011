import { describe, expect, it } from 'vitest';
import { safeReturnTo } from './return-to.ts';

describe('the address to return to', () => {
  it.each(['/settings/integrations', '/settings/integrations?outcome=denied#top'])(
    'keeps %s',
    (address) => {
      expect(safeReturnTo(address)).toBe(address);
    },
  );

  it.each([
    '//other.example',
    '/\\other.example',
    '/\t/other.example',
    'https://other.example/',
    'javascript:alert(1)',
    'settings',
    '',
    '/sign-in',
    '/sign-in?returnTo=/sign-in',
    undefined,
    7,
  ])('turns %j into the start page', (address) => {
    expect(safeReturnTo(address)).toBe('/');
  });
});
