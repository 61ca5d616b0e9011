import { functionLength } from './function-length.ts';
import { kebabCasePath } from './kebab-case-path.ts';
import { reasonedAssertion } from './reasoned-assertion.ts';
import { reasonedDisable } from './reasoned-disable.ts';

/** The rules of the house that no published plugin brings, as an ESLint plugin. */
export const houseRules = {
  rules: {
    'function-length': functionLength,
    'kebab-case-path': kebabCasePath,
    'reasoned-assertion': reasonedAssertion,
    'reasoned-disable': reasonedDisable,
  },
};
