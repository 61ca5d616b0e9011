import { AST_NODE_TYPES, type TSESLint, type TSESTree } from '@typescript-eslint/utils';

type FunctionNode =
  | TSESTree.ArrowFunctionExpression
  | TSESTree.FunctionDeclaration
  | TSESTree.FunctionExpression;

const blockNames = new Set(['describe', 'it', 'test']);

/** The name at the root of a call such as `it(…)`, `it.each(…)(…)` or `describe.skipIf(…)(…)`. */
function rootName(callee: TSESTree.Node): string | undefined {
  if (callee.type === AST_NODE_TYPES.Identifier) return callee.name;
  if (callee.type === AST_NODE_TYPES.MemberExpression) return rootName(callee.object);
  if (callee.type === AST_NODE_TYPES.CallExpression) return rootName(callee.callee);
  if (callee.type === AST_NODE_TYPES.TaggedTemplateExpression) return rootName(callee.tag);
  return undefined;
}

/** A `describe`, `it` or `test` callback is a list of facts, not a function with a job. */
function isTestBlock({ parent }: FunctionNode): boolean {
  return (
    parent.type === AST_NODE_TYPES.CallExpression && blockNames.has(rootName(parent.callee) ?? '')
  );
}

/** Lines from first to last that hold something other than blanks and comments. */
function countCodeLines(node: FunctionNode, sourceCode: Readonly<TSESLint.SourceCode>): number {
  const codeLines = new Set<number>();
  for (const { loc } of sourceCode.getTokens(node)) {
    for (let line = loc.start.line; line <= loc.end.line; line += 1) codeLines.add(line);
  }
  return codeLines.size;
}

/**
 * Limits a function to a number of code lines (blank lines and comments not counted), apart from
 * test blocks. The limit is the rule's one option.
 */
export const functionLength: TSESLint.RuleModule<'long', [limit: number]> = {
  defaultOptions: [60],
  meta: {
    type: 'suggestion',
    docs: { description: 'functions stay short; test blocks are exempt' },
    messages: { long: 'This function has {{count}} code lines; {{limit}} is the limit.' },
    schema: [{ type: 'integer', minimum: 1 }],
  },
  create(context) {
    const [limit] = context.options;
    function check(node: FunctionNode): void {
      const count = countCodeLines(node, context.sourceCode);
      if (count <= limit || isTestBlock(node)) return;
      const end = context.sourceCode.getFirstToken(node)?.loc.end ?? node.loc.end;
      context.report({
        loc: { start: node.loc.start, end },
        messageId: 'long',
        data: { count, limit },
      });
    }
    return {
      ArrowFunctionExpression: check,
      FunctionDeclaration: check,
      FunctionExpression: check,
    };
  },
};
