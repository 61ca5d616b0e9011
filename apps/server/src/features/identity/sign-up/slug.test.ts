import { expect, it } from 'vitest';
import { slugOf } from './slug.ts';

it.each([
  ['Northwind Cloud', 'northwind-cloud'],
  ['Müller & Söhne GmbH', 'muller-sohne-gmbh'],
  ['  --- ', 'organization'],
  ['北京', 'organization'],
  ['A'.repeat(47) + ' b', 'a'.repeat(47)],
])('makes of %j the slug %s', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
  expect(slug).toMatch(/^[a-z0-9](-?[a-z0-9])*$/);
});
