import { type FlatConfig, Linter } from '@typescript-eslint/utils/ts-eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { houseRules } from './index.ts';

/** Findings of one house rule on one piece of code, as `line:message id`. */
function findings(
  rule: keyof typeof houseRules.rules,
  code: string,
  { filename = 'apps/server/src/example.ts', limit }: { filename?: string; limit?: number } = {},
): string[] {
  const linter = new Linter({ cwd: '/project' });
  const config: FlatConfig.Config = {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    plugins: { partneros: houseRules },
    rules: {
      [`partneros/${rule}`]: limit === undefined ? 'error' : ['error', limit],
    },
  };
  const messages = linter.verify(code, [config], { filename: `/project/${filename}` });
  return messages.map(({ line, message, messageId }) => `${line}:${messageId ?? message}`);
}

describe('reasoned-assertion', () => {
  it('refuses an `as`, a `!` and an angle-bracket assertion without a reason', () => {
    expect(findings('reasoned-assertion', 'const a = b as string;')).toEqual(['1:missing']);
    expect(findings('reasoned-assertion', 'const a = b!;')).toEqual(['1:missing']);
    expect(findings('reasoned-assertion', 'const a = <string>b;')).toEqual(['1:missing']);
  });

  it('asks once for a double assertion', () => {
    expect(findings('reasoned-assertion', 'const a = b as unknown as string;')).toHaveLength(1);
  });

  it('accepts a reason on the same line or on the line above', () => {
    expect(findings('reasoned-assertion', 'a(b!); // the key was set above')).toEqual([]);
    expect(findings('reasoned-assertion', '// checked by the caller\na(b as C);')).toEqual([]);
    expect(findings('reasoned-assertion', '/* the library types it wrongly */\na(b!);')).toEqual(
      [],
    );
  });

  it('refuses a reason that stands two lines above', () => {
    expect(findings('reasoned-assertion', '// checked by the caller\n\na(b!);')).toEqual([
      '3:missing',
    ]);
  });

  it('does not take a docstring, a directive or a single word for a reason', () => {
    expect(findings('reasoned-assertion', '/** Lists the deals. */\na(b!);')).toHaveLength(1);
    expect(
      findings('reasoned-assertion', '// @ts-expect-error wrong type here\na(b!);'),
    ).toHaveLength(1);
    expect(findings('reasoned-assertion', 'a(b!); // needed')).toHaveLength(1);
  });

  it('leaves `as const`, `satisfies` and renamed imports alone', () => {
    const code = "import { a as b } from 'c';\nconst d = ['e'] as const;\nconst f = b satisfies G;";
    expect(findings('reasoned-assertion', code)).toEqual([]);
  });
});

describe('reasoned-disable', () => {
  it('refuses a disabled rule without a reason', () => {
    expect(
      findings('reasoned-disable', 'a();\n// eslint-disable-next-line complexity\nb();'),
    ).toEqual(['2:unreasoned']);
    expect(findings('reasoned-disable', 'a(); // eslint-disable-line complexity -- no')).toEqual([
      '1:unreasoned',
    ]);
  });

  it('refuses a bare disable, which would also silence this rule', () => {
    expect(findings('reasoned-disable', '/* eslint-disable */\na();')).toEqual([
      '1:bare',
      '1:unreasoned',
    ]);
  });

  it('accepts named rules with a reason', () => {
    const code = '// eslint-disable-next-line complexity -- a table of vendor types\na();';
    expect(findings('reasoned-disable', code)).toEqual([]);
  });
});

describe('kebab-case-path', () => {
  it.each([
    'apps/server/src/features/crm-sync/push-deal.test.ts',
    'apps/web/src/vite-env.d.ts',
    'scripts/.hidden-config.ts',
  ])('accepts %s', (filename) => {
    expect(findings('kebab-case-path', '', { filename })).toEqual([]);
  });

  it.each([
    'apps/web/src/DealList.ts',
    'apps/web/src/deal_list.ts',
    'apps/web/src/CrmSync/deal-list.ts',
    'apps/web/src/$deal.ts',
  ])('refuses %s', (filename) => {
    expect(findings('kebab-case-path', '', { filename })).toEqual(['1:wrong']);
  });
});

describe('function-length', () => {
  const body = 'a();\n// a comment\n\nb();\n';

  it('counts code lines only', () => {
    expect(findings('function-length', `function c() {\n${body}}`, { limit: 4 })).toEqual([]);
    expect(findings('function-length', `function c() {\n${body}}`, { limit: 3 })).toEqual([
      '1:long',
    ]);
  });

  it('exempts the callbacks of test blocks and nothing else in a test', () => {
    const blocks = ['describe', 'it', 'test', 'it.skipIf(true)', 'it.each([1])'];
    for (const block of blocks) {
      expect(
        findings('function-length', `${block}('c', () => {\n${body}});`, { limit: 3 }),
      ).toEqual([]);
    }
    expect(findings('function-length', `beforeAll(() => {\n${body}});`, { limit: 3 })).toEqual([
      '1:long',
    ]);
  });
});
