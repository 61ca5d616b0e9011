import { expect, it } from 'vitest';
import { findWeakness } from './rules.ts';

const owner = { email: 'olivia.owens@demo.example', name: 'Olivia Owens' };

it.each([
  ...['password', 'Password1!', 'PASSWORD123', '12345678', '87654321', 'abcdefgh', 'aaaaaaaa'],
  ...['abababab', 'welcome2026', 'Qwertyuiop', '20261121', '!!letmein!!', '１２３４５６７８'],
])('refuses %s, which is tried first', (password) => {
  expect(findWeakness(password, owner)).toMatch(/^Too common/);
});

it.each([
  ...['olivia.owens@demo.example', 'Olivia.Owens', 'oliviaowens', 'Olivia Owens', 'OLIVIA_OWENS'],
])('refuses %s, which is one’s own', (password) => {
  expect(findWeakness(password, owner)).toMatch(/address or name/);
});

it.each([
  'correct horse battery',
  'partneros-demo',
  'v9#kd82x',
  'olivia likes tea',
  'Übergrößenträger',
])('takes %s', (password) => {
  expect(findWeakness(password, owner)).toBeNull();
});
