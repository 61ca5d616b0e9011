/** For dependency-cruiser's own commands, such as drawing a graph; `npm run check` has its own way. */
export { boundaryRules as default } from './scripts/checks/boundary-rules.ts';
