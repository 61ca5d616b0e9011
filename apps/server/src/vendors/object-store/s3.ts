/**
 * An S3-compatible store, by path (`endpoint/bucket/key`). Requests carry the hash of what they send,
 * so that the store refuses bytes that were changed on the way.
 */
import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import type { FileOutbound, OutboundStream } from '../../kernel/outbound/client.ts';
import { OutboundFailure } from '../../kernel/outbound/failure.ts';
import {
  type LocalFile,
  type ObjectStore,
  ObjectStoreFailure,
  readKey,
  requireKey,
} from './port.ts';

export interface S3Settings {
  endpoint: string;
  region: string;
  bucket: string;
  /** Before all keys: two installations on one bucket must not take each other's files for lost. */
  prefix: string;
  accessKeyId: string;
  secretAccessKey: string;
}

type Method = 'GET' | 'PUT' | 'DELETE';

const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const attempts = 3;
/** Of the largest file over a slow line. */
const patienceMilliseconds = 300_000;
const listPageBytes = 4 * 2 ** 20;

export function createS3Store(outbound: FileOutbound, settings: S3Settings): ObjectStore {
  const root = `${settings.endpoint}/${encodeURIComponent(settings.bucket)}`;
  const prefix = `${settings.prefix}/`;
  const send = (method: Method, path: string, file?: LocalFile) =>
    withRetries(() => request(outbound, settings, { method, url: `${root}${path}`, file }));
  const pathOf = (key: string) => `/${prefix}${requireKey(key)}`;

  return {
    async put(key, file) {
      await expectStatus(await send('PUT', pathOf(key), file), [200]);
    },
    async open(key) {
      const answer = await send('GET', pathOf(key));
      if (answer.status === 404) {
        answer.body.destroy();
        return null;
      }
      const bytes = Number(answer.headers['content-length']);
      if (answer.status !== 200 || !Number.isInteger(bytes)) throw refused(answer);
      return { bytes, content: answer.body };
    },
    async remove(key) {
      await expectStatus(await send('DELETE', pathOf(key)), [200, 204, 404]);
    },
    async *list() {
      const query = new URLSearchParams({ 'list-type': '2', prefix });
      for (;;) {
        const answer = await send('GET', `?${query.toString()}`);
        if (answer.status !== 200) throw refused(answer);
        const page = readListing(await readText(answer), prefix);
        yield* page.objects;
        if (page.next === null) return;
        query.set('continuation-token', page.next);
      }
    },
  };
}

async function request(
  outbound: FileOutbound,
  { region, accessKeyId, secretAccessKey }: S3Settings,
  { method, url, file }: { method: Method; url: string; file?: LocalFile | undefined },
): Promise<OutboundStream> {
  const signer = new AwsV4Signer({
    method,
    url,
    region,
    accessKeyId,
    secretAccessKey,
    service: 's3',
    headers: { 'x-amz-content-sha256': file?.sha256 ?? emptyHash },
  });
  const signed = await signer.sign();
  const headers = Object.fromEntries(signed.headers);
  return outbound.open({
    url: signed.url.href,
    method,
    reach: 'trusted',
    timeoutMs: patienceMilliseconds,
    headers: { ...headers, ...(file && { 'content-length': String(file.bytes) }) },
    ...(file && { body: createReadStream(file.path) }),
  });
}

/** Each of our requests may be sent twice: the same bytes go to the same key. */
async function withRetries(send: () => Promise<OutboundStream>): Promise<OutboundStream> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await send();
      if (answer.status < 500 || attempt === attempts) return answer;
      answer.body.destroy();
    } catch (error) {
      if (!(error instanceof OutboundFailure)) throw error;
      if (attempt === attempts) {
        throw new ObjectStoreFailure('The object store does not answer.', { cause: error });
      }
    }
    await sleep(100 * 4 ** attempt);
  }
}

async function expectStatus(answer: OutboundStream, expected: readonly number[]): Promise<void> {
  answer.body.destroy();
  if (!expected.includes(answer.status)) throw refused(answer);
}

function refused({ status, body }: OutboundStream): ObjectStoreFailure {
  body.destroy();
  return new ObjectStoreFailure(`The object store answered ${status}.`);
}

async function readText({ body }: OutboundStream): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // No encoding is set, so that chunks are buffers.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > listPageBytes) throw new ObjectStoreFailure('The listing is too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Our keys and the times hold nothing that XML would escape, so plain patterns read them. */
function readListing(
  xml: string,
  prefix: string,
): {
  objects: { key: string; changedAt: Date }[];
  next: string | null;
} {
  const objects = [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].flatMap(([, entry = '']) => {
    const key = (tag(entry, 'Key') ?? '').replace(prefix, '');
    const changedAt = new Date(tag(entry, 'LastModified') ?? '');
    return readKey(key) && !Number.isNaN(changedAt.getTime()) ? [{ key, changedAt }] : [];
  });
  const next = tag(xml, 'IsTruncated') === 'true' ? tag(xml, 'NextContinuationToken') : null;
  return { objects, next: next?.replaceAll('&amp;', '&') ?? null };
}

function tag(xml: string, name: string): string | null {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? null;
}
