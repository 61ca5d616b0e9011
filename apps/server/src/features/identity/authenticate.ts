/** From a cookie header to the caller: one signature check, one indexed look-up. */
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/database.ts';
import type { Actor } from '../../kernel/db/scope.ts';
import type { Authenticate, Membership } from '../../kernel/http/caller.ts';
import { idleSeconds } from './auth-library.ts';
import { reachOf, roleMay } from './policy.ts';
import type { SessionCookie } from './session-cookie.ts';
import { type FoundSession, findSession, updateSession } from './store.ts';

/** A session that was used is written again at most once an hour. */
const renewAfterMilliseconds = 3600_000;
/** However much it is used, a session ends after so long (spec 09); `find_session` holds to the same. */
const absoluteMilliseconds = { member: 30 * 24 * 3600_000, portal: 14 * 24 * 3600_000 };

export interface AuthenticateParts {
  database: Database;
  clock: Clock;
  cookie: SessionCookie;
}

export function createAuthenticate({ database, clock, cookie }: AuthenticateParts): Authenticate {
  return async ({ cookie: header }) => {
    const presented = cookie.read(header);
    if (!presented) return null;
    const session = await findSession(database, presented.tokenHash);
    if (!session) return null;
    const now = clock.now();
    const due = now.getTime() - session.updated_at.getTime() > renewAfterMilliseconds;
    const expiresAt = due ? extended(session, now) : session.expires_at;
    if (due) {
      const changes = { expiresAt, updatedAt: now };
      await database.withIdentity((tx) => updateSession(tx, session.session_id, changes));
    }
    const maxAge = Math.floor((expiresAt.getTime() - now.getTime()) / 1000);
    return {
      caller: {
        kind: 'person',
        sessionId: session.session_id,
        userId: session.user_id,
        expiresAt,
        confirmedAt: session.confirmed_at,
        membership: membershipOf(session),
        pinnedOrganizationId: session.pinned_organization_id,
      },
      renewal: due ? cookie.write(presented.token, maxAge) : null,
    };
  };
}

function extended(session: FoundSession, now: Date): Date {
  const idle = now.getTime() + idleSeconds * 1000;
  const absolute = absoluteMilliseconds[session.partner_id === null ? 'member' : 'portal'];
  return new Date(Math.min(idle, session.created_at.getTime() + absolute));
}

function membershipOf(session: FoundSession): Membership | null {
  const { organization_id: organizationId, role, grants } = session;
  const actor = actorOf(session);
  if (organizationId === null || role === null || !actor) return null;
  return {
    organizationId,
    role,
    grants,
    scope: { organizationId, actor },
    may: (permission) => roleMay({ role, grants }, permission),
    reachOf: (permission) => reachOf({ role, grants }, permission),
  };
}

function actorOf(session: FoundSession): Actor | null {
  const userId = session.user_id;
  if (session.member_id) return { kind: 'member', userId, memberId: session.member_id };
  if (!session.partner_id || !session.contact_id) return null;
  return {
    kind: 'portal',
    userId,
    partnerId: session.partner_id,
    contactId: session.contact_id,
  };
}
