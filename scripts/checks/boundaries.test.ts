import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkBoundaries } from './boundaries.ts';
import { boundaryRules } from './boundary-rules.ts';

type Files = Record<string, string>;

/** A small project in which every allowed kind of import occurs and no other. */
const soundProject: Files = {
  'packages/contract/package.json': '{"name":"@partneros/contract","exports":{"./*":"./src/*.ts"}}',
  'packages/contract/src/deals.ts': "import { z } from 'zod';\nexport const deal = z;",
  'node_modules/zod/package.json': '{"name":"zod","exports":{".":"./dist/index.js"}}',
  'node_modules/zod/dist/index.js': 'export const z = 1;',
  'node_modules/pg/package.json': '{"name":"pg","exports":{".":"./dist/index.js"}}',
  'node_modules/pg/dist/index.js': 'export const Pool = 1;',
  'simulators/main.ts': "import { crm } from './crm.ts';\nexport const main = crm;",
  'simulators/crm.ts': 'export const crm = 1;',
  'bench/run.ts': "import { app } from '../apps/server/src/app.ts';\nexport const run = app;",
  'scripts/demo.ts': "import '../simulators/main.ts';\nimport '../apps/server/src/app.ts';",
  'apps/server/src/main.ts': "import './app.ts';\nimport './kernel/config.ts';",
  'apps/server/src/cli.ts': "import './app.ts';",
  'apps/server/src/app.ts': `import './app/mount-jobs.ts';
    import './features/deals/index.ts';
    import './vendors/hubspot/client.ts';
    export const app = 1;`,
  'apps/server/src/app/mount-jobs.ts': "import '../kernel/jobs.ts';",
  'apps/server/src/features/deals/index.ts': "export { approve } from './approve-deal.ts';",
  'apps/server/src/features/deals/approve-deal.ts': `import '../partners/index.ts';
    import '../../kernel/config.ts';
    import '../../schema-matching/match.ts';
    import type { Crm } from '../../vendors/port.ts';
    import '@partneros/contract/deals';
    import { Pool } from 'pg';
    export const approve = (crm: Crm) => [crm, Pool];`,
  'apps/server/src/features/deals/approve-deal.test.ts': `import './approve-deal.ts';
    import '../../../test/harness.ts';
    import '../../../../../simulators/main.ts';`,
  'apps/server/src/features/partners/index.ts': "export { find } from './store.ts';",
  'apps/server/src/features/partners/store.ts': 'export const find = 1;',
  'apps/server/src/kernel/config.ts': "import { z } from 'zod';\nexport const config = z;",
  'apps/server/src/kernel/jobs.ts': "import '@partneros/contract/deals';\nimport './config.ts';",
  'apps/server/src/schema-matching/match.ts': "import '@partneros/contract/deals';",
  'apps/server/src/vendors/port.ts': "import '@partneros/contract/deals';\nexport type Crm = 1;",
  'apps/server/src/vendors/hubspot/client.ts': `import './mappers.ts';
    import '../port.ts';
    import '../../kernel/config.ts';`,
  'apps/server/src/vendors/hubspot/mappers.ts': 'export const mappers = 1;',
  'apps/server/src/vendors/salesforce/client.ts': 'export const client = 1;',
  'apps/server/test/harness.ts': "import '../src/app.ts';\nimport '../../../simulators/main.ts';",
  'apps/web/src/main.tsx': "import '@partneros/contract/deals';\nimport './ui/button.tsx';",
  'apps/web/src/ui/button.tsx': 'export const button = 1;',
  'apps/web/e2e/journey.test.ts': "import '../../server/test/harness.ts';",
};

/** The same two features, one store using the other's door: no circle of files, one of features. */
const featureCircle: Files = {
  'apps/server/src/features/partners/index.ts': "export { find } from './store.ts';",
  'apps/server/src/features/partners/score.ts': "import '../deals/index.ts';",
};

