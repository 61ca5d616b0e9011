/** Once a day: what is past its days goes, a handful of rows per transaction. */
import { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import type { Database, Statement } from '../../kernel/db/database.ts';
import { organizationIds } from '../../kernel/db/organizations.ts';
import { systemScope } from '../../kernel/db/scope.ts';
import type { JobKind, Jobs } from '../../kernel/jobs/jobs.ts';
import { pruneAudit } from '../audit/index.ts';
import { organizationsDeletedBefore } from '../identity/index.ts';
import { deleteOrganization } from './delete-organization.ts';
import { type Retention, retentionOfTables, type Scope } from './registry.ts';
import { readRetention } from './settings.ts';
import { deleteOutdated, type Outdated } from './store.ts';

export interface RetentionParts {
  database: Database;
  clock: Clock;
  jobs: Jobs;
}

export const applyRetentionJob: JobKind<Record<string, never>> = {
  name: 'retention.apply',
  payload: z.strictObject({}),
  expireInSeconds: 3600,
  concurrency: 1,
};

const dayMilliseconds = 86_400_000;
/** A deleted organization is kept so long, should its deletion have been a mistake (spec 09). */
const deletedDays = 30;

export function registerRetentionJobs(parts: RetentionParts): void {
  parts.jobs.register(applyRetentionJob, () => applyRetention(parts));
  parts.jobs.schedule(applyRetentionJob, '40 3 * * *');
}

async function applyRetention({ database, clock }: RetentionParts): Promise<void> {
  const ago = (days: number) => new Date(clock.now().getTime() - days * dayMilliseconds);
  const organizations = await organizationIds(database);
  for (const [table, retention] of Object.entries(retentionOfTables)) {
    if (retention.kind !== 'installation') continue;
    const before = ago(retention.days);
    const owners = retention.scope === 'organization' ? organizations : [null];
    for (const owner of owners) {
      await deleteAll(database, retention.scope, owner, { ...outdated(table, retention), before });
    }
  }
  for (const organizationId of organizations) {
    const scope = systemScope(organizationId, applyRetentionJob.name);
    const days = await database.withOrganization(scope, readRetention);
    for (const [table, retention] of Object.entries(retentionOfTables)) {
      if (retention.kind !== 'organization') continue;
      const before = ago(days[retention.subject]);
      const apart = retention.scope === 'identity' ? { organizationId } : {};
      const wish = { ...outdated(table, retention), ...apart, before };
      await deleteAll(database, retention.scope, organizationId, wish);
    }
    const before = ago(days.auditDays);
    await database.withOrganization(scope, (tx) => pruneAudit(tx, before));
  }
  await deleteOwnerless(database, ago);
  for (const deleted of await organizationsDeletedBefore(database, ago(deletedDays))) {
    const scope = systemScope(deleted, applyRetentionJob.name);
    await database.withOrganization(scope, (tx) => deleteOrganization(tx));
  }
}

type Dated = Extract<Retention, { kind: 'organization' | 'installation' }>;

function outdated(table: string, { column, only }: Dated): Omit<Outdated, 'before'> {
  return { table, column, only: only ?? null };
}

async function deleteAll(
  database: Database,
  scope: Scope,
  organizationId: string | null,
  wish: Outdated,
): Promise<void> {
  const once = (run: (statement: Statement) => Promise<Record<string, unknown>[]>) =>
    deleteOutdated(run, wish);
  const pass = (): Promise<boolean> => {
    if (scope === 'identity') return database.withIdentity((tx) => once((each) => tx.query(each)));
    if (scope === 'instance' || organizationId === null) {
      return once((each) => database.lookUp(each));
    }
    const own = systemScope(organizationId, applyRetentionJob.name);
    return database.withOrganization(own, (tx) => once((each) => tx.query(each)));
  };
  while (await pass());
}

/** Rows of such tables that belong to no organization are kept as long as the default says. */
async function deleteOwnerless(database: Database, ago: (days: number) => Date): Promise<void> {
  const { mails } = retentionOfTables;
  if (mails?.kind !== 'organization') return;
  const before = ago(ownerlessMailDays);
  const wish = { ...outdated('mails', mails), organizationId: null, before };
  await deleteAll(database, mails.scope, null, wish);
}

const ownerlessMailDays = 30;
