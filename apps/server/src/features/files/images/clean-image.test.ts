/** Images by their bytes alone: sizes, metadata, bombs, files that are two things at once. */
import { describe, expect, it } from 'vitest';
import { cleanImage } from './clean-image.ts';
import type { CleanImage } from './image.ts';
import {
  exif,
  gif,
  gifExtension,
  gifWith,
  jpeg,
  jpegSegment,
  jpegWith,
  png,
  pngChunk,
  webp,
  webpChunk,
  webpLossless,
  webpWith,
} from './test-images.ts';

const secret = 'Jane Doe, 48.2082 N 16.3738 E';
const page = '<html><script>alert(1)</script></html>';

function clean(file: Buffer): CleanImage {
  const image = cleanImage(file);
  if (typeof image === 'string') throw new Error(`Refused: ${image}.`);
  return image;
}

const plain: [string, Buffer, string][] = [
  ['PNG', png(3, 2), 'image/png'],
  ['JPEG', jpeg, 'image/jpeg'],
  ['GIF', gif, 'image/gif'],
  ['WebP', webp, 'image/webp'],
  ['lossless WebP', webpLossless, 'image/webp'],
];

describe.each(plain)('a %s', (_name, file, type) => {
  it('is known by its content and comes out as it went in', () => {
    const image = clean(file);
    expect(image.type).toBe(type);
    expect(image.bytes.equals(file)).toBe(true);
    expect([image.width, image.height]).toEqual(type === 'image/png' ? [3, 2] : [1, 1]);
  });

  it('is broken wherever it is cut, and never more than that', () => {
    for (let length = 0; length < file.length; length += 1) {
      expect(['broken', 'unknown'], String(length)).toContain(cleanImage(file.subarray(0, length)));
    }
  });

  it('loses what stands behind its end, such as a page', () => {
    const image = clean(Buffer.concat([file, Buffer.from(page)]));
    expect(image.bytes.equals(file)).toBe(true);
  });

  it('survives any single byte turned over: refused, or made anew', () => {
    for (let at = 0; at < file.length; at += 1) {
      const turned = Buffer.from(file);
      turned[at] = (turned[at] ?? 0) ^ 0xff;
      const image = cleanImage(turned);
      if (typeof image !== 'string') expect(image.bytes.length).toBeLessThanOrEqual(file.length);
    }
  });
});

