/**
 * Reading a JSON body within its budget: media type, size, depth (spec 09: ≤ 1 MiB, ≤ 32 deep), and
 * no character that the database cannot store.
 */
import { inTime } from './in-time.ts';
import { Problem } from './problem.ts';

const maximumBytes = 1024 * 1024;
const maximumDepth = 32;

/** The rest of the body is not waited for, so the connection is of no further use: that is told. */
function tooLarge(atMost = maximumBytes): Problem {
  const limit = Math.floor(atMost / 2 ** 20);
  return new Problem('too_large', `The request body is larger than ${limit} MiB.`, {
    headers: { Connection: 'close' },
  });
}

/** Refuses by the declared length, before anything else is looked at. */
export function checkDeclaredLength(request: Request, atMost = maximumBytes): void {
  const declared = Number(request.headers.get('content-length') ?? '0');
  if (declared > atMost) throw tooLarge(atMost);
}

/** True when the request carries a body, as told by its headers. */
export function hasBody(request: Request): boolean {
  const length = request.headers.get('content-length');
  return request.headers.has('transfer-encoding') || (length !== null && length !== '0');
}

/** Reads and parses; undefined for no body at all. */
export async function readJsonBody(request: Request): Promise<unknown> {
  if (!hasBody(request)) return undefined;
  refuseEncoding(request);
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new Problem('invalid_body', 'The body must be sent as application/json.');
  }
  const text = await inTime(readText(request)).catch((error: unknown) => {
    if (error instanceof Problem) throw error;
    throw new Problem('invalid_body', 'The body ended before it was whole.', { cause: error });
  });
  // Before parsing: a text of brackets alone takes the parser a hundred times as long as this look.
  if (isDeeperThan(maximumDepth, text)) {
    throw new Problem('invalid_body', `The body is nested more than ${maximumDepth} deep.`);
  }
  const value = parse(text);
  if (text.includes('\\u') && !isStorable(value)) {
    throw new Problem('invalid_body', 'The body holds a character that no text can hold.');
  }
  return value;
}

/** A few packed bytes may stand for gigabytes: nothing that is packed is opened. */
export function refuseEncoding({ headers }: Request): void {
  if ((headers.get('content-encoding') ?? 'identity').toLowerCase() === 'identity') return;
  throw new Problem('invalid_body', 'Send the body as it is, without Content-Encoding.');
}

/** The body as text, within the budget. */
export async function readText(request: Request): Promise<string> {
  const declared = request.headers.get('content-length');
  if (declared !== null) return request.text();
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  const stream: AsyncIterable<Uint8Array> = request.body ?? new ReadableStream();
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    if (bytes > maximumBytes) throw tooLarge();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('invalid_body', 'The body is not valid JSON.');
  }
}

/**
 * False when a string or key holds NUL or half a surrogate pair: JSON can escape both (and only so
 * can they come in), PostgreSQL stores neither in text or jsonb.
 */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorable(inner));
}

/** Whether more brackets are open at once outside strings; stops at the first that is too many. */
function isDeeperThan(most: number, text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth > most) return true;
  }
  return false;
}
