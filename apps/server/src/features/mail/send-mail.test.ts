/** What becomes of queued mail, against a mail server that fails as told. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type SmtpSimulator,
  startSmtpSimulator,
} from '../../../../../simulators/smtp/simulator.ts';
import { startTestApp, type TestApp } from '../../../test/harness.ts';
import { until } from '../../../test/integrations.ts';
import { testSecrets } from '../../../test/secrets.ts';
import { systemClock } from '../../kernel/clock.ts';
import { createSecretBox } from '../../kernel/crypto/secret-box.ts';
import { createJobs, type Jobs } from '../../kernel/jobs/jobs.ts';
import { createLogger } from '../../kernel/logger.ts';
import { queueMail } from './index.ts';
import { sendMailJob } from './jobs.ts';

let t: TestApp;
let server: SmtpSimulator;
let jobs: Jobs;
beforeAll(async () => {
  server = await startSmtpSimulator();
  const environment = { SMTP_URL: server.url, MAIL_FROM: 'PartnerOS <us@example.com>' };
  t = await startTestApp({ environment, realMail: true });
  // As a web process would queue it.
  jobs = createJobs(t.db.database, createLogger('silent'));
  jobs.register(sendMailJob, async () => undefined);
  await jobs.start({ work: false });
});
afterAll(async () => {
  await jobs.stop(1000);
  await t.close();
  await server.close();
});
beforeEach(() => {
  for (const stage of ['connect', 'recipient', 'taken'] as const) server.fail(stage, null);
  server.received.length = 0;
});

let count = 0;

/** Queues a mail as a feature does. @returns what has become of it, as often as asked */
async function queue(name = 'Jane') {
  count += 1;
  const to = `person-${count}@partner.example`;
  const box = createSecretBox(testSecrets.encryptionKeys);
  const values = { name, url: 'https://partners.example.com/claim?token=canary' };
  await t.db.database.withIdentity((tx) =>
    queueMail(
      tx,
      { box, jobs, clock: systemClock },
      { to, template: 'account.prove-address', values, organizationId: null },
    ),
  );
  const [{ id } = {}] = await t.db.asOwner(
    'select id from mails order by created_at desc, id desc limit 1',
  );
  return {
    to,
    id: String(id),
    row: async () => (await t.db.asOwner('select * from mails where id = $1', [id]))[0],
    settled: (state: string) =>
      until(`the mail is ${state}`, async () => {
        const [row] = await t.db.asOwner('select state from mails where id = $1', [id]);
        return row?.state === state;
      }),
  };
}

const hurry = () =>
  t.db.asOwner(
    `update pgboss.job set start_after = now() where name = 'mail.send' and state in ('created', 'retry')`,
  );
const receivedBy = (to: string) => server.received.filter((mail) => mail.to.includes(to)).length;

describe('a queued mail', () => {
  it('is sent once, and its address and content are erased', async () => {
    const mail = await queue();
    await mail.settled('sent');
    expect(receivedBy(mail.to)).toBe(1);
    expect(await mail.row()).toMatchObject({ content_sealed: null, attempts: 1 });
    expect(server.received[0]?.source).toContain(`Message-ID: <${mail.id}@partneros>`);
  });

  it('waits for a server that cannot be reached, and is sent when it is back', async () => {
    server.fail('recipient', 'later');
    const mail = await queue();
    await until('it was tried', async () => (await mail.row())?.attempts === 1);
    await mail.settled('queued');
    expect(receivedBy(mail.to)).toBe(0);
    server.fail('recipient', null);
    await hurry();
    await mail.settled('sent');
    expect(receivedBy(mail.to)).toBe(1);
  });

  it('has failed after the last of its attempts', async () => {
    server.fail('connect', 'drop');
    const mail = await queue();
    await until(
      'it failed',
      async () => {
        await hurry();
        return (await mail.row())?.state === 'failed';
      },
      60_000,
    );
    expect(await mail.row()).toMatchObject({ content_sealed: null, attempts: 7 });
  }, 70_000);

  it('has failed at once when it is refused', async () => {
    server.fail('recipient', 'refuse');
    const mail = await queue();
    await mail.settled('failed');
    expect(await mail.row()).toMatchObject({ content_sealed: null, attempts: 1 });
  });

  it('is uncertain when nobody knows whether it was taken, and is never sent again', async () => {
    server.fail('taken', 'drop');
    const mail = await queue();
    await mail.settled('uncertain');
    server.fail('taken', null);
    await t.db.asOwner(`insert into pgboss.job (name, data) values ('mail.send', $1)`, [
      JSON.stringify({ mailId: mail.id }),
    ]);
    const later = await queue();
    await later.settled('sent');
    expect(receivedBy(mail.to)).toBe(1);
    expect(await mail.row()).toMatchObject({ state: 'uncertain', content_sealed: null });
  });

  it('is uncertain when the process that sent it is gone', async () => {
    server.fail('connect', 'drop');
    const mail = await queue();
    await until('it was tried', async () => (await mail.row())?.attempts === 1);
    await mail.settled('queued');
    server.fail('connect', null);
    // As a process leaves it that dies between the mail server's answer and the note of it.
    await t.db.asOwner(`update mails set state = 'sending' where id = $1`, [mail.id]);
    await hurry();
    await mail.settled('uncertain');
    expect(receivedBy(mail.to)).toBe(0);

    const forgotten = await queue();
    await forgotten.settled('sent');
    await t.db.asOwner(
      `update mails set state = 'sending', sending_since = now() - interval '11 minutes' where id = $1`,
      [forgotten.id],
    );
    await t.db.asOwner(`insert into pgboss.job (name, data) values ('mail.settle-lost', '{}')`);
    await forgotten.settled('uncertain');
    expect(receivedBy(forgotten.to)).toBe(1);
  });

  it('tells of each outcome in the log and the metrics, never of person or content', async () => {
    const metrics = (await t.signedOut().get('/metrics')).text;
    for (const outcome of ['sent', 'postponed', 'failed', 'uncertain']) {
      expect(metrics).toMatch(new RegExp(`partneros_mails_total\\{outcome="${outcome}"\\} [1-9]`));
    }
    const lines = t.logLines.join('\n');
    for (const event of ['mail_postponed', 'mail_failed', 'mail_uncertain']) {
      expect(lines).toContain(event);
    }
    expect(lines).not.toMatch(/partner\.example|canary/);
  });

  it('takes no name as a header or as words of ours', async () => {
    const mail = await queue('Jane\r\nBcc: eve@evil.example\r\n\r\nClick https://evil.example');
    await mail.settled('sent');
    const [got] = server.received;
    expect(got?.to).toEqual([mail.to]);
    expect(got?.source).not.toMatch(/^(Bcc|Click)/m);
  });
});
