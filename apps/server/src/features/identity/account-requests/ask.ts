import type { Clock } from '../../../kernel/clock.ts';
import type { Database } from '../../../kernel/db/database.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Jobs } from '../../../kernel/jobs/jobs.ts';
import { answerRequestJob } from './jobs.ts';
import { type AccountRequestKind, insertRequest } from './store.ts';

export interface AskParts {
  database: Database;
  clock: Clock;
  jobs: Jobs;
}

export interface Wish {
  kind: AccountRequestKind;
  email: string;
  /** The base of the link in the mail. */
  baseUrl: string;
  userId?: string;
  sessionId?: string;
  name?: string;
  organizationName?: string;
  passwordHash?: string;
  browserHash?: string;
}

/** How long a link works (spec 09: reset 1 h; the others are held to the same). */
const linkMilliseconds = 3600_000;

/** Notes a wish and leaves the rest to a job: the same work for every address. */
export async function ask({ database, clock, jobs }: AskParts, wish: Wish): Promise<void> {
  const id = newId();
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + linkMilliseconds);
  await database.withIdentity(async (tx) => {
    await insertRequest(tx, { ...wish, email: wish.email.toLowerCase(), id, createdAt, expiresAt });
    await jobs.enqueue(tx, answerRequestJob, { requestId: id });
  });
}
