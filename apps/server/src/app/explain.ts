import { ConfigurationError } from '../kernel/config.ts';

/** What an operator got wrong is one sentence; anything else is a fault of ours with its stack. */
export function explain(error: unknown): void {
  const text =
    error instanceof ConfigurationError
      ? error.message
      : `PartnerOS could not start.\n${error instanceof Error ? error.stack : String(error)}`;
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
