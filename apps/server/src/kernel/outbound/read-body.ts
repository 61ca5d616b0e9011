import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { OutboundFailure } from './failure.ts';

/** What we offer in `accept-encoding` and can unpack. */
export const acceptedEncodings = 'gzip, deflate, br';

function unpackerFor(encoding: string): Transform | null {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return null;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new OutboundFailure('unreadable', 'The answer is packed in an unknown way.');
  }
}

function unpacked(body: Readable, encoding: string): Readable {
  const unpacker = unpackerFor(encoding);
  if (unpacker === null) return body;
  // An error of either stream reaches the reader through the unpacker, which `pipeline` destroys.
  return pipeline(body, unpacker, () => undefined);
}

/**
 * Reads a body to its end as UTF-8.
 * @param maxBytes limit on what it unpacks to, so that a small bomb cannot fill the memory
 * @throws OutboundFailure `unreadable` past the limit or for an unknown packing; else whatever the
 *   stream throws
 */
export async function readBody(
  body: Readable,
  encoding: string,
  maxBytes: number,
): Promise<string> {
  const stream: AsyncIterable<Uint8Array> = unpacked(body, encoding);
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of stream) {
    total += chunk.byteLength;
    if (total > maxBytes) throw new OutboundFailure('unreadable', 'The answer is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, total).toString('utf8');
}
