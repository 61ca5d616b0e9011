import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const feature = 'apps/server/src/features/deals/approve-deal.ts';
const client = 'apps/server/src/kernel/outbound/client.ts';
const vendor = 'apps/server/src/vendors/hubspot/client.ts';
const config = 'apps/server/src/kernel/config.ts';
const serverTest = 'apps/server/src/features/deals/approve-deal.test.ts';
const bench = 'bench/run.ts';

const restrictedImport = '@typescript-eslint/no-restricted-imports';

/**
 * The project's own configuration without what needs a file inside a TypeScript project, so that
 * code which exists only here can be linted under any path.
 */
const linter = new ESLint({
  overrideConfig: [tseslint.configs.disableTypeChecked, { rules: { 'no-undef': 'off' } }],
});

/** Names of the rules that fire on the code as if it stood in the given file. */
async function firedRules(filePath: string, code: string): Promise<string[]> {
  const [result] = await linter.lintText(code, { filePath });
  const rules = result?.messages.map(({ message, ruleId }) => ruleId ?? message) ?? ['not linted'];
  return [...new Set(rules)].filter((rule) => rule !== '@typescript-eslint/no-unused-vars');
}

const lines = (count: number) => 'call();\n'.repeat(count);

describe('outgoing HTTP', () => {
  it.each([
    ['fetch(url);', 'no-restricted-globals'],
    ['globalThis.fetch(url);', 'no-restricted-properties'],
    ["import { request } from 'undici'; request(url);", restrictedImport],
    ["import { request } from 'node:http'; request(url);", restrictedImport],
    ["import http from 'node:http'; http.request(url);", restrictedImport],
    ["import * as http from 'node:http'; http.request(url);", restrictedImport],
    ["import https from 'node:https'; https.get(url);", restrictedImport],
    ["import axios from 'axios'; axios.get(url);", restrictedImport],
    ["import * as client from 'openid-client'; call(client);", restrictedImport],
    ["const { request } = await import('undici'); request(url);", 'no-restricted-syntax'],
    ["call(await import('node:http'));", 'no-restricted-syntax'],
    ["call(await import('openid-client'));", 'no-restricted-syntax'],
    ['globalThis.WebSocket(url);', 'no-restricted-properties'],
  ])('refuses in a feature and behind a port: %s', async (code, rule) => {
    expect(await firedRules(feature, code)).toEqual([rule]);
    expect(await firedRules(vendor, code)).toEqual([rule]);
  });

  it('lets one module load the library of its protocol, and no other client', async () => {
    const protocol = 'apps/server/src/vendors/single-sign-on/oidc.ts';
    expect(await firedRules(protocol, "call(await import('openid-client'));")).toEqual([]);
    expect(await firedRules(protocol, "call(await import('undici'));")).toEqual([
      'no-restricted-syntax',
    ]);
  });

  it.each([client, serverTest, bench])('is allowed in %s', async (file) => {
    expect(
      await firedRules(file, "import { request } from 'undici'; request(url); fetch(url);"),
    ).toEqual([]);
  });

  it('does not stand in the way of serving', async () => {
    const code = "import { createServer } from 'node:http'; createServer(); app.request(url);";
    expect(await firedRules(feature, code)).toEqual([]);
  });
});

describe('environment', () => {
  it.each([
    ['call(process.env.PORT);', 'no-restricted-properties'],
    ['const { env } = process; call(env);', 'no-restricted-properties'],
    ["import { env } from 'node:process'; call(env);", restrictedImport],
    ["import process from 'node:process'; call(process.pid);", restrictedImport],
  ])('is out of reach in server code: %s', async (code, rule) => {
    for (const file of [feature, client, vendor])
      expect(await firedRules(file, code)).toContain(rule);
  });

  it('is read in the config module, which reaches for nothing else', async () => {
    expect(await firedRules(config, 'call(process.env.PORT);')).toEqual([]);
    expect(await firedRules(config, 'fetch(url);')).toEqual(['no-restricted-globals']);
  });
});

describe('size', () => {
  it('limits a file to 300 code lines and a test to 400', async () => {
    expect(await firedRules(feature, lines(300))).toEqual([]);
    expect(await firedRules(feature, lines(301))).toEqual(['max-lines']);
    expect(await firedRules(serverTest, lines(400))).toEqual([]);
    expect(await firedRules(serverTest, lines(401))).toEqual(['max-lines']);
  });

  it('limits a function to 60 code lines and one in a component file to 120', async () => {
    const functionOf = (count: number) => `export function act() {\n${lines(count - 2)}}\n`;
    expect(await firedRules(feature, functionOf(60))).toEqual([]);
    expect(await firedRules(feature, functionOf(61))).toEqual(['partneros/function-length']);
    const component = 'apps/web/src/ui/button.tsx';
    expect(await firedRules(component, functionOf(120))).toEqual([]);
    expect(await firedRules(component, functionOf(121))).toEqual(['partneros/function-length']);
  });

  it('limits complexity to 11', async () => {
    const branches = (count: number) => 'if (a) call();\n'.repeat(count);
    expect(await firedRules(feature, `export function act() {\n${branches(10)}}`)).toEqual([]);
    expect(await firedRules(feature, `export function act() {\n${branches(11)}}`)).toEqual([
      'complexity',
    ]);
  });
});

describe('other habits', () => {
  it.each([
    [feature, 'console.log(a);', 'no-console'],
    [feature, 'let a: any = b;\na = c;', '@typescript-eslint/no-explicit-any'],
    [feature, '// TODO later on\ncall();', 'no-warning-comments'],
    [feature, 'call(a as B);', 'partneros/reasoned-assertion'],
    [feature, '/* eslint-disable */\nconsole.log(a);', 'partneros/reasoned-disable'],
    [feature, '// @ts-ignore because of that\ncall();', '@typescript-eslint/ban-ts-comment'],
    ['apps/server/src/DealList.ts', 'call();', 'partneros/kebab-case-path'],
    [serverTest, "it('should approve', () => {});", 'no-restricted-syntax'],
    [serverTest, "it.only('approves', () => {});", 'no-restricted-syntax'],
    [serverTest, "vi.mock('./store.ts');", 'no-restricted-syntax'],
  ])('%s refuses %j', async (file, code, rule) => {
    expect(await firedRules(file, code)).toEqual([rule]);
  });
});

describe('type-aware rules', () => {
  it.each([
    '@typescript-eslint/no-floating-promises',
    '@typescript-eslint/no-misused-promises',
    '@typescript-eslint/switch-exhaustiveness-check',
  ])('%s is an error in every workspace', async (rule) => {
    const plain = new ESLint();
    for (const file of [
      feature,
      'apps/web/src/main.tsx',
      'packages/contract/src/deals.ts',
      bench,
    ]) {
      // ESLint types the calculated configuration as `any`; a wrong shape fails the comparison.
      const { rules } = (await plain.calculateConfigForFile(file)) as { rules: unknown };
      expect(rules).toHaveProperty([rule, 0], 2);
    }
  });

  it('see a floating promise in a real file of the project', async () => {
    const code = 'export async function act() {}\nexport function start() {\n  act();\n}\n';
    const results = await new ESLint().lintText(code, { filePath: 'scripts/checks/no-network.ts' });
    expect(results[0]?.messages.map(({ ruleId }) => ruleId)).toEqual([
      '@typescript-eslint/no-floating-promises',
    ]);
  });
});