/** Rule, what it stands for, and the one file that is added to the sound project or altered. */
const violations: [rule: string, what: string, planted: Files][] = [
  ['no-circle', 'two files that need each other', { 'simulators/crm.ts': "import './main.ts';" }],
  ['resolvable', 'a missing file', { 'simulators/a.ts': "import './gone.ts';" }],
  ['no-feature-circle', 'two features that need each other', featureCircle],
  [
    'server-rooms',
    'a room that is on no plan',
    {
      'apps/server/src/utils/misc.ts': 'export const misc = 1;',
      'apps/server/src/app/mount-jobs.ts': "import '../utils/misc.ts';",
    },
  ],
  [
    'entry-through-app',
    'main using a feature',
    { 'apps/server/src/main.ts': "import './features/deals/index.ts';" },
  ],
  [
    'entry-through-app',
    'cli using a vendor',
    { 'apps/server/src/cli.ts': "import './vendors/hubspot/client.ts';" },
  ],
  [
    'app-at-home',
    'app using a simulator',
    { 'apps/server/src/app/demo.ts': "import '../../../../simulators/main.ts';" },
  ],
  [
    'app-on-top',
    'a feature using cli',
    { 'apps/server/src/features/a/b.ts': "import '../../cli.ts';" },
  ],
  [
    'feature-door',
    "a feature using another's store",
    { 'apps/server/src/features/deals/a.ts': "import '../partners/store.ts';" },
  ],
  [
    'feature-door',
    "a feature using another's store for its types",
    { 'apps/server/src/features/deals/a.ts': "import type { A } from '../partners/store.ts';" },
  ],
  [
    'app-through-door',
    "app using a feature's store",
    { 'apps/server/src/app/a.ts': "import '../features/partners/store.ts';" },
  ],
  [
    'feature-not-vendor',
    'a feature using HubSpot',
    { 'apps/server/src/features/deals/a.ts': "import '../../vendors/hubspot/client.ts';" },
  ],
  [
    'feature-not-vendor',
    'a feature loading Salesforce later',
    { 'apps/server/src/features/deals/a.ts': "void import('../../vendors/salesforce/client.ts');" },
  ],
  [
    'feature-neighbours',
    'a feature using a simulator',
    { 'apps/server/src/features/deals/a.ts': "import '../../../../../simulators/crm.ts';" },
  ],
  [
    'vendor-alone',
    'a vendor using another',
    { 'apps/server/src/vendors/hubspot/a.ts': "import '../salesforce/client.ts';" },
  ],
  [
    'vendor-alone',
    'a vendor using a feature',
    { 'apps/server/src/vendors/hubspot/a.ts': "import '../../features/deals/index.ts';" },
  ],
  [
    'vendor-commons',
    'the port using a vendor',
    { 'apps/server/src/vendors/port.ts': "import './salesforce/client.ts';\nexport type Crm = 1;" },
  ],
  [
    'kernel-below',
    'the kernel using a feature',
    { 'apps/server/src/kernel/a.ts': "import '../features/deals/index.ts';" },
  ],
  [
    'kernel-below',
    'the kernel using a vendor port',
    { 'apps/server/src/kernel/a.ts': "import '../vendors/port.ts';" },
  ],
  [
    'schema-matching-pure',
    'schema-matching using the database',
    { 'apps/server/src/schema-matching/a.ts': "import 'pg';" },
  ],
  [
    'schema-matching-pure',
    'schema-matching using Node',
    { 'apps/server/src/schema-matching/a.ts': "import 'node:fs';" },
  ],
  [
    'schema-matching-pure',
    'schema-matching using the kernel',
    { 'apps/server/src/schema-matching/a.ts': "import '../kernel/config.ts';" },
  ],
  [
    'contract-zod-only',
    'the contract using another package',
    { 'packages/contract/src/a.ts': "import 'pg';" },
  ],
  [
    'contract-zod-only',
    'the contract using the server',
    { 'packages/contract/src/a.ts': "import '../../../apps/server/src/kernel/config.ts';" },
  ],
  [
    'web-not-server',
    'the web application using the server',
    { 'apps/web/src/a.ts': "import type { A } from '../../server/src/kernel/config.ts';" },
  ],
  [
    'simulator-alone',
    'a simulator using the contract',
    { 'simulators/a.ts': "import '@partneros/contract/deals';" },
  ],
  [
    'simulator-alone',
    "a simulator's test using a vendor",
    { 'simulators/a.test.ts': "import '../apps/server/src/vendors/hubspot/client.ts';" },
  ],
];

let root: string | undefined;

/** Lays the files out in a folder of their own, workspace packages linked as npm links them. */
function layOut(files: Files): string {
  // The real path: where the temporary folder is itself a link, resolved imports would lie outside.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'partneros-boundaries-')));
  root = folder;
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const link = join(folder, 'node_modules/@partneros/contract');
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(relative(dirname(link), join(folder, 'packages/contract')), link);
  return folder;
}

afterEach(() => {
  if (root !== undefined) rmSync(root, { recursive: true, force: true });
  root = undefined;
});

describe('the boundaries', () => {
  it('allow every import of a sound project, having read all of its files', async () => {
    const report = await checkBoundaries(layOut(soundProject));
    const sources = Object.keys(soundProject).filter((path) =>
      /^(?!node_modules).*\.tsx?$/.test(path),
    );
    expect(report.findings).toEqual([]);
    expect(report.fileCount).toBe(sources.length);
    expect(report.importCount).toBeGreaterThan(sources.length);
  });

  it.each(violations)('%s fires, alone, on %s', async (rule, _, planted) => {
    const report = await checkBoundaries(layOut({ ...soundProject, ...planted }));
    expect([...new Set(report.findings.map((finding) => finding.rule))]).toEqual([rule]);
  });

  it('have a planted violation for each rule', () => {
    const planted = new Set(violations.map(([rule]) => rule));
    const rules = boundaryRules.forbidden.map(({ name }) => name);
    expect([...planted].sort()).toEqual([...rules, 'no-feature-circle'].sort());
  });

  it('are held against the files of this project', async () => {
    const report = await checkBoundaries(join(import.meta.dirname, '..', '..'));
    expect(report.fileCount).toBeGreaterThan(20);
    expect(report.importCount).toBeGreaterThan(20);
  });
});
