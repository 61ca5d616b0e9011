import type { Notification } from '@partneros/contract/notifications';
import { wordsOf } from './kinds.ts';
import type { NotificationRow } from './tables.ts';

/** Those whose kind is still known, in words. */
export function presentNotifications(rows: readonly NotificationRow[]): Notification[] {
  return rows.flatMap((row) => {
    const words = wordsOf(row.kind, row.details);
    if (!words) return [];
    const { kind, title, text } = words;
    return {
      id: row.id,
      kind,
      title,
      text,
      path: row.path,
      createdAt: row.createdAt.toISOString(),
      readAt: row.readAt?.toISOString() ?? null,
    };
  });
}
