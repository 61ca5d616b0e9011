import { Problem } from '../../kernel/http/problem.ts';

/** The same for a link that was used, is too old, or never was: nobody learns which. */
export function linkIsOver(): Problem {
  return new Problem('not_found', 'This link does not work any more. Ask for a new one.');
}
