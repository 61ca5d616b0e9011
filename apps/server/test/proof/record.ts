/** Hands an attack suite's result to `npm run proof`, which reads them from one folder. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { proofSeed } from './scale.ts';

export interface ProofRecord {
  /** Kebab-case; the registry in `proof/registry.ts` asks for it by this name. */
  suite: string;
  /** How often something was tried. */
  attempts: number;
  /** What went wrong, a sentence each; empty when the promise held. */
  failures: readonly string[];
  /** Further figures for the report. */
  details: Readonly<Record<string, number | string>>;
}

/** Keeps the record when a proof runs; among the ordinary tests it does nothing. */
export function recordProof(record: ProofRecord): void {
  const folder = process.env['PROOF_RESULTS'];
  if (!folder) return;
  const database = process.env['TEST_DATABASE'] ?? 'pglite';
  const file = join(folder, `${record.suite}.${database}.json`);
  writeFileSync(file, JSON.stringify({ ...record, database, seed: proofSeed }, null, 2));
}
