import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/database.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { ObjectStore } from '../../vendors/object-store/port.ts';

export interface FileParts {
  database: Database;
  clock: Clock;
  log: Logger;
  objects: ObjectStore;
  /** Where uploads are put down on their way to the store. */
  spoolFolder: string;
}