describe('metadata', () => {
  const text = Buffer.from(`Comment\0${secret}`, 'latin1');
  const planted: [string, Buffer][] = [
    ['PNG texts', png(3, 2, { extra: [pngChunk('tEXt', text), pngChunk('eXIf', text)] })],
    [
      'PNG packed texts and profiles',
      png(3, 2, { extra: [pngChunk('zTXt', text), pngChunk('iCCP', text)] }),
    ],
    ['PNG chunks of nobody', png(3, 2, { extra: [pngChunk('prVt', text)] })],
    ['JPEG comments', jpegWith(jpegSegment(0xfe, text))],
    ['JPEG EXIF', jpegWith(exif(1, secret))],
    [
      'JPEG XMP',
      jpegWith(jpegSegment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${secret}`))),
    ],
    [
      'JPEG thumbnails',
      jpegWith(jpegSegment(0xe0, Buffer.concat([Buffer.from('JFXX\0\x10'), text]))),
    ],
    ['GIF comments', gifWith(gifExtension(0xfe, text))],
    ['GIF applications', gifWith(gifExtension(0xff, Buffer.from('XMP DataXMP'), text))],
    [
      'GIF loops with more',
      gifWith(gifExtension(0xff, Buffer.from('NETSCAPE2.0'), Buffer.from([1, 0, 0]), text)),
    ],
    ['WebP EXIF and XMP', webpWith(1, 1, webpChunk('EXIF', text), webpChunk('XMP ', text))],
    ['WebP chunks of nobody', webpWith(1, 1, webpChunk('priv', text))],
  ];
  it.each(planted)('goes: %s', (_name, file) => {
    expect(file.includes(secret)).toBe(true);
    const { bytes } = clean(file);
    expect(bytes.includes(secret)).toBe(false);
    // What was made is sound itself, and there is nothing left to take.
    expect(clean(bytes).bytes.equals(bytes)).toBe(true);
  });

  it('of a JPEG keeps which way is up, and that alone', () => {
    for (const orientation of [2, 3, 6, 8]) {
      const { bytes } = clean(jpegWith(exif(orientation, secret)));
      expect(bytes.includes('Exif')).toBe(true);
      expect(bytes.includes(secret)).toBe(false);
      const at = bytes.indexOf('Exif') + 6;
      expect(bytes.readUInt16BE(at + 18)).toBe(orientation);
    }
    for (const orientation of [0, 1, 9, 65535]) {
      expect(clean(jpegWith(exif(orientation, secret))).bytes.equals(jpeg)).toBe(true);
    }
  });

  it('keeps how often a GIF runs', () => {
    const loop = gifExtension(0xff, Buffer.from('NETSCAPE2.0'), Buffer.from([1, 0, 0]));
    expect(clean(gifWith(loop)).bytes.equals(gifWith(loop))).toBe(true);
  });

  it('is no longer announced in a WebP', () => {
    const { bytes } = clean(webpWith(1, 1, webpChunk('EXIF', Buffer.from(secret))));
    expect(bytes[20]).toBe(0);
  });
});

describe('size', () => {
  it('is read from the header: 25 megapixels and not one more', () => {
    expect(clean(png(5000, 5000, { drawn: 1 })).width).toBe(5000);
    expect(cleanImage(png(5000, 5001, { drawn: 1 }))).toBe('too_many_pixels');
    expect(cleanImage(webpWith(5000, 5001))).toBe('too_many_pixels');
    const wide = Buffer.from(jpeg);
    const frame = wide.indexOf(Buffer.from([0xff, 0xc0, 0x00, 0x0b]));
    expect(frame).toBeGreaterThan(0);
    wide.writeUInt16BE(65535, frame + 5);
    wide.writeUInt16BE(65535, frame + 7);
    expect(cleanImage(wide)).toBe('too_many_pixels');
    const screen = Buffer.from(gif);
    screen.writeUInt16LE(65535, 6);
    screen.writeUInt16LE(65535, 8);
    expect(cleanImage(screen)).toBe('too_many_pixels');
  });

  it('of a bomb costs nothing to read: 100,000 × 100,000', () => {
    const bomb = png(100_000, 100_000, { drawn: 1 });
    const before = performance.now();
    for (let round = 0; round < 100; round += 1) {
      expect(cleanImage(bomb)).toBe('too_many_pixels');
    }
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it('of a frame does not exceed that of the picture', () => {
    const frame = Buffer.alloc(26);
    frame.writeUInt32BE(60_000, 4);
    frame.writeUInt32BE(60_000, 8);
    expect(cleanImage(png(3, 2, { extra: [pngChunk('fcTL', frame)] }))).toBe('broken');
    const large = Buffer.from(gif);
    const picture = large.lastIndexOf(0x2c);
    large.writeUInt16LE(60_000, picture + 5);
    expect(cleanImage(large)).toBe('broken');
    const head = Buffer.alloc(16);
    const inner = webpWith(1, 1).subarray(30);
    const big = Buffer.from(inner);
    big.writeUInt16LE(0x3fff, 14);
    expect(cleanImage(webpWith(1, 1, webpChunk('ANMF', Buffer.concat([head, big]))))).toBe(
      'broken',
    );
  });

  it('of nothing is broken', () => {
    expect(cleanImage(png(0, 5))).toBe('broken');
  });
});

describe('what is no image', () => {
  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['a page', page],
    ['a page after a GIF’s first letters', `GIF89${page}`],
    ['PDF', '%PDF-1.7'],
    ['BMP', 'BM\0\0\0\0'],
    ['nothing', ''],
  ])('is unknown: %s', (_name, text) => {
    expect(cleanImage(Buffer.from(text))).toBe('unknown');
  });

  it('is broken where it only begins as one', () => {
    expect(cleanImage(Buffer.from(`GIF89a${page}`))).toBe('broken');
    expect(cleanImage(Buffer.from(`\xff\xd8\xff\xe0${page}`, 'latin1'))).toBe('broken');
    expect(cleanImage(Buffer.concat([png(3, 2).subarray(0, 40), Buffer.from(page)]))).toBe(
      'broken',
    );
  });
});
