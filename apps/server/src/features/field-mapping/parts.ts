/** What the feature is built from; handed in by the composition root. */
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/database.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { EmbeddingProvider } from '../../vendors/embeddings/port.ts';

export interface FieldMappingParts {
  database: Database;
  clock: Clock;
  log: Logger;
  /** Null where the built-in vectors are all there is. */
  embeddings: EmbeddingProvider | null;
}
