import { AST_TOKEN_TYPES, type TSESLint, type TSESTree } from '@typescript-eslint/utils';

/** A reason is a sentence, however short: at least two words of two letters each. */
const reasonPattern = /\p{L}{2,}[^\p{L}]+\p{L}{2,}/u;

/** Comments that steer a tool say what is switched off, not why. */
const directivePattern = /^\s*(eslint\b|eslint-|@ts-|biome-ignore|c8 |v8 |global )/;

/** True for text that can serve as a reason, whatever it stands in. */
export function isReason(text: string): boolean {
  return reasonPattern.test(text);
}

/**
 * True for a comment that gives a reason. Docstrings do not count: they describe the symbol below
 * them and would otherwise excuse whatever its first line holds.
 */
function givesReason(comment: TSESTree.Comment): boolean {
  const isDocstring = comment.type === AST_TOKEN_TYPES.Block && comment.value.startsWith('*');
  return !isDocstring && !directivePattern.test(comment.value) && isReason(comment.value);
}

/** True when a reason stands on one of the given lines (from 1) or ends on the line above one. */
export function hasReasonBeside(
  sourceCode: Readonly<TSESLint.SourceCode>,
  lines: readonly number[],
): boolean {
  return sourceCode
    .getAllComments()
    .filter(givesReason)
    .some(({ loc }) =>
      lines.some(
        (line) => loc.end.line === line - 1 || (loc.start.line <= line && loc.end.line >= line),
      ),
    );
}
