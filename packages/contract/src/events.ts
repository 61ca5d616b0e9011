/** What the web application is told while it is open: names and ids, the client reads the rest. */
import { z } from 'zod';
import { id } from './common.ts';

/** The data of each event, by its name. */
export const appEvents = {
  notification: z.strictObject({ notificationId: id }),
  'connection.changed': z.strictObject({ connectionId: id }),
  'schema.refreshed': z.strictObject({ connectionId: id }),
  'session.changed': z.strictObject({}),
} as const;
export type AppEventName = keyof typeof appEvents;

export const appEvent = z
  .union([
    appEvents.notification,
    appEvents['connection.changed'],
    appEvents['schema.refreshed'],
    appEvents['session.changed'],
  ])
  .meta({
    id: 'AppEvent',
    description:
      'Events: notification, connection.changed, schema.refreshed; session.changed, after which the stream ends.',
  });
