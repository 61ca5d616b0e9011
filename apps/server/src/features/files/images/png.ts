/** PNG (W3C, third edition): signature, then chunks of length, type, data and CRC. */
import { crc32 } from 'node:zlib';
import { BrokenImage, type CleanImage, slice } from './image.ts';

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/**
 * Chunks that make the picture. Left out: texts, times, EXIF, thumbnails, and colour profiles, which
 * are packed and would be opened by whoever shows the image.
 */
const kept = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'bKGD', 'pHYs'],
  // Animation.
  ...['acTL', 'fcTL', 'fdAT'],
]);

export function isPng(file: Buffer): boolean {
  return file.subarray(0, 8).equals(signature);
}

export function cleanPng(file: Buffer): CleanImage {
  const parts: Buffer[] = [signature];
  const seen = new Set<string>();
  let at = signature.length;
  let size = { width: 0, height: 0 };
  while (!seen.has('IEND')) {
    const length = slice(file, at, 8).readUInt32BE(0);
    const whole = slice(file, at, length + 12);
    const type = whole.toString('latin1', 4, 8);
    const data = whole.subarray(8, 8 + length);
    if (crc32(whole.subarray(4, 8 + length)) !== whole.readUInt32BE(8 + length)) {
      throw new BrokenImage('A chunk is damaged.');
    }
    if ((seen.size === 0) !== (type === 'IHDR'))
      throw new BrokenImage('IHDR must come first, once.');
    if (type === 'IHDR') size = readHeader(data);
    // A frame lies within the picture, so that the header's size bounds them all.
    if (type === 'fcTL') checkFrame(data, size);
    seen.add(type);
    if (kept.has(type)) parts.push(whole);
    at += whole.length;
  }
  if (!seen.has('IDAT')) throw new BrokenImage('There is no picture.');
  return { type: 'image/png', ...size, bytes: Buffer.concat(parts) };
}

function readHeader(data: Buffer): { width: number; height: number } {
  if (data.length !== 13) throw new BrokenImage('IHDR has another length.');
  return { width: data.readUInt32BE(0), height: data.readUInt32BE(4) };
}

function checkFrame(data: Buffer, { width, height }: { width: number; height: number }): void {
  if (data.length !== 26) throw new BrokenImage('fcTL has another length.');
  const right = data.readUInt32BE(4) + data.readUInt32BE(12);
  const bottom = data.readUInt32BE(8) + data.readUInt32BE(16);
  if (right > width || bottom > height) throw new BrokenImage('A frame leaves the picture.');
}
