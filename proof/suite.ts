/** What `npm run proof` runs and what comes back. */

export interface ProofResult {
  /** How often something was tried. */
  attempts: number;
  /** What went wrong, a sentence each; empty when the promise held. */
  failures: readonly string[];
  /** Further figures for the report. */
  details: Readonly<Record<string, number | string>>;
}

export interface ProofSuite {
  /** Kebab-case, for `--only`. */
  name: string;
  /** What is promised, a sentence. */
  promise: string;
  /** Fewer attempts than this prove nothing: the suite has failed then. */
  atLeast: number;
  run(context: ProofContext): Promise<ProofResult>;
}

export interface ProofContext {
  /** Aborts when somebody wants the proof to end. */
  signal: AbortSignal;
  seed: number;
  /** `TEST_DATABASE` and what goes with it: the database that suites run on. */
  environment: Readonly<Record<string, string>>;
}
