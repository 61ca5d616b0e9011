/**
 * `npm run match -- --in cases.json --out result.json`: schema matching from the command line, on
 * nothing but the two field lists of each case. Offline.
 *
 * In: `{ cases: [{ id, leftSchema, rightSchema }] }`, fields with name, label, type and, where known,
 * description, options, readOnly, custom, calculated, required. Out: `{ results: { <id>: { <leftField>:
 * { match, confidence, direction, reasons, ranked } } } }`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { matchCases, matchInput } from '../bench/mapping/match-cases.ts';

const usage = 'Usage: npm run match -- --in cases.json --out result.json\n';

function readArguments(): { from: string; to: string } | null {
  const { values } = parseArgs({
    options: { in: { type: 'string' }, out: { type: 'string' } },
  });
  return values.in !== undefined && values.out !== undefined
    ? { from: values.in, to: values.out }
    : null;
}

function run(): number {
  const files = readArguments();
  if (files === null) {
    process.stderr.write(usage);
    return 2;
  }
  const parsed = matchInput.safeParse(JSON.parse(readFileSync(files.from, 'utf8')));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    process.stderr.write(`${files.from}: ${issue?.path.join('.')}: ${issue?.message}\n`);
    return 1;
  }
  const results = matchCases(parsed.data.cases);
  writeFileSync(files.to, `${JSON.stringify({ results }, null, 2)}\n`);
  process.stdout.write(`${parsed.data.cases.length} cases matched into ${files.to}.\n`);
  return 0;
}

process.exitCode = run();
