/**
 * The import boundaries: dependency-cruiser with the rules of `boundary-rules.ts`, and
 * circles among features. Run as a program it judges the project it stands in.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { boundaryRules } from './boundary-rules.ts';
import { findFeatureCircles } from './feature-circles.ts';

const cruisedFolders = ['apps', 'packages', 'simulators', 'bench', 'proof', 'scripts'];

export interface BoundaryFinding {
  rule: string;
  /** The importing file, from the project root; for a circle of features, all of them. */
  from: string;
  to: string;
}

export interface BoundaryReport {
  /** Files of ours that were read. A report on none is no praise. */
  fileCount: number;
  importCount: number;
  findings: BoundaryFinding[];
}

function circlesOf(result: ICruiseResult): BoundaryFinding[] {
  const edges = result.modules.flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved }) => ({ from: source, to: resolved })),
  );
  return findFeatureCircles(edges).map((circle) => ({
    rule: 'no-feature-circle',
    from: circle,
    to: circle,
  }));
}

/** Cruises the project (or a copy of its layout) under `root` and says which imports break a rule. */
export async function checkBoundaries(root: string): Promise<BoundaryReport> {
  const options: ICruiseOptions = {
    ...boundaryRules.options,
    baseDir: root,
    ruleSet: { forbidden: boundaryRules.forbidden },
    validate: true,
  };
  const folders = cruisedFolders.filter((folder) => existsSync(join(root, folder)));
  const { output } = await cruise(folders, options);
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with a text.');
  const ours = output.modules.filter(({ source }) =>
    cruisedFolders.includes(source.split('/')[0] ?? ''),
  );
  const violations = output.summary.violations.map(({ rule, from, to }) => ({
    rule: rule.name,
    from,
    to,
  }));
  return {
    fileCount: ours.length,
    importCount: output.summary.totalDependenciesCruised ?? 0,
    findings: [...violations, ...circlesOf(output)],
  };
}

if (import.meta.main) {
  const report = await checkBoundaries(join(import.meta.dirname, '..', '..'));
  for (const { rule, from, to } of report.findings) console.error(`${rule}: ${from} → ${to}`);
  console.log(`${report.fileCount} files, ${report.importCount} imports`);
  process.exitCode = report.findings.length > 0 || report.fileCount === 0 ? 1 : 0;
}
