/** How mail leaves: over SMTP against a server that fails as told, and into a folder. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type SmtpFault,
  type SmtpSimulator,
  type SmtpStage,
  startSmtpSimulator,
} from '../../../../../simulators/smtp/simulator.ts';
import { createOutbox } from './outbox.ts';
import { type Mailer, MailFailure, type OutgoingMail } from './port.ts';
import { createSmtp } from './smtp.ts';

const from = 'PartnerOS <partneros@example.com>';
const mail: OutgoingMail = {
  to: 'jane@partner.example',
  subject: 'Grüße',
  text: 'Hello\n.\nDot and ümlaut.\n',
  html: '<p>Hello</p>',
  messageId: '<019a5c2e-7d1b-7c3a-9f00-1b2c3d4e5f60@partneros>',
};
const quick = { connectMilliseconds: 400, silenceMilliseconds: 400 };

async function start(): Promise<SmtpSimulator> {
  const simulator = await startSmtpSimulator();
  onTestFinished(() => simulator.close());
  return simulator;
}

async function outcome(mailer: Mailer, sent = mail): Promise<string> {
  try {
    await mailer.send(sent);
    return 'sent';
  } catch (error) {
    return error instanceof MailFailure ? error.kind : `another error: ${String(error)}`;
  }
}

describe('over SMTP', () => {
  it('hands a mail to the one address it is for, whole', async () => {
    const server = await start();
    expect(await outcome(createSmtp(server.url, from))).toBe('sent');
    const [got] = server.received;
    expect(got?.from).toBe('partneros@example.com');
    expect(got?.to).toEqual(['jane@partner.example']);
    expect(got?.source).toContain('From: PartnerOS <partneros@example.com>\r\n');
    expect(got?.source).toContain(`Message-ID: ${mail.messageId}\r\n`);
    expect(got?.source).toContain('\r\n.\r\nDot and =C3=BCmlaut.');
  });

  it('signs in where the URL says as whom, and is refused for good when the server says so', async () => {
    const server = await start();
    const mailer = createSmtp(`smtp://me:pass%20word@127.0.0.1:${server.port}`, from);
    expect(await outcome(mailer)).toBe('sent');
    expect(server.received[0]?.user).toBe('me');
    server.fail('login', 'refuse');
    expect(await outcome(mailer)).toBe('refused');
    expect(server.received).toHaveLength(1);
  });

  const before: SmtpStage[] = ['connect', 'sender', 'recipient'];
  const kinds: [SmtpFault, string][] = [
    ['refuse', 'refused'],
    ['later', 'unreachable'],
    ['hang', 'unreachable'],
    ['drop', 'unreachable'],
  ];
  for (const stage of before) {
    for (const [fault, kind] of kinds) {
      it(`is ${kind} when the server is told to ${fault} at the ${stage}`, async () => {
        const server = await start();
        server.fail(stage, fault);
        expect(await outcome(createSmtp(server.url, from, quick))).toBe(kind);
        expect(server.received).toEqual([]);
      });
    }
  }

  it('is of unknown outcome once the message was offered and no answer came', async () => {
    for (const fault of ['hang', 'drop'] as const) {
      const server = await start();
      server.fail('taken', fault);
      expect(await outcome(createSmtp(server.url, from, quick)), fault).toBe('unknown');
      expect(server.received).toHaveLength(1);
    }
  });

  it('believes the answer to the message, whichever it is', async () => {
    const server = await start();
    server.fail('taken', 'later');
    expect(await outcome(createSmtp(server.url, from))).toBe('unreachable');
    server.fail('taken', 'refuse');
    expect(await outcome(createSmtp(server.url, from))).toBe('refused');
  });

  it('is unreachable where nobody listens', async () => {
    const server = await startSmtpSimulator();
    await server.close();
    expect(await outcome(createSmtp(server.url, from, quick))).toBe('unreachable');
  });

  it('lets no value become a header, a second recipient or a command', async () => {
    const server = await start();
    const evil = 'x\r\nBcc: eve@evil.example\r\n\r\nbody';
    await outcome(createSmtp(server.url, from), { ...mail, subject: evil });
    const head = server.received[0]?.source.split('\r\n\r\n')[0] ?? '';
    expect(head).not.toMatch(/^Bcc:/im);
    for (const to of [
      'jane@partner.example, eve@evil.example',
      'jane@partner.example>\r\nRCPT TO:<eve@evil.example',
      'eve@evil.example\r\nDATA',
    ]) {
      await outcome(createSmtp(server.url, from), { ...mail, to });
    }
    for (const { to } of server.received.slice(1)) expect(to).not.toContain('eve@evil.example');
  });
});

/** A parser that is not of the library that wrote the mail comes with Python. */
const hasPython = spawnSync('python3', ['--version']).status === 0;

describe('into a folder', () => {
  it.runIf(hasPython)('is a file that a mail parser reads and only its owner may', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'partneros-outbox-'));
    onTestFinished(() => rmSync(parent, { recursive: true }));
    const folder = join(parent, 'outbox');
    expect(await outcome(createOutbox(folder, from))).toBe('sent');
    const [name = '', ...more] = readdirSync(folder);
    expect(more).toEqual([]);
    expect(name).toBe('019a5c2e-7d1b-7c3a-9f00-1b2c3d4e5f60partneros.eml');
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(folder, name), 'utf8')).not.toContain('\r');
    const script = `
import email, email.policy, json, sys
mail = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
text = mail.get_body(('plain',)).get_content()
html = mail.get_body(('html',)).get_content()
print(json.dumps([mail['to'], mail['from'], mail['subject'], text, html, len(mail.defects)]))`;
    const read = execFileSync('python3', ['-c', script, join(folder, name)], { encoding: 'utf8' });
    expect(JSON.parse(read)).toEqual([mail.to, from, mail.subject, mail.text, mail.html, 0]);
  });
});
