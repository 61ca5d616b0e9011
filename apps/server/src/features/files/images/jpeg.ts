/** JPEG (ITU T.81, JFIF, Adobe): markers with segments; after SOS, coded data up to the next marker. */
import { BrokenImage, type CleanImage, slice } from './image.ts';
import { orientationOf, orientationSegment } from './jpeg-orientation.ts';

const marker = {
  startOfImage: 0xd8,
  endOfImage: 0xd9,
  startOfScan: 0xda,
  app0: 0xe0,
  app1: 0xe1,
  app14: 0xee,
} as const;

/** Tables of quantisation, Huffman and arithmetic codes, restart interval, line count. */
const tables = new Set([0xc4, 0xcc, 0xdb, 0xdd, 0xdc]);

export function isJpeg(file: Buffer): boolean {
  return file.length > 2 && file.readUInt16BE(0) === 0xffd8 && file[2] === 0xff;
}

export function cleanJpeg(file: Buffer): CleanImage {
  const parts: Buffer[] = [Buffer.from([0xff, marker.startOfImage])];
  let at = 2;
  let size: { width: number; height: number } | null = null;
  let scans = 0;
  for (;;) {
    const { code, from } = nextMarker(file, at);
    if (code === marker.endOfImage) break;
    const segment = readSegment(file, code, from);
    if (isFrame(code)) {
      if (size) throw new BrokenImage('There is more than one picture.');
      size = { height: segment.readUInt16BE(5), width: segment.readUInt16BE(7) };
    }
    const wanted = cleanSegment(code, segment);
    if (wanted) parts.push(wanted);
    at = from + segment.length - 2;
    if (code !== marker.startOfScan) continue;
    scans += 1;
    const end = endOfScan(file, at);
    parts.push(file.subarray(at, end));
    at = end;
  }
  if (!size || scans === 0) throw new BrokenImage('There is no picture.');
  parts.push(Buffer.from([0xff, marker.endOfImage]));
  return { type: 'image/jpeg', ...size, bytes: Buffer.concat(parts) };
}

/** Any number of 0xff may stand before a marker. */
function nextMarker(file: Buffer, at: number): { code: number; from: number } {
  let from = at;
  if (slice(file, from, 2)[0] !== 0xff) throw new BrokenImage('A marker is missing.');
  while (file[from] === 0xff) from += 1;
  const code = slice(file, from, 1)[0] ?? 0;
  return { code, from: from + 1 };
}

/** The segment with its marker before it. */
function readSegment(file: Buffer, code: number, from: number): Buffer {
  const length = slice(file, from, 2).readUInt16BE(0);
  if (length < (isFrame(code) ? 9 : 2)) throw new BrokenImage('A segment is too short.');
  return Buffer.concat([Buffer.from([0xff, code]), slice(file, from, length)]);
}

/** SOF0 to SOF15, without the tables that stand among their numbers. */
function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code);
}

/** What stays of a segment; null for metadata and whatever is unknown. */
function cleanSegment(code: number, segment: Buffer): Buffer | null {
  if (isFrame(code) || tables.has(code) || code === marker.startOfScan) return segment;
  const application = applications.find((one) => one.code === code && isNamed(segment, one.name));
  return application?.clean(segment) ?? null;
}

function isNamed(segment: Buffer, name: string): boolean {
  return segment.toString('latin1', 4, 4 + name.length) === name;
}

/** What applications add that the picture needs. */
const applications = [
  { code: marker.app0, name: 'JFIF\0', clean: withoutThumbnail },
  // Says how colours are coded: without it some pictures come out inverted.
  { code: marker.app14, name: 'Adobe', clean: wholeAdobe },
  { code: marker.app1, name: 'Exif\0\0', clean: uprightOnly },
] as const;

function withoutThumbnail(segment: Buffer): Buffer | null {
  if (segment.length < 18) return null;
  const header = Buffer.from(segment.subarray(0, 18));
  header.writeUInt16BE(16, 2);
  header.writeUInt16BE(0, 16);
  return header;
}

/** It has one length; whatever is longer holds something else beside. */
function wholeAdobe(segment: Buffer): Buffer | null {
  return segment.length === 16 ? segment : null;
}

function uprightOnly(segment: Buffer): Buffer | null {
  const orientation = orientationOf(segment.subarray(10));
  return orientation === null ? null : orientationSegment(orientation);
}

/** Coded data ends at a marker that is neither a stuffed zero nor a restart. */
function endOfScan(file: Buffer, from: number): number {
  for (let at = from; ; at += 2) {
    at = file.indexOf(0xff, at);
    if (at < 0 || at + 1 >= file.length) throw new BrokenImage('The picture is cut off.');
    const next = file[at + 1] ?? 0;
    if (next === 0xff) at -= 1;
    else if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
}
