/**
 * The database with an audit log: lines that were recorded in a transaction are written at its very
 * end, where the chain's head is locked last and let go by the commit. So writers of one organization
 * wait for each other as shortly as can be, and never in a circle.
 */
import type { SecretBox } from '../../kernel/crypto/secret-box.ts';
import type { Database, OrganizationTransaction } from '../../kernel/db/database.ts';
import { appendLines } from './append-lines.ts';
import type { PendingLine } from './audit-line.ts';

interface Context {
  box: SecretBox;
  lines: PendingLine[];
}

const contexts = new WeakMap<OrganizationTransaction, Context>();

/** @param box opens the chains' keys */
export function createAuditedDatabase(database: Database, box: SecretBox): Database {
  const audited =
    <Result>(work: (tx: OrganizationTransaction) => Promise<Result>) =>
    async (tx: OrganizationTransaction): Promise<Result> => {
      const lines: PendingLine[] = [];
      contexts.set(tx, { box, lines });
      const result = await work(tx);
      if (lines.length > 0) await appendLines(tx, box, lines);
      return result;
    };
  return {
    ...database,
    lookUp: (statement) => database.lookUp(statement),
    withOrganization: (scope, work) => database.withOrganization(scope, audited(work)),
    withEveryOrganization: (job, work) => database.withEveryOrganization(job, audited(work)),
  };
}

/** Throws for a transaction whose lines would be lost. */
export function contextOf(tx: OrganizationTransaction): Context {
  const context = contexts.get(tx);
  if (!context) throw new Error('This database keeps no audit log: see createAuditedDatabase.');
  return context;
}
