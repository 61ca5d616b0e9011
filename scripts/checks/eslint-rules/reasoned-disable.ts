import type { TSESLint } from '@typescript-eslint/utils';
import { isReason } from './comments.ts';

const disablePattern = /^\s*eslint-disable(-next-line|-line)?\b(?<rest>[^]*)$/;

/**
 * Demands of every `eslint-disable` comment the names of the rules it switches off and, after
 * `--`, a reason.
 *
 * The finding is placed one column before its line begins: a directive takes effect from its own
 * position on, and a bare `eslint-disable` would otherwise silence the rule that complains of it.
 */
export const reasonedDisable: TSESLint.RuleModule<'bare' | 'unreasoned'> = {
  defaultOptions: [],
  meta: {
    type: 'problem',
    docs: { description: 'disabled rules are named and carry a reason' },
    messages: {
      bare: 'Name the rules that are disabled here.',
      unreasoned: 'Say after `--` why the rule is disabled here.',
    },
    schema: [],
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const rest = disablePattern.exec(comment.value)?.groups?.['rest'];
          if (rest === undefined) continue;
          const [rules = '', ...reason] = rest.split(/\s-{2,}\s/);
          const loc = { line: comment.loc.start.line, column: -1 };
          if (rules.trim() === '') context.report({ loc, messageId: 'bare' });
          if (!isReason(reason.join(' '))) context.report({ loc, messageId: 'unreasoned' });
        }
      },
    };
  },
};
