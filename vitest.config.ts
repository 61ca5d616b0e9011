import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const noNetwork = './scripts/checks/no-network.ts';

/** Server code whose tests need no database: they run once, not once per database. */
const withoutDatabase = [
  'apps/server/src/schema-matching/**/*.test.ts',
  'apps/server/src/vendors/**/*.test.ts',
  'apps/server/src/kernel/outbound/**/*.test.ts',
  'apps/server/src/kernel/crypto/**/*.test.ts',
];

/**
 * Three projects: `server` runs once per database, `checks` once (no database), `browser` needs
 * Chromium. `scripts/test.ts` runs them all and reports on each.
 */
export default defineConfig({
  test: {
    maxWorkers: Math.min(2, availableParallelism()),
    pool: 'forks',
    // Two suites share the processors: what takes a second alone may take several.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    allowOnly: process.env['CI'] === undefined,
    projects: [
      {
        extends: true,
        test: {
          name: 'server',
          include: ['apps/server/**/*.test.ts'],
          exclude: withoutDatabase,
          // One worker serves many files: the program is loaded once, not once a file.
          isolate: false,
          setupFiles: [noNetwork],
          globalSetup: ['apps/server/test/template.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'checks',
          include: [
            ...withoutDatabase,
            'packages/contract/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'simulators/**/*.test.ts',
            'bench/**/*.test.ts',
            'proof/**/*.test.ts',
            'apps/web/src/**/*.test.{ts,tsx}',
          ],
          setupFiles: [noNetwork],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['apps/web/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
