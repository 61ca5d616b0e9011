/** SQL of notifications, preferences and daily mails. */
import type { MailTiming, NotificationPreference } from '@partneros/contract/notifications';
import { and, count, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { newId } from '../../kernel/ids.ts';
import {
  type NotificationRow,
  notificationDigests,
  notificationPreferences,
  notifications,
} from './tables.ts';

export async function insertNotifications(
  tx: OrganizationTransaction,
  rows: (typeof notifications.$inferInsert)[],
): Promise<void> {
  if (rows.length > 0) await tx.orm.insert(notifications).values(rows);
}

const shownTo = (userId: string) =>
  and(eq(notifications.userId, userId), eq(notifications.inApp, true));

/** The person's own after the given one, newest first; reads one more than the limit. */
export async function listNotifications(
  tx: OrganizationTransaction,
  userId: string,
  page: { after: string | null; limit: number; unread: boolean },
): Promise<NotificationRow[]> {
  return tx.orm
    .select()
    .from(notifications)
    .where(
      and(
        shownTo(userId),
        page.after === null ? undefined : lt(notifications.id, page.after),
        page.unread ? isNull(notifications.readAt) : undefined,
      ),
    )
    .orderBy(desc(notifications.id))
    .limit(page.limit + 1);
}

export async function countUnread(tx: OrganizationTransaction, userId: string): Promise<number> {
  const [row] = await tx.orm
    .select({ unread: count() })
    .from(notifications)
    .where(and(shownTo(userId), isNull(notifications.readAt)));
  return row?.unread ?? 0;
}

/** @returns false when the person has no such notification; one read already stays as it is */
export async function markRead(
  tx: OrganizationTransaction,
  userId: string,
  notificationId: string,
  now: Date,
): Promise<boolean> {
  const rows = await tx.orm
    .update(notifications)
    .set({ readAt: sql`coalesce(${notifications.readAt}, ${now.toISOString()}::timestamptz)` })
    .where(and(shownTo(userId), eq(notifications.id, notificationId)))
    .returning({ id: notifications.id });
  return rows.length > 0;
}

export async function markAllRead(
  tx: OrganizationTransaction,
  userId: string,
  now: Date,
): Promise<void> {
  await tx.orm
    .update(notifications)
    .set({ readAt: now })
    .where(and(shownTo(userId), isNull(notifications.readAt)));
}

/** What people of the organization chose, by person and kind. */
export async function readChoices(
  tx: OrganizationTransaction,
  of: { kind?: string; userId?: string },
): Promise<Map<string, { inApp: boolean; mail: MailTiming }>> {
  const rows = await tx.orm
    .select()
    .from(notificationPreferences)
    .where(
      and(
        of.kind === undefined ? undefined : eq(notificationPreferences.kind, of.kind),
        of.userId === undefined ? undefined : eq(notificationPreferences.userId, of.userId),
      ),
    );
  return new Map(
    rows.map(({ userId, kind, inApp, mail }) => [`${userId}:${kind}`, { inApp, mail }]),
  );
}

export async function replaceChoices(
  tx: OrganizationTransaction,
  userId: string,
  preferences: readonly NotificationPreference[],
): Promise<void> {
  const { organizationId } = tx.scope;
  await tx.orm.delete(notificationPreferences).where(eq(notificationPreferences.userId, userId));
  if (preferences.length === 0) return;
  await tx.orm
    .insert(notificationPreferences)
    .values(preferences.map((one) => ({ id: newId(), organizationId, userId, ...one })));
}

/** Who has something waiting for a daily mail. */
export async function listDigestReaders(tx: OrganizationTransaction): Promise<string[]> {
  const rows = await tx.orm
    .selectDistinct({ userId: notifications.userId })
    .from(notifications)
    .where(eq(notifications.forDigest, true));
  return rows.map(({ userId }) => userId);
}

/** Takes the day of the person's mail. @returns false when they had theirs of this day */
export async function takeDay(
  tx: OrganizationTransaction,
  userId: string,
  day: string,
): Promise<boolean> {
  const { organizationId } = tx.scope;
  const rows = await tx.orm
    .insert(notificationDigests)
    .values({ id: newId(), organizationId, userId, day })
    .onConflictDoUpdate({
      target: [notificationDigests.organizationId, notificationDigests.userId],
      set: { day },
      setWhere: lt(notificationDigests.day, day),
    })
    .returning({ id: notificationDigests.id });
  return rows.length > 0;
}

/** Takes what waits for the person's daily mail: of two takers one gets it. */
export async function takeDigest(
  tx: OrganizationTransaction,
  userId: string,
): Promise<NotificationRow[]> {
  return tx.orm
    .update(notifications)
    .set({ forDigest: false })
    .where(and(eq(notifications.userId, userId), eq(notifications.forDigest, true)))
    .returning();
}
