/** What any object store does for us: the folder and the S3 adapter pass the same suite. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type S3Simulator, startS3Simulator } from '../../../../../simulators/s3/simulator.ts';
import { newId } from '../../kernel/ids.ts';
import { createOutbound } from '../../kernel/outbound/client.ts';
import { createFolderStore } from './folder.ts';
import { type LocalFile, type ObjectStore, ObjectStoreFailure, objectKey } from './port.ts';
import { createS3Store } from './s3.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'partneros-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function localFile(content: Buffer): LocalFile {
  const path = join(temporaryFolder(), 'spooled');
  writeFileSync(path, content);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { path, bytes: content.length, sha256 };
}

async function startS3(pageSize?: number): Promise<{ store: ObjectStore; simulator: S3Simulator }> {
  const simulator = await startS3Simulator(pageSize === undefined ? {} : { pageSize });
  const outbound = createOutbound();
  onTestFinished(async () => {
    await outbound.close();
    await simulator.close();
  });
  const settings = { ...simulator.settings, endpoint: simulator.url, prefix };
  return { store: createS3Store(outbound, settings), simulator };
}

const prefix = newId();
const key = () => objectKey(newId(), newId());

const stores: Record<string, () => Promise<ObjectStore>> = {
  folder: async () => createFolderStore(join(temporaryFolder(), 'files')),
  s3: async () => (await startS3(2)).store,
};

describe.each(Object.entries(stores))('the %s store', (_name, start) => {
  it('gives back what it was given, and nothing once it is removed', async () => {
    const store = await start();
    const place = key();
    for (const content of [randomBytes(3 * 2 ** 20), Buffer.from('another'), Buffer.alloc(0)]) {
      await store.put(place, localFile(content));
      const kept = await store.open(place);
      expect(kept?.bytes).toBe(content.length);
      expect(kept && (await buffer(kept.content)).equals(content)).toBe(true);
    }
    await store.remove(place);
    await store.remove(place);
    expect(await store.open(place)).toBeNull();
  });

  it('lists all keys with their times', async () => {
    const store = await start();
    const owner = newId();
    const keys = [key(), key(), key(), objectKey(owner, newId()), objectKey(owner, newId())];
    for (const one of keys) await store.put(one, localFile(Buffer.from(one)));
    const listed: string[] = [];
    for await (const { key: found, changedAt } of store.list()) {
      listed.push(found);
      expect(Math.abs(Date.now() - changedAt.getTime())).toBeLessThan(60_000);
    }
    expect(listed.sort()).toEqual(keys.sort());
  });

  it('takes keys of our form alone', async () => {
    const store = await start();
    for (const wrong of ['', '../../etc/passwd', `${newId()}/../x`, `/${newId()}`, newId()]) {
      await expect(store.put(wrong, localFile(Buffer.from('x')))).rejects.toThrow('Not a key');
      await expect(store.open(wrong)).rejects.toThrow('Not a key');
      await expect(store.remove(wrong)).rejects.toThrow('Not a key');
    }
  });
});

describe('the folder store', () => {
  it('keeps files for their owner alone and leaves nothing half-written', async () => {
    const folder = join(temporaryFolder(), 'files');
    const store = createFolderStore(folder);
    const place = key();
    await store.put(place, localFile(Buffer.from('content')));
    const [owner = ''] = place.split('/');
    expect(statSync(join(folder, owner)).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(folder, owner))).toEqual([place.split('/')[1]]);
  });

  it('fails by name when the folder cannot be used', async () => {
    const file = join(temporaryFolder(), 'a-file');
    writeFileSync(file, '');
    const store = createFolderStore(join(file, 'files'));
    await expect(store.put(key(), localFile(Buffer.from('x')))).rejects.toThrow(ObjectStoreFailure);
  });
});

describe('the S3 store', () => {
  it('lists what is under its own prefix alone', async () => {
    const { store, simulator } = await startS3();
    simulator.objects.set(`${newId()}/${key()}`, { body: Buffer.alloc(1), changedAt: new Date() });
    const own = key();
    await store.put(own, localFile(Buffer.from('own')));
    const listed: string[] = [];
    for await (const { key: found } of store.list()) listed.push(found);
    expect(listed).toEqual([own]);
  });

  it('tries again after a broken connection and a 503, and gives up after three', async () => {
    const { store, simulator } = await startS3();
    const place = key();
    simulator.faults.push('drop', { status: 503 });
    await store.put(place, localFile(Buffer.from('content')));
    expect(simulator.objects.get(`${prefix}/${place}`)?.body.toString()).toBe('content');
    simulator.faults.push({ status: 503 }, { status: 503 }, { status: 503 });
    await expect(store.open(place)).rejects.toThrow('The object store answered 503.');
    simulator.faults.push('drop', 'drop', 'drop');
    await expect(store.remove(place)).rejects.toThrow(ObjectStoreFailure);
  });

  it('is refused with a wrong secret, and a body other than the signed one is, too', async () => {
    const { store, simulator } = await startS3();
    const outbound = createOutbound();
    onTestFinished(() => outbound.close());
    const settings = { ...simulator.settings, endpoint: simulator.url, prefix };
    const impostor = createS3Store(outbound, { ...settings, secretAccessKey: 'guessed' });
    await expect(impostor.open(key())).rejects.toThrow('The object store answered 403.');
    const changed = { ...localFile(Buffer.from('content')), sha256: 'a'.repeat(64) };
    await expect(store.put(key(), changed)).rejects.toThrow('The object store answered 403.');
    expect(simulator.refusals).toEqual(['the signature is wrong', 'the body is another']);
    expect(simulator.objects.size).toBe(0);
  });
});
