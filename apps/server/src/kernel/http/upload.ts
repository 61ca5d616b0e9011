/**
 * Reading an upload: `multipart/form-data` with one part, the file. It is handed on piece by piece
 * as it comes and is never whole in memory. Anything else a form can hold is refused: what the
 * operation must know beside the file stands in the query, where it is checked before the body.
 */
import { inTime, silenceMilliseconds } from './in-time.ts';
import { Problem } from './problem.ts';

/** What an operation takes in place of JSON. */
export interface UploadRule {
  /** Of the file. */
  maximumBytes: number;
}

export interface UploadedFile {
  /** As the sender calls it: not to be trusted. */
  name: string;
  /** To be read once, to its end. @throws Problem while reading: cut off, too large, too slow */
  content: AsyncIterable<Uint8Array>;
}

/** Room for boundaries and headers around the file. */
export const formOverheadBytes = 16 * 1024;
const headBytes = 8 * 1024;
const wholeMilliseconds = 240_000;

export async function openUpload(
  request: Request,
  { maximumBytes }: UploadRule,
): Promise<UploadedFile> {
  const boundary = boundaryOf(request.headers.get('content-type') ?? '');
  if (boundary === null || !request.body) {
    throw new Problem('invalid_body', 'Send the file as multipart/form-data, in a part “file”.');
  }
  const source = createSource(request.body);
  if ((await source.until(Buffer.from(`--${boundary}\r\n`), 0)) === null) throw malformed();
  const head = await source.until(Buffer.from('\r\n\r\n'), headBytes);
  if (head === null) throw malformed();
  const name = fileNameOf(head.toString('utf8'));
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  return { name, content: contentOf(source, delimiter, maximumBytes) };
}

async function* contentOf(
  source: Source,
  delimiter: Buffer,
  maximumBytes: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of source.before(delimiter)) {
    bytes += piece.length;
    if (bytes > maximumBytes) throw tooLarge(maximumBytes);
    yield piece;
  }
  // `--` says that no part follows; a second one would be `\r\n`.
  if ((await source.until(Buffer.from('--'), 0)) === null) throw malformed();
  await source.skipRest();
}

/** Bytes as they come, looked at one delimiter at a time. */
interface Source {
  /** What comes before the delimiter, which is taken too; null when there is more than the bytes given. */
  until(delimiter: Buffer, atMost: number): Promise<Buffer | null>;
  before(delimiter: Buffer): AsyncGenerator<Buffer>;
  skipRest(): Promise<void>;
}

function createSource(body: ReadableStream<Uint8Array>): Source {
  const reader = body.getReader();
  const endsAt = performance.now() + wholeMilliseconds;
  let held = Buffer.alloc(0);

  async function more(): Promise<boolean> {
    const read = await inTime(
      reader.read(),
      Math.min(silenceMilliseconds, endsAt - performance.now()),
    );
    if (read.done) return false;
    held = Buffer.concat([held, read.value]);
    return true;
  }

  return {
    async until(delimiter, atMost) {
      for (;;) {
        const at = held.indexOf(delimiter);
        if (at >= 0 && at <= atMost) {
          const found = held.subarray(0, at);
          held = held.subarray(at + delimiter.length);
          return found;
        }
        if (held.length >= atMost + delimiter.length || !(await more())) return null;
      }
    },
    async *before(delimiter) {
      for (;;) {
        const at = held.indexOf(delimiter);
        const safe = at >= 0 ? at : held.length - delimiter.length + 1;
        const piece = held.subarray(0, Math.max(0, safe));
        held = held.subarray(at >= 0 ? at + delimiter.length : piece.length);
        if (piece.length > 0) yield piece;
        if (at >= 0) return;
        if (!(await more())) throw malformed();
      }
    },
    async skipRest() {
      let skipped = held.length;
      while (skipped <= formOverheadBytes && (await more())) {
        skipped += held.length;
        held = Buffer.alloc(0);
      }
    },
  };
}

function boundaryOf(contentType: string): string | null {
  const match = /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(
    contentType,
  );
  const boundary = match?.[1] ?? match?.[2];
  // RFC 2046, 5.1.1: the characters that a boundary may have.
  return boundary !== undefined && /^[\w'()+,./:=? -]+$/.test(boundary) ? boundary : null;
}

/** @throws Problem invalid_body for a part that is not the file */
function fileNameOf(head: string): string {
  const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(head)?.[1] ?? '';
  const field = /(?:^|;)\s*name="([^"\r\n]*)"/i.exec(disposition)?.[1];
  const name = /(?:^|;)\s*filename="([^"\r\n]*)"/i.exec(disposition)?.[1];
  if (field === 'file' && name !== undefined) return name.replaceAll('%22', '"');
  throw new Problem('invalid_body', 'The form must hold one part, the file, named “file”.');
}

const close = { headers: { Connection: 'close' } };

function malformed(): Problem {
  return new Problem('invalid_body', 'The form is not whole or holds more than one file.', close);
}

function tooLarge(maximumBytes: number): Problem {
  const limit = Math.floor(maximumBytes / 2 ** 20);
  return new Problem('too_large', `The file is larger than ${limit} MiB.`, close);
}
