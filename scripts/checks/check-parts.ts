import { join } from 'node:path';
import { runCommand } from './command.ts';
import { outcomeOf, type Part } from './parts.ts';

const root = join(import.meta.dirname, '..', '..');

/** Each TypeScript project with what it compiles; a new one must be added here. */
const typeScriptProjects = {
  contract: 'packages/contract',
  server: 'apps/server',
  web: 'apps/web',
  'browser tests': 'apps/web/e2e',
  'everything else': '.',
};

/** A part that runs a Node program of the project with this very Node. */
function programPart(name: string, program: string, ...programArguments: string[]): Part {
  return {
    name,
    run: async (signal) => {
      const command = [join(root, program), ...programArguments];
      const { exitCode, output } = await runCommand(process.execPath, command, { signal });
      return outcomeOf(exitCode, output);
    },
  };
}

/** The checks that need neither database nor browser, the longest first. */
export function checkParts(): Part[] {
  const types = Object.entries(typeScriptProjects).map(([name, project]) =>
    programPart(`types: ${name}`, 'node_modules/typescript/bin/tsc', '--project', project),
  );
  return [
    programPart('lint', 'node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'),
    ...types,
    programPart('unused files and exports', 'node_modules/knip/bin/knip.js'),
    programPart('import boundaries', 'scripts/checks/boundaries.ts'),
    programPart('format', 'node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', '.'),
  ];
}
