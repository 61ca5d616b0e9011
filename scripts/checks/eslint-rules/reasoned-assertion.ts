import { AST_NODE_TYPES, type TSESLint, type TSESTree } from '@typescript-eslint/utils';
import { hasReasonBeside } from './comments.ts';

type Assertion = TSESTree.TSAsExpression | TSESTree.TSTypeAssertion | TSESTree.TSNonNullExpression;

function isConstAssertion(type: TSESTree.TypeNode): boolean {
  return (
    type.type === AST_NODE_TYPES.TSTypeReference &&
    type.typeName.type === AST_NODE_TYPES.Identifier &&
    type.typeName.name === 'const'
  );
}

/** `value as unknown as Row` is one decision, so only the outer half is asked for a reason. */
function isInnerHalf(node: Assertion): boolean {
  return node.parent.type === AST_NODE_TYPES.TSAsExpression && node.parent.expression === node;
}

/**
 * Demands a reason in a comment wherever the compiler is told to believe: `as` (other than
 * `as const`), `<Type>value` and the non-null `!`. The comment stands on the line where the
 * assertion begins or ends, or on the line above.
 */
export const reasonedAssertion: TSESLint.RuleModule<'missing'> = {
  defaultOptions: [],
  meta: {
    type: 'problem',
    docs: { description: 'type assertions and non-null assertions carry a reason' },
    messages: {
      missing: 'Say in a comment on this line or the line above why {{what}} is true here.',
    },
    schema: [],
  },
  create(context) {
    function check(node: Assertion, what: string): void {
      const lines = [node.loc.start.line, node.loc.end.line];
      if (isInnerHalf(node) || hasReasonBeside(context.sourceCode, lines)) return;
      context.report({ node, messageId: 'missing', data: { what } });
    }
    return {
      TSAsExpression(node) {
        if (!isConstAssertion(node.typeAnnotation)) check(node, 'the `as`');
      },
      TSTypeAssertion(node) {
        if (!isConstAssertion(node.typeAnnotation)) check(node, 'the type assertion');
      },
      TSNonNullExpression(node) {
        check(node, 'the `!`');
      },
    };
  },
};
