/** Uploading and serving files through the front door, over a folder. */
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, utimesSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../test/client.ts';
import { startTestApp, type TestApp } from '../../../test/harness.ts';
import { until } from '../../../test/integrations.ts';
import { addOrganization } from '../../../test/organizations.ts';
import { download, sendForm, type Upload, upload } from '../../../test/uploads.ts';
import { jpegSegment, jpegWith, png } from './images/test-images.ts';

let t: TestApp;
let owner: Client;
beforeAll(async () => {
  t = await startTestApp();
  owner = await t.signIn('owner');
});
afterAll(() => t.close());

const send = (wish: Upload, client = owner) => upload(t.url, client, wish);
const get = (path: string, client = owner, etag?: string) => download(t.url, client, path, etag);
/** Names of what the store and the spool hold. */
const onDisk = () =>
  ['files', 'spool'].flatMap((folder) => {
    try {
      return readdirSync(join(t.dataFolder, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => folder === 'spool' || name.includes('/'))
        .map((name) => join(t.dataFolder, folder, name));
    } catch {
      return [];
    }
  });

describe('a document', () => {
  it('comes back as it was, as an attachment that nothing runs', async () => {
    const content = randomBytes(3 * 2 ** 20);
    const answer = await send({ content, name: 'Preisliste ä.bin' });
    expect(answer.status, answer.text).toBe(200);
    const { file } = answer.body;
    expect(file).toMatchObject({
      purpose: 'document',
      name: 'Preisliste ä.bin',
      contentType: 'application/octet-stream',
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
      image: null,
      partnerId: null,
    });
    expect((await owner.get(`/api/files/${file.id}`)).body).toEqual(answer.body);
    const { response, bytes } = await get(file.contentUrl);
    expect(bytes.equals(content)).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': String(content.length),
      'content-disposition': `attachment; filename="Preisliste _.bin"; filename*=UTF-8''Preisliste%20%C3%A4.bin`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    const again = await get(file.contentUrl, owner, response.headers.get('etag') ?? '');
    expect(again.response.status).toBe(304);
  });

  it('has the type of its content, whatever it is called, and is never shown', async () => {
    const cases: [Buffer, string, string][] = [
      [Buffer.from('<html><script>alert(1)</script></html>'), 'logo.png', 'text/plain'],
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'a.svg', 'text/plain'],
      [png(2, 2), 'terms.pdf', 'image/png'],
      [Buffer.from('%PDF-1.7\n%äöü'), 'x.exe', 'application/pdf'],
      [Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), 'readme.txt', 'application/x-msdownload'],
    ];
    for (const [content, name, type] of cases) {
      const { file } = (await send({ content, name, type: 'text/html' })).body;
      expect([name, file.contentType]).toEqual([name, type]);
      const { response } = await get(file.contentUrl);
      expect(response.headers.get('content-disposition')).toMatch(/^attachment;/);
      expect(response.headers.get('content-type')).not.toMatch(/html|svg|xml/);
    }
  });

  it('is only kept, however much it would unpack to', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20));
    const { file } = (await send({ content: bomb, name: 'bomb.gz' })).body;
    expect(file).toMatchObject({ bytes: bomb.length, contentType: 'application/gzip' });
    expect((await get(file.contentUrl)).bytes.equals(bomb)).toBe(true);
  });

  it('keeps no more of a name than can be shown', async () => {
    const names: [string, string][] = [
      ['../../etc/passwd', 'passwd'],
      ['C:\\temp\\a.txt', 'a.txt'],
      ['invoice\u202Egpj.exe', 'invoicegpj.exe'],
      ['..', 'file'],
      ['a"b<c>.txt', 'abc.txt'],
    ];
    for (const [name, shown] of names) {
      const answer = await send({ content: Buffer.from('x'), name });
      expect([name, answer.body.file.name]).toEqual([name, shown]);
    }
  });
});

describe('an image', () => {
  it('is shown, made anew without metadata, with its size', async () => {
    const secret = 'Jane Doe';
    const content = jpegWith(jpegSegment(0xfe, Buffer.from(secret)));
    const { file } = (await send({ content, name: 'logo.png', purpose: 'image' })).body;
    expect(file).toMatchObject({ contentType: 'image/jpeg', image: { width: 1, height: 1 } });
    const { response, bytes } = await get(file.contentUrl);
    expect(bytes.includes(secret)).toBe(false);
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    expect(response.headers.get('content-disposition')).toMatch(/^inline;/);
  });

  it('is refused when it is none, damaged, or too much to decode; nothing is left of it', async () => {
    const before = onDisk();
    const cases: [Buffer, string][] = [
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'PNG, JPEG, WebP or GIF'],
      [png(9, 9).subarray(0, 60), 'damaged'],
      [png(100_000, 100_000, { drawn: 1 }), '25 megapixels'],
      [Buffer.alloc(0), 'PNG, JPEG, WebP or GIF'],
    ];
    for (const [content, message] of cases) {
      const answer = await send({ content, purpose: 'image' });
      expect(answer.status).toBe(400);
      expect(answer.body.code).toBe('validation_failed');
      expect(answer.body.details[0].message).toContain(message);
    }
    expect(onDisk()).toEqual(before);
  });
});

