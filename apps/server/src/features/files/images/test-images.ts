/** Small images of each format for tests, and parts to plant in them. */
import { crc32, deflateSync } from 'node:zlib';

export function pngChunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(Uint8Array.from(named)));
  return Buffer.concat([head, named, tail]);
}

/** A grey picture; `extra` chunks stand before its data. The data is of `drawn` rows, else of all. */
export function png(
  width: number,
  height: number,
  { extra = [], drawn = height }: { extra?: Buffer[]; drawn?: number } = {},
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    ...extra,
    pngChunk('IDAT', deflateSync(Buffer.alloc(drawn * (width + 1)))),
    pngChunk('IEND'),
  ]);
}

/** 1 × 1, baseline. */
export const jpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AR//Z',
  'base64',
);

export function jpegSegment(code: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

/** The JPEG with segments right after its beginning. */
export function jpegWith(...segments: Buffer[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}

/** EXIF in little-endian order: an orientation, and a camera owner's name. */
export function exif(orientation: number, owner: string): Buffer {
  const name = Buffer.from(`${owner}\0`, 'latin1');
  const tiff = Buffer.alloc(38);
  tiff.write('II', 0, 'latin1');
  tiff.writeUInt16LE(42, 2);
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(2, 8);
  tiff.writeUInt16LE(0x0112, 10);
  tiff.writeUInt16LE(3, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(orientation, 18);
  tiff.writeUInt16LE(0xa430, 22);
  tiff.writeUInt16LE(2, 24);
  tiff.writeUInt32LE(name.length, 26);
  tiff.writeUInt32LE(38, 30);
  return jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, name]));
}

/** 1 × 1 with a graphic control. */
export const gif = Buffer.from(
  'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
  'base64',
);

/** The GIF with blocks before its picture. */
export function gifWith(...blocks: Buffer[]): Buffer {
  const at = gif.indexOf(Buffer.from([0x21, 0xf9]));
  return Buffer.concat([gif.subarray(0, at), ...blocks, gif.subarray(at)]);
}

export function gifExtension(label: number, ...pieces: Buffer[]): Buffer {
  const sized = pieces.map((piece) => Buffer.concat([Buffer.from([piece.length]), piece]));
  return Buffer.concat([Buffer.from([0x21, label]), ...sized, Buffer.from([0])]);
}

/** 1 × 1, lossy and lossless. */
export const webp = Buffer.from(
  'UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA',
  'base64',
);
export const webpLossless = Buffer.from(
  'UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==',
  'base64',
);

export function webpChunk(name: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

/** An extended WebP of the given size around the lossy picture, with chunks behind it. */
export function webpWith(width: number, height: number, ...chunks: Buffer[]): Buffer {
  const extended = Buffer.alloc(10);
  // Says that EXIF, XMP and a colour profile follow.
  extended[0] = 0x2c;
  extended.writeUIntLE(width - 1, 4, 3);
  extended.writeUIntLE(height - 1, 7, 3);
  const body = [
    Buffer.from('WEBP', 'latin1'),
    webpChunk('VP8X', extended),
    webp.subarray(12),
    ...chunks,
  ];
  return webpChunk('RIFF', Buffer.concat(body));
}
