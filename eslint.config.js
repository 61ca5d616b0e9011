import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { houseRules } from './scripts/checks/eslint-rules/index.ts';

/**
 * What the linter holds the code to: the compiler's blind spots, the sizes, and the house rules.
 *
 * Flat config replaces a rule's options as a whole, so each `no-restricted-*` list is put together
 * here and set once per kind of file.
 */
const testFiles = ['**/*.test.{ts,tsx}', 'apps/server/test/**', 'apps/web/e2e/**'];
const serverSource = 'apps/server/src/**/*.ts';
const configModule = 'apps/server/src/kernel/config.ts';
const httpClientModules = ['apps/server/src/kernel/outbound/**'];
/** Hands its protocol library our own client; nothing else may load that library. */
const protocolModule = 'apps/server/src/vendors/single-sign-on/oidc.ts';

const outboundMessage =
  'Outgoing HTTP goes through kernel/outbound, which guards against hosts inside the network.';
const environmentMessage = 'The environment is read once, in kernel/config.ts.';

const environmentImport = {
  name: 'node:process',
  importNames: ['env', 'default'],
  message: environmentMessage,
};
const environmentProperty = { object: 'process', property: 'env', message: environmentMessage };

const httpClients = [
  'undici',
  'axios',
  'got',
  'ky',
  'node-fetch',
  'cross-fetch',
  'ofetch',
  'superagent',
  'needle',
  '@better-fetch/fetch',
  'oauth4webapi',
  'http',
  'https',
  'http2',
  'node:https',
  'node:http2',
];
const protocolLibraries = ['openid-client'];
const outboundImports = [
  ...[...httpClients, ...protocolLibraries].map((name) => ({
    name,
    message: outboundMessage,
    allowTypeImports: true,
  })),
  {
    name: 'node:http',
    importNames: ['request', 'get', 'Agent', 'ClientRequest', 'default'],
    message: outboundMessage,
    allowTypeImports: true,
  },
];
const outboundGlobals = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'].map((name) => ({
  name,
  message: outboundMessage,
}));
const outboundProperties = ['globalThis', 'global', 'self'].flatMap((object) =>
  ['fetch', 'WebSocket', 'EventSource'].map((property) => ({
    object,
    property,
    message: outboundMessage,
  })),
);

/** The same for `import()`, which the rule about imports does not see. */
const outboundExpressions = (names) => [
  {
    selector: `ImportExpression > Literal[value=/^(${names.join('|').replaceAll('/', '\\/')})$/]`,
    message: outboundMessage,
  },
];

const testHabits = [
  {
    selector:
      'CallExpression[callee.name=/^(it|test)$/] > Literal:first-child[value=/\\bshould\\b/i]',
    message: 'A test title states a fact, without "should".',
  },
  {
    selector:
      'CallExpression[callee.object.name=/^(describe|it|test)$/][callee.property.name="only"]',
    message: 'A focused test hides all others.',
  },
  {
    selector: 'CallExpression[callee.object.name="vi"][callee.property.name=/^(do)?[mM]ock$/]',
    message: 'No mocked modules: hand the part in, or use a simulator.',
  },
];

export default defineConfig(
  {
    ignores: ['**/node_modules/**', '**/dist/**', '**/generated/**', '**/coverage/**', 'data/**'],
  },
  js.configs.recommended,
  {
    plugins: { partneros: houseRules },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'partneros/function-length': ['error', 60],
      'partneros/kebab-case-path': 'error',
      'partneros/reasoned-disable': 'error',
      complexity: ['error', 11],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: { process: 'readonly' } },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['apps/web/vite.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'partneros/reasoned-assertion': 'error',
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': 'allow-with-description', minimumDescriptionLength: 10 },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // An interface may demand a promise of a function that happens to need no waiting.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.tsx'],
    rules: { 'partneros/function-length': ['error', 120] },
  },
  {
    files: [serverSource],
    ignores: testFiles,
    rules: {
      'no-console': 'error',
      'no-restricted-globals': ['error', ...outboundGlobals],
      'no-restricted-properties': ['error', environmentProperty, ...outboundProperties],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { paths: [environmentImport, ...outboundImports] },
      ],
      'no-restricted-syntax': [
        'error',
        ...outboundExpressions(['node:http', ...httpClients, ...protocolLibraries]),
      ],
    },
  },
  {
    files: [protocolModule],
    rules: {
      'no-restricted-syntax': ['error', ...outboundExpressions(['node:http', ...httpClients])],
    },
  },
  {
    files: httpClientModules,
    ignores: testFiles,
    rules: {
      'no-restricted-globals': 'off',
      'no-restricted-properties': ['error', environmentProperty],
      '@typescript-eslint/no-restricted-imports': ['error', { paths: [environmentImport] }],
      'no-restricted-syntax': 'off',
    },
  },
  {
    files: [configModule],
    rules: {
      'no-restricted-properties': ['error', ...outboundProperties],
      '@typescript-eslint/no-restricted-imports': ['error', { paths: outboundImports }],
    },
  },
  {
    files: testFiles,
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', ...testHabits],
      // Vitest types its matchers (`expect.any(String)` and the like) as `any`.
      // Answers of the API are read loosely in tests, and asserted where they are read.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
