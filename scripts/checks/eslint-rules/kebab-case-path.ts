import { relative, sep } from 'node:path';
import type { TSESLint } from '@typescript-eslint/utils';

/** `deal-list`, `deal-list.test`, `vite-env.d`; numbers may lead a word as in `oauth-2`. */
const segmentPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z0-9]+)*$/;

/** Dot files such as `.dependency-cruiser.mjs` are named by their tools. */
function isKebabCase(segment: string): boolean {
  return segmentPattern.test(segment.replace(/^\./, ''));
}

/** Demands kebab-case of every folder and file name on the way from the project root. */
export const kebabCasePath: TSESLint.RuleModule<'wrong'> = {
  defaultOptions: [],
  meta: {
    type: 'problem',
    docs: { description: 'files and folders are named in kebab-case' },
    messages: { wrong: 'Name "{{segment}}" in kebab-case.' },
    schema: [],
  },
  create(context) {
    return {
      Program(node) {
        for (const segment of relative(context.cwd, context.filename).split(sep)) {
          if (segment === '..' || isKebabCase(segment)) continue;
          context.report({ node, messageId: 'wrong', data: { segment } });
        }
      },
    };
  },
};
