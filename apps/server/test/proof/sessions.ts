/**
 * Session cookies without a sign-in each: a session that the product made is copied under another
 * token, with whatever an attack wants otherwise (ended, too old, pointing elsewhere).
 */
import { createHash, randomBytes } from 'node:crypto';
import { createSessionCookie } from '../../src/features/identity/session-cookie.ts';
import { newId } from '../../src/kernel/ids.ts';
import type { TestDatabase } from '../database.ts';
import { testSecrets } from '../secrets.ts';

/** A session's row as the database tells it. */
export type SessionRow = Readonly<Record<string, unknown>>;

const cookies = createSessionCookie(testSecrets.sessionSecrets, false);

/** `session_token=…` as a browser sends it back. */
export function cookieOf(token: string): string {
  return cookies.write(token, 1000).split(';')[0] ?? '';
}

/** The newest session of the person with that address. */
export async function sessionOf(db: TestDatabase, email: string): Promise<SessionRow> {
  const [found] = await db.asOwner(
    `select to_jsonb(s) as row from sessions s join users u on u.id = s.user_id
      where u.email = $1 order by s.created_at desc limit 1`,
    [email],
  );
  // to_jsonb of a row is an object.
  return found?.row as SessionRow;
}

/** Another session like the given one. @returns its cookie */
export async function mintSession(
  db: TestDatabase,
  like: SessionRow,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const row = {
    ...like,
    id: newId(),
    token: createHash('sha256').update(token).digest('hex'),
    ...changes,
  };
  await db.asOwner(
    'insert into sessions select (jsonb_populate_record(null::sessions, $1::jsonb)).*',
    [JSON.stringify(row)],
  );
  return cookieOf(token);
}

/** So many days before now, as the database reads it. */
export function daysAgo(days: number): string {
  return new Date(Date.now() - days * 24 * 3600_000).toISOString();
}
