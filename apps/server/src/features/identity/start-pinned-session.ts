import type { Clock } from '../../kernel/clock.ts';
import { randomToken, sha256 } from '../../kernel/crypto/tokens.ts';
import type { Database } from '../../kernel/db/database.ts';
import { newId } from '../../kernel/ids.ts';
import { idleSeconds } from './auth-library.ts';
import type { SessionCookie } from './session-cookie.ts';
import { insertSession } from './store.ts';

export interface PinnedSession {
  userId: string;
  organizationId: string;
  userAgent: string | null;
}

/**
 * A session that single sign-on made: for that organization alone, whatever else the person belongs
 * to. The provider has just proven who it is, so the proof of identity counts as fresh.
 * @returns the cookie
 */
export async function startPinnedSession(
  { database, cookie, clock }: { database: Database; cookie: SessionCookie; clock: Clock },
  { userId, organizationId, userAgent }: PinnedSession,
): Promise<string> {
  const token = randomToken();
  const now = clock.now();
  await database.withIdentity((tx) =>
    insertSession(tx, {
      id: newId(),
      token: sha256(token),
      userId,
      activeOrganizationId: organizationId,
      pinnedOrganizationId: organizationId,
      method: 'sso',
      userAgent,
      confirmedAt: now,
      createdAt: now,
      updatedAt: now,
      expiresAt: new Date(now.getTime() + idleSeconds * 1000),
    }),
  );
  return cookie.write(token, idleSeconds);
}
