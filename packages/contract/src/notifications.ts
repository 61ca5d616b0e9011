/** Notifications and the choice of what to hear of, as they cross the wire. */
import { z } from 'zod';
import { id, listQuery, nextCursor, timestamp } from './common.ts';

export const notificationKind = z
  .enum([
    'connection_needs_attention',
    'schema_drift',
    'member_joined',
    'role_changed',
    'service_account_created',
    'export_ready',
  ])
  .meta({ id: 'NotificationKind' });
export type NotificationKind = z.infer<typeof notificationKind>;

export const notification = z
  .strictObject({
    id,
    kind: notificationKind,
    title: z.string(),
    text: z.string(),
    path: z.string().meta({ description: 'Where in the web application it leads.' }),
    createdAt: timestamp,
    readAt: timestamp.nullable(),
  })
  .meta({ id: 'Notification' });
export type Notification = z.infer<typeof notification>;

export const notificationQuery = listQuery.extend({
  unread: z.enum(['true', 'false']).default('false').meta({ description: 'Unread ones alone.' }),
});

export const notificationList = z.strictObject({
  notifications: z.array(notification),
  unreadCount: z.number().int(),
  nextCursor,
});

export const mailTiming = z.enum(['off', 'at_once', 'daily']).meta({ id: 'MailTiming' });
export type MailTiming = z.infer<typeof mailTiming>;

export const notificationPreference = z
  .strictObject({ kind: notificationKind, inApp: z.boolean(), mail: mailTiming })
  .meta({ id: 'NotificationPreference' });
export type NotificationPreference = z.infer<typeof notificationPreference>;

export const notificationPreferences = z.strictObject({
  preferences: z.array(notificationPreference).max(50),
});
