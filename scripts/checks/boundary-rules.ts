import type { IConfiguration, IRegularForbiddenRuleType } from 'dependency-cruiser';

type Target = IRegularForbiddenRuleType['to'];

/**
 * Who may import whom; the reasons are in docs/architecture.md.
 *
 * Paths are matched against the file that an import resolves to, so an import of `@partneros/contract`
 * is one of `packages/contract/src/…`. Tests may import what they need, hence they are left out of the
 * rules about rooms. `boundaries.test.ts` plants a violation of each rule.
 */
const test = '\\.test\\.tsx?$';
const server = '^apps/server/src/';
const contract = '^packages/contract/src/';
const featureDoor = `${server}features/[^/]+/index\\.ts$`;

/** A rule about our own folders: `from` may not reach `to`, tests apart. */
function room(name: string, comment: string, from: string, to: Target): IRegularForbiddenRuleType {
  return { name, comment, severity: 'error', from: { path: from, pathNot: test }, to };
}

/** Everything of ours except the listed paths. */
function ourOtherThan(...allowed: string[]): Target {
  return { path: '^(apps|packages|simulators|bench|proof|scripts)/', pathNot: allowed };
}

/** The rules and how imports are followed, in dependency-cruiser's own shape. */
export const boundaryRules = {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Two modules that need each other are one module, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that the cruise cannot follow is one that it cannot judge.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    room(
      'server-rooms',
      'Server code is main, cli, app, or lives in features, kernel, vendors or schema-matching.',
      '.',
      { path: `${server}(?!(main|cli|app)\\.ts$|(app|features|kernel|vendors|schema-matching)/)` },
    ),
    room(
      'entry-through-app',
      'main and cli start what app.ts has put together.',
      `${server}(main|cli)\\.ts$`,
      ourOtherThan(`${server}app(\\.ts$|/)`, `${server}kernel/`, contract),
    ),
    room(
      'app-at-home',
      'The composition root knows every room of the server and nothing outside.',
      `${server}app(\\.ts$|/)`,
      ourOtherThan(server, contract),
    ),
    room(
      'app-on-top',
      'Nothing but main and cli knows the composition root.',
      `${server}(?!(main|cli|app)\\.ts$|app/)`,
      { path: `${server}(main|cli|app)(\\.ts$|/)` },
    ),
    room(
      'feature-door',
      'One feature uses another through its index.ts.',
      `${server}features/([^/]+)/`,
      {
        path: `${server}features/[^/]+/`,
        pathNot: [`${server}features/$1/`, featureDoor],
      },
    ),
    room(
      'app-through-door',
      'The composition root, too, enters a feature by its door.',
      `${server}app(\\.ts$|/)`,
      { path: `${server}features/[^/]+/`, pathNot: featureDoor },
    ),
    room(
      'feature-not-vendor',
      'A feature knows a port, never the vendor behind it.',
      `${server}features/`,
      {
        path: `${server}vendors/`,
        pathNot: [`${server}vendors/port\\.ts$`, `${server}vendors/[^/]+/port\\.ts$`],
      },
    ),
    room(
      'feature-neighbours',
      'Features use features, kernel, ports, schema-matching and the contract.',
      `${server}features/`,
      ourOtherThan(`${server}`, contract),
    ),
    room(
      'vendor-alone',
      'A vendor knows its own folder, what vendors share, the kernel and the contract.',
      `${server}vendors/([^/]+)/`,
      ourOtherThan(
        `${server}vendors/$1/`,
        `${server}vendors/[^/]+\\.ts$`,
        `${server}kernel/`,
        contract,
      ),
    ),
    room(
      'vendor-commons',
      'The port and what vendors share know no vendor.',
      `${server}vendors/[^/]+\\.ts$`,
      ourOtherThan(`${server}vendors/[^/]+\\.ts$`, `${server}kernel/`, contract),
    ),
    room(
      'kernel-below',
      'The kernel has no product words: it knows itself and the contract.',
      `${server}kernel/`,
      ourOtherThan(`${server}kernel/`, contract),
    ),
    room(
      'schema-matching-pure',
      'Two field lists in, scored pairs out: no package, no Node, no database, no HTTP.',
      `${server}schema-matching/`,
      { path: '.', pathNot: [`${server}schema-matching/`, contract] },
    ),
    room('contract-zod-only', 'What crosses the wire needs zod alone.', contract, {
      path: '.',
      pathNot: [contract, '(^|/)node_modules/zod/'],
    }),
    room(
      'web-not-server',
      'The web application is a client of the public API.',
      '^apps/web/(?!e2e/)',
      ourOtherThan('^apps/web/', contract),
    ),
    {
      name: 'simulator-alone',
      comment: 'A simulator that shared code with the product would share its mistakes, tests too.',
      severity: 'error',
      from: { path: '^simulators/' },
      to: ourOtherThan('^simulators/'),
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Only our own build output: packages keep what they export in a `dist` too.
    exclude: { path: '^apps/[^/]+/dist/' },
    // Types count: a room that knows another's types knows the room.
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.d.ts', '.json'],
    },
  },
} satisfies IConfiguration;
