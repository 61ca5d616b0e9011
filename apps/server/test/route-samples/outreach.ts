import { newId } from '../../src/kernel/ids.ts';
import type { Client } from '../client.ts';
import type { SampleArea } from './sample.ts';

const form = [
  '--sample',
  'Content-Disposition: form-data; name="file"; filename="terms.txt"',
  'Content-Type: text/plain',
  '',
  'Our terms.',
  '--sample--',
  '',
].join('\r\n');
const upload = {
  query: { purpose: 'document' },
  rawBody: form,
  headers: { 'content-type': 'multipart/form-data; boundary=sample' },
};

async function uploaded(owner: Client): Promise<string> {
  const { rawBody, headers } = upload;
  const answer = await owner.post('/api/files?purpose=document', undefined, { rawBody, headers });
  return answer.body.file.id;
}

export const outreachSamples: SampleArea = {
  async prepare(t, owner) {
    const { session } = (await owner.get('/api/auth/session')).body;
    const notificationId = newId();
    await t.db.asOwner(
      `insert into notifications (id, organization_id, user_id, kind, details, path, in_app, for_digest)
        values ($1, $2, $3, 'export_ready', '{"what":"The audit log"}', '/', true, false)`,
      [notificationId, session.organization.id, session.user.id],
    );
    const [fileId, spareFileId] = [await uploaded(owner), await uploaded(owner)];
    return { notificationId, fileId, spareFileId };
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
    uploadFile: () => ({ ...upload, status: 200 }),
    getFile: ({ fileId = '' }) => ({ params: { fileId }, status: 200 }),
    getFileContent: ({ fileId = '' }) => ({ params: { fileId }, status: 200 }),
    deleteFile: ({ spareFileId = '' }) => ({ params: { fileId: spareFileId }, status: 200 }),
    followEvents: () => ({ status: 200 }),
  },
};
