/**
 * Who watches the watchers: every guard in the lists is taken out of a copy of the tree, one at a
 * time, and the tests that are to notice must fail. A run that fails without a failed test (a file
 * that does not load) has noticed nothing.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../scripts/checks/command.ts';
import type { ProofContext, ProofResult, ProofSuite } from '../suite.ts';
import { type CopiedTree, copyTree } from './copied-tree.ts';
import { identityMutations } from './identity.ts';
import type { Mutation } from './mutation.ts';
import { requestMutations } from './requests.ts';
import { tenancyMutations } from './tenancy.ts';

const mutations: readonly Mutation[] = [
  ...requestMutations,
  ...identityMutations,
  ...tenancyMutations,
];
const matrix = ['apps/server/test/proof/matrix.test.ts'];
/** The share that must be noticed (issue 3). */
const share = 0.95;

export const mutationSuite: ProofSuite = {
  name: 'guard-removals',
  promise: `The tests notice at least ${share * 100} % of guards that are taken out`,
  atLeast: 20,
  run,
};

interface Outcome {
  guard: string;
  noticed: boolean;
  told: string;
}

async function run(context: ProofContext): Promise<ProofResult> {
  const trees = Array.from({ length: Math.min(2, availableParallelism()) }, copyTree);
  const outcomes: Outcome[] = [];
  try {
    const [first] = trees;
    const whole = first && (await runTests(first, unique(mutations), context));
    if (whole?.told !== 'all tests passed') {
      return {
        attempts: 0,
        failures: [`Tests fail with all guards in: ${whole?.told}`],
        details: {},
      };
    }
    const queue = mutations.values();
    const lane = async (tree: CopiedTree) => {
      for (const mutation of queue) {
        if (context.signal.aborted) return;
        outcomes.push(await tryWithout(tree, mutation, context));
      }
    };
    await Promise.all(trees.map(lane));
  } finally {
    for (const tree of trees) tree.remove();
  }
  return resultOf(outcomes);
}

function unique(all: readonly Mutation[]): string[] {
  return [...new Set(all.flatMap(({ noticedBy }) => noticedBy ?? matrix))];
}

async function tryWithout(
  tree: CopiedTree,
  mutation: Mutation,
  context: ProofContext,
): Promise<Outcome> {
  const files = mutation.noticedBy ?? matrix;
  const { guard } = mutation;
  const outcome = await tree
    .without(mutation, () => runTests(tree, files, context))
    .catch((error: unknown) => ({ noticed: false, told: String(error) }));
  process.stdout.write(`        ${outcome.noticed ? 'noticed' : 'MISSED '}  ${guard}\n`);
  return { guard, ...outcome };
}

async function runTests(
  { folder }: CopiedTree,
  files: readonly string[],
  { signal, environment, seed }: ProofContext,
): Promise<{ noticed: boolean; told: string }> {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const { output } = await runCommand(
    process.execPath,
    [
      join(folder, 'node_modules/vitest/vitest.mjs'),
      'run',
      `--root=${folder}`,
      '--project=server',
      '--maxWorkers=1',
      '--bail=1',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...files,
    ],
    {
      environment: {
        ...process.env,
        ...environment,
        PROOF: '',
        PROOF_SEED: String(seed),
        PROOF_RESULTS: '',
      },
      signal,
    },
  );
  if (!existsSync(report)) return { noticed: false, told: output.slice(-2_000) };
  return readOutcome(readFileSync(report, 'utf8'), output);
}

/** Members of the JSON report that are read; the rest is passed over. */
interface Report {
  numPassedTests: number;
  testResults: {
    message: string;
    assertionResults: { status: string; title: string; failureMessages: string[] }[];
  }[];
}

/** A test that took too long on a busy machine has noticed nothing either. */
const tooLong = /timed out/i;

function readOutcome(text: string, output: string): { noticed: boolean; told: string } {
  // Written by vitest's own reporter in this shape.
  const report = JSON.parse(text) as Report;
  const failed = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed');
  const really = failed.find(({ failureMessages }) => !tooLong.test(failureMessages.join()));
  if (really) return { noticed: true, told: really.title };
  if (failed.length > 0) return { noticed: false, told: 'a test took too long' };
  const messages = report.testResults.map(({ message }) => message).join(' ');
  const ran = report.numPassedTests > 0 && messages.trim() === '';
  return { noticed: false, told: ran ? 'all tests passed' : `${messages} ${output.slice(-2_000)}` };
}

function resultOf(outcomes: readonly Outcome[]): ProofResult {
  const noticed = outcomes.filter((outcome) => outcome.noticed);
  const missed = outcomes.filter((outcome) => !outcome.noticed);
  const enough = noticed.length >= outcomes.length * share;
  const sentences = missed.map(({ guard, told }) => `Without “${guard}”: ${told}`);
  return {
    attempts: outcomes.length,
    failures: enough ? [] : sentences,
    details: {
      noticed: `${noticed.length} of ${outcomes.length}`,
      ...Object.fromEntries(
        noticed.map(({ guard, told }) => [`without “${guard}”`, `fails: ${told}`]),
      ),
      ...Object.fromEntries(
        missed.map(({ guard, told }) => [
          `without “${guard}”`,
          `**missed**: ${told.slice(0, 200)}`,
        ]),
      ),
    },
  };
}
