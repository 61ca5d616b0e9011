import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/database.ts';
import type { Caller, Membership } from '../../kernel/http/caller.ts';
import { pageOf, readCursor } from '../../kernel/http/cursor.ts';
import { notFound, Problem } from '../../kernel/http/problem.ts';
import type { Routes } from '../../kernel/http/routes.ts';
import { choosePreferences, listPreferences } from './choose-preferences.ts';
import * as operations from './operations.ts';
import { presentNotifications } from './present.ts';
import { countUnread, listNotifications, markAllRead, markRead } from './store.ts';

export function mountNotifications(
  routes: Routes,
  { database, clock }: { database: Database; clock: Clock },
): void {
  routes.signedIn(operations.listNotifications, async ({ caller, query }) => {
    const after = readCursor(query.cursor);
    const { limit, unread } = query;
    return database.withOrganization(memberOf(caller).scope, async (tx) => {
      const page = { after, limit, unread: unread === 'true' };
      const found = await listNotifications(tx, caller.userId, page);
      const { rows, nextCursor } = pageOf(found, limit);
      const unreadCount = await countUnread(tx, caller.userId);
      return { notifications: presentNotifications(rows), unreadCount, nextCursor };
    });
  });

  routes.signedIn(operations.readNotification, async ({ caller, params }) => {
    const known = await database.withOrganization(memberOf(caller).scope, (tx) =>
      markRead(tx, caller.userId, params.notificationId, clock.now()),
    );
    if (!known) throw notFound('Notification');
    return { success: true };
  });

  routes.signedIn(operations.readAllNotifications, async ({ caller }) => {
    await database.withOrganization(memberOf(caller).scope, (tx) =>
      markAllRead(tx, caller.userId, clock.now()),
    );
    return { success: true };
  });

  routes.signedIn(operations.getNotificationPreferences, async ({ caller }) => {
    const membership = memberOf(caller);
    return database.withOrganization(membership.scope, async (tx) => ({
      preferences: await listPreferences(tx, membership, caller.userId),
    }));
  });

  routes.signedIn(operations.putNotificationPreferences, async ({ caller, body, requestId }) => {
    const membership = memberOf(caller);
    return database.withOrganization(membership.scope, async (tx) => {
      await choosePreferences(tx, caller.userId, body.preferences, requestId);
      return { preferences: await listPreferences(tx, membership, caller.userId) };
    });
  });
}

/** @throws Problem without an active organization, and for portal users, who get none yet */
function memberOf({ membership }: Caller): Membership {
  if (!membership) throw new Problem('no_active_organization', 'Choose an organization first.');
  if (membership.scope.actor.kind === 'member') return membership;
  throw new Problem('forbidden', 'Notifications are for members of the organization.');
}
