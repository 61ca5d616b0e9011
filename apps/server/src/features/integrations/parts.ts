/** What the feature is built from; handed in by the composition root. */
import type { Platform } from '@partneros/contract/integrations';
import type { Clock } from '../../kernel/clock.ts';
import type { SecretBox } from '../../kernel/crypto/secret-box.ts';
import type { Database, OrganizationTransaction } from '../../kernel/db/database.ts';
import type { Authenticate } from '../../kernel/http/caller.ts';
import type { Jobs } from '../../kernel/jobs/jobs.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { Metrics } from '../../kernel/metrics.ts';
import type { CrmVendor } from '../../vendors/port.ts';
import type { Notify } from '../notifications/index.ts';
import type { CrmDefaults } from './clients.ts';

export interface IntegrationParts {
  database: Database;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  jobs: Jobs;
  box: SecretBox;
  vendors: Readonly<Record<Platform, CrmVendor>>;
  /** Read at each use: the demo CRMs start after the program's parts are built. */
  crmDefaults: () => CrmDefaults;
  authenticate: Authenticate;
  schemaTtlHours: number;
  /** Aborts when the program stops: calls to CRMs end with it. */
  stopping: AbortSignal;
  /** Which fields of an object saved mappings use; asked of the mapping feature. */
  mappedFields: (tx: OrganizationTransaction, connectionId: string) => Promise<MappedFields>;
  notify: Notify;
}

/** `objectType` → names of fields that a saved pair uses. */
export type MappedFields = ReadonlyMap<string, ReadonlySet<string>>;
