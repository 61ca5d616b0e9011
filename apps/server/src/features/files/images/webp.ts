/** WebP (RFC 9649): a RIFF file of chunks; `VP8X` says what else there is. */
import { BrokenImage, type CleanImage, slice } from './image.ts';

const pictures = new Set(['VP8 ', 'VP8L']);
/** Chunks that make the picture; left out: EXIF, XMP, colour profile, anything unknown. */
const kept = new Set([...pictures, 'VP8X', 'ALPH', 'ANIM', 'ANMF']);
/** Of `VP8X`: alpha and animation, without those that announce what is left out. */
const keptFlags = 0x10 | 0x02;
const frameHead = 16;

interface Size {
  width: number;
  height: number;
}

export function isWebp(file: Buffer): boolean {
  return file.toString('latin1', 0, 4) === 'RIFF' && file.toString('latin1', 8, 12) === 'WEBP';
}

export function cleanWebp(file: Buffer): CleanImage {
  const length = slice(file, 4, 4).readUInt32LE(0);
  const body = slice(file, 12, length - 4);
  let size: Size | null = null;
  const parts: Buffer[] = [];
  for (const { name, data } of readChunks(body)) {
    size ??= sizeOf(name, data);
    // The first chunk's size bounds the rest.
    checkWithin(name, data, size);
    if (name === 'VP8X') parts.push(chunk(name, withFlags(data)));
    else if (name === 'ANMF') parts.push(chunk(name, cleanFrame(data, size)));
    else if (kept.has(name)) parts.push(chunk(name, data));
  }
  if (!size || parts.length === 0 || !hasPicture(parts)) throw new BrokenImage('No picture.');
  const content = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...parts]);
  return { type: 'image/webp', ...size, bytes: chunk('RIFF', content) };
}

function* readChunks(body: Buffer): Generator<{ name: string; data: Buffer }> {
  for (let at = 0; at < body.length; ) {
    const length = slice(body, at, 8).readUInt32LE(4);
    yield { name: body.toString('latin1', at, at + 4), data: slice(body, at + 8, length) };
    at += 8 + length + (length % 2);
  }
}

function chunk(name: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

/** @throws BrokenImage when a file does not begin with a chunk that tells the size */
function sizeOf(name: string, data: Buffer): Size {
  if (name === 'VP8X') {
    const sides = slice(data, 4, 6);
    return { width: sides.readUIntLE(0, 3) + 1, height: sides.readUIntLE(3, 3) + 1 };
  }
  if (name === 'VP8 ') {
    const head = slice(data, 3, 7);
    if (head.readUIntBE(0, 3) !== 0x9d012a) throw new BrokenImage('No key frame.');
    return { width: head.readUInt16LE(3) & 0x3fff, height: head.readUInt16LE(5) & 0x3fff };
  }
  if (name !== 'VP8L' || data[0] !== 0x2f) throw new BrokenImage('The size is not told.');
  const bits = slice(data, 1, 4).readUInt32LE(0);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

function checkWithin(name: string, data: Buffer, { width, height }: Size): void {
  if (!pictures.has(name)) return;
  const own = sizeOf(name, data);
  if (own.width > width || own.height > height) throw new BrokenImage('It leaves the picture.');
}

function withFlags(data: Buffer): Buffer {
  const copy = Buffer.from(slice(data, 0, 10));
  copy[0] = (copy[0] ?? 0) & keptFlags;
  return copy;
}

/** A frame of an animation holds chunks of its own. */
function cleanFrame(data: Buffer, size: Size): Buffer {
  const parts = [slice(data, 0, frameHead)];
  for (const { name, data: inner } of readChunks(data.subarray(frameHead))) {
    checkWithin(name, inner, size);
    if (pictures.has(name) || name === 'ALPH') parts.push(chunk(name, inner));
  }
  return Buffer.concat(parts);
}

function hasPicture(parts: readonly Buffer[]): boolean {
  return parts.some((part) => pictures.has(part.toString('latin1', 0, 4)) || isFrame(part));
}

function isFrame(part: Buffer): boolean {
  return part.toString('latin1', 0, 4) === 'ANMF';
}
