import { newId } from '../../src/kernel/ids.ts';
import type { SampleArea } from './sample.ts';

export const outreachSamples: SampleArea = {
  async prepare(t, owner) {
    const { session } = (await owner.get('/api/auth/session')).body;
    const notificationId = newId();
    await t.db.asOwner(
      `insert into notifications (id, organization_id, user_id, kind, details, path, in_app, for_digest)
        values ($1, $2, $3, 'export_ready', '{"what":"The audit log"}', '/', true, false)`,
      [notificationId, session.organization.id, session.user.id],
    );
    return { notificationId };
  },
  samples: {
    listNotifications: () => ({ query: { limit: '5', unread: 'true' }, status: 200 }),
    readNotification: ({ notificationId = '' }) => ({ params: { notificationId }, status: 200 }),
    readAllNotifications: () => ({ status: 200 }),
    getNotificationPreferences: () => ({ status: 200 }),
    putNotificationPreferences: () => ({
      body: { preferences: [{ kind: 'schema_drift', inApp: true, mail: 'off' }] },
      status: 200,
    }),
    followEvents: () => ({ status: 200 }),
  },
};
