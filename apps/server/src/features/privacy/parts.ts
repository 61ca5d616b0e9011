import type { Clock } from '../../kernel/clock.ts';
import type { KeyedHash } from '../../kernel/crypto/keyed-hash.ts';
import type { SecretBox } from '../../kernel/crypto/secret-box.ts';
import type { Database } from '../../kernel/db/database.ts';
import type { Jobs } from '../../kernel/jobs/jobs.ts';
import type { Mailer } from '../../vendors/mail/port.ts';
import type { Notify } from '../notifications/index.ts';

export interface PrivacyParts {
  database: Database;
  clock: Clock;
  jobs: Jobs;
  box: SecretBox;
  keyedHash: KeyedHash;
  mailer: Mailer;
  notify: Notify;
}
