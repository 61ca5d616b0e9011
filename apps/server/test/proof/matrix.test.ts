/** Route × role × organization × partner, made from what is mounted. */

import { permission } from '@partneros/contract/identity';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectedOperations, holders, operationsByAccess } from './expected.ts';
import { type MatrixResult, runMatrix } from './matrix.ts';
import { recordProof } from './record.ts';
import { isFullProof } from './scale.ts';
import { buildWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await buildWorld();
}, 120_000);
afterAll(() => world.t.close());

it('the table of the proof knows every permission and every operation', () => {
  const mounted = world.t.app.api.operations.map(({ operation }) => operation);
  const guarding = permission.options.filter((name) =>
    mounted.some(({ access }) => access === name),
  );
  expect(Object.keys(holders).sort()).toEqual(guarding.sort());
  const missing = mounted.filter(({ id }) => !expectedOperations().includes(id));
  const toEnter = missing.map(({ id, access }) => `'${access}': ['${id}'],`);
  expect(toEnter, 'to be entered in proof/expected.ts, after checking each').toEqual([]);
  expect(expectedOperations()).toEqual(mounted.map(({ id }) => id).sort());
  for (const access of Object.keys(operationsByAccess)) {
    if (access !== 'public' && access !== 'signed_in')
      expect(holders, access).toHaveProperty([access]);
  }
});

it('nobody does or sees what they may not', { timeout: 1_200_000 }, async () => {
  const started = performance.now();
  const result: MatrixResult = await runMatrix(world);
  const seconds = (performance.now() - started) / 1000;
  const perSecond = Math.round(result.attempts / seconds);
  const details = { ...result.details, seconds: Math.round(seconds), 'requests/s': perSecond };
  recordProof({ suite: 'route-matrix', ...result, details });
  expect(result.failures).toEqual([]);
  expect(result.attempts).toBeGreaterThan(isFullProof ? 10_000 : 600);
});
