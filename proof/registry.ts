/**
 * Every suite of `npm run proof`. A further one is an entry here: a test file as it is, or anything
 * with a `run` (see `suite.ts`). `atLeast` is the figure that the product promises.
 */
import { mutationSuite } from './mutations/mutation-suite.ts';
import type { ProofSuite } from './suite.ts';
import { testSuite } from './test-suite.ts';

const attacks = 'apps/server/test/proof';

export const suites: readonly ProofSuite[] = [
  testSuite({
    name: 'route-matrix',
    promise: 'Nobody does or sees what they may not: route × role × organization × partner',
    atLeast: 10_000,
    files: [`${attacks}/matrix.test.ts`],
  }),
  testSuite({
    name: 'contract-fuzz',
    promise: 'No request brings a 5xx or an answer that the OpenAPI document does not describe',
    atLeast: 100_000,
    files: [`${attacks}/fuzz.test.ts`],
  }),
  testSuite({
    name: 'csrf-matrix',
    promise: 'No other site changes anything: origin × body × changing operation',
    atLeast: 2_000,
    files: [`${attacks}/csrf.test.ts`],
  }),
  testSuite({
    name: 'pooled-scopes',
    promise: 'Requests given up, failing work and shot connections show nobody’s rows to others',
    atLeast: 4_000,
    files: ['apps/server/test/pooled-scopes.test.ts'],
  }),
  testSuite({
    name: 'secrets',
    promise: 'No secret stands in logs, answers, jobs or tables: secret × text looked through',
    atLeast: 1_000,
    files: ['apps/server/test/secrets.test.ts'],
  }),
  testSuite({
    name: 'catalogue',
    promise: 'Every table, policy, key and function is what tenancy rests on',
    atLeast: 15,
    files: ['apps/server/test/catalogue.test.ts', 'apps/server/test/tenancy.test.ts'],
  }),
  mutationSuite,
];