describe('the form', () => {
  const boundary = { 'content-type': 'multipart/form-data; boundary=b' };
  const part = (head: string, content = 'content') => `--b\r\n${head}\r\n\r\n${content}\r\n`;
  const file = 'Content-Disposition: form-data; name="file"; filename="a.txt"';
  const raw = (body: string, headers: Record<string, string> = boundary) =>
    sendForm(t.url, owner, body, { purpose: 'document' }, headers);

  it('may hold dashes and line breaks that only look like its end', async () => {
    const content = '\r\n--\r\n--a--\r\n-\r\n\r\n--';
    const answer = await raw(`${part(file, content)}--b--\r\n`);
    const { bytes } = await get(answer.body.file.contentUrl);
    expect(bytes.toString()).toBe(content);
  });

  it('is refused when it is no form, cut off, or holds anything beside one file', async () => {
    const before = onDisk();
    const cases: Record<string, [string, Record<string, string>?]> = {
      json: ['{}', { 'content-type': 'application/json' }],
      'no boundary': [part(file), { 'content-type': 'multipart/form-data' }],
      'another boundary': [part(file), { 'content-type': 'multipart/form-data; boundary=c' }],
      preamble: [`hello\r\n${part(file)}--b--\r\n`],
      'cut in the file': [part(file).slice(0, -5)],
      'cut before the end': [`${part(file)}--b`],
      'another field': [`${part('Content-Disposition: form-data; name="x"')}--b--\r\n`],
      'a field beside': [
        `${part(file)}${part('Content-Disposition: form-data; name="x"')}--b--\r\n`,
      ],
      'two files': [`${part(file)}${part(file)}--b--\r\n`],
      'endless headers': [part(`${file}\r\nX: ${'x'.repeat(9000)}`)],
      packed: [part(file), { ...boundary, 'content-encoding': 'gzip' }],
    };
    for (const [name, [body, headers]] of Object.entries(cases)) {
      const answer = await raw(body, headers);
      expect([name, answer.status, answer.body.code]).toEqual([name, 400, 'invalid_body']);
    }
    expect(onDisk()).toEqual(before);
  });

  it('is 413 beyond 50 MiB, told by its length or found on the way, and for images beyond 5', async () => {
    const before = onDisk();
    const image = await send({ content: Buffer.alloc(5 * 2 ** 20 + 1), purpose: 'image' });
    expect(image.body.code).toBe('too_large');
    const declared = await raw('x'.repeat(51 * 2 ** 20));
    expect(declared.body.code).toBe('too_large');
    expect(onDisk()).toEqual(before);
  });

  it('that stalls is let go while others are served', async () => {
    const { hostname, port } = new URL(t.url);
    const socket = createConnection(Number(port), hostname);
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('utf8')));
    socket.on('error', () => undefined);
    const begun = `${part(file).slice(0, -4)}`;
    socket.write(
      [
        'POST /api/files?purpose=document HTTP/1.1',
        `host: ${hostname}:${port}`,
        `cookie: ${owner.cookie ?? ''}`,
        'content-type: multipart/form-data; boundary=b',
        'content-length: 100000',
        '',
        begun,
      ].join('\r\n'),
    );
    expect((await owner.get('/api/auth/session')).status).toBe(200);
    await until('the sender is let go', () => answer.includes('\r\n\r\n{'), 40_000);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('did not arrive in time');
    socket.destroy();
  }, 60_000);
});

describe('who may', () => {
  it('read: members all files, portal users those of their partner, others none', async () => {
    const portal = await t.signIn('portal');
    const { session } = (await portal.get('/api/auth/session')).body;
    const content = Buffer.from('for the partner');
    const own = (await send({ content, partnerId: session.partner.id })).body.file;
    const internal = (await send({ content })).body.file;
    const stranger = await (await addOrganization(t)).signIn();
    const seen = async (client: Client, { id }: { id: string }) => [
      (await client.get(`/api/files/${id}`)).status,
      (await client.get(`/api/files/${id}/content`)).status,
    ];
    expect(await seen(portal, own)).toEqual([200, 200]);
    expect(await seen(portal, internal)).toEqual([404, 404]);
    expect(await seen(await t.signIn('viewer'), internal)).toEqual([200, 200]);
    expect(await seen(stranger, own)).toEqual([404, 404]);
    expect((await upload(t.url, portal, { content })).body.code).toBe('forbidden');
    const foreign = await send({ content, partnerId: session.partner.id }, stranger);
    expect(foreign.status).toBe(404);
  });

  it('delete: who uploaded it and administrators; the bytes are gone', async () => {
    const member = await t.signIn('member');
    const content = Buffer.from('to be deleted');
    const own = (await send({ content }, member)).body.file;
    const other = (await send({ content })).body.file;
    const refused = await member.delete(`/api/files/${other.id}`);
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    const held = (id: string) => onDisk().filter((path) => path.endsWith(id)).length;
    expect([held(own.id), held(other.id)]).toEqual([1, 1]);
    expect((await member.delete(`/api/files/${own.id}`)).status).toBe(200);
    expect((await owner.delete(`/api/files/${other.id}`)).status).toBe(200);
    expect([held(own.id), held(other.id)]).toEqual([0, 0]);
    expect((await owner.get(`/api/files/${own.id}`)).status).toBe(404);
  });
});

describe('the sweep', () => {
  it('removes old bytes that no file speaks of, and no others', async () => {
    const kept = (await send({ content: Buffer.from('kept') })).body.file;
    const lost = (await send({ content: Buffer.from('lost') })).body.file;
    const young = (await send({ content: Buffer.from('young') })).body.file;
    await t.db.asOwner('delete from files where id = any($1)', [[lost.id, young.id]]);
    const path = (id: string) => onDisk().find((one) => one.endsWith(id)) ?? '';
    const old = new Date(Date.now() - 2 * 3600_000);
    for (const { id } of [kept, lost]) utimesSync(path(id), old, old);
    await t.db.asOwner(`insert into pgboss.job (name, data) values ('files.sweep', '{}')`);
    await until('the lost one is swept', () => path(lost.id) === '');
    expect(path(young.id)).not.toBe('');
    expect((await get(kept.contentUrl)).bytes.toString()).toBe('kept');
  });
});
