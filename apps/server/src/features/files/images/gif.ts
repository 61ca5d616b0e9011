/** GIF (87a, 89a): a screen, then blocks; each block's data in pieces of at most 255 bytes. */
import { BrokenImage, type CleanImage, slice } from './image.ts';

const block = { extension: 0x21, image: 0x2c, end: 0x3b } as const;
const extension = { graphicControl: 0xf9, application: 0xff } as const;
/** Applications whose block says how often an animation runs. */
const loops = ['NETSCAPE2.0', 'ANIMEXTS1.0'];

export function isGif(file: Buffer): boolean {
  return ['GIF87a', 'GIF89a'].includes(file.toString('latin1', 0, 6));
}

export function cleanGif(file: Buffer): CleanImage {
  const screen = slice(file, 6, 7);
  const size = { width: screen.readUInt16LE(0), height: screen.readUInt16LE(2) };
  let at = 13 + colourTableLength(screen[4] ?? 0);
  const parts = [slice(file, 0, at)];
  let pictures = 0;
  for (;;) {
    const kind = slice(file, at, 1)[0];
    if (kind === block.end) break;
    if (kind === block.image) {
      const end = endOfImage(file, at, size);
      parts.push(file.subarray(at, end));
      at = end;
      pictures += 1;
    } else if (kind === block.extension) {
      const end = endOfPieces(file, at + 2);
      if (isKept(file, at)) parts.push(file.subarray(at, end));
      at = end;
    } else throw new BrokenImage('An unknown block.');
  }
  if (pictures === 0) throw new BrokenImage('There is no picture.');
  parts.push(Buffer.from([block.end]));
  return { type: 'image/gif', ...size, bytes: Buffer.concat(parts) };
}

function colourTableLength(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 0x07) + 1) : 0;
}

function endOfImage(
  file: Buffer,
  at: number,
  { width, height }: { width: number; height: number },
): number {
  const descriptor = slice(file, at, 10);
  const right = descriptor.readUInt16LE(1) + descriptor.readUInt16LE(5);
  const bottom = descriptor.readUInt16LE(3) + descriptor.readUInt16LE(7);
  if (right > width || bottom > height) throw new BrokenImage('A frame leaves the picture.');
  // One byte of code size stands before the pieces.
  return endOfPieces(file, at + 10 + colourTableLength(descriptor[9] ?? 0) + 1);
}

/** Behind the empty piece that ends a block's data. */
function endOfPieces(file: Buffer, from: number): number {
  let at = from;
  for (;;) {
    const length = slice(file, at, 1)[0] ?? 0;
    at += 1 + length;
    if (length === 0) return at;
  }
}

/** Comments, texts and what applications add are left out. */
function isKept(file: Buffer, at: number): boolean {
  const label = file[at + 1];
  if (label === extension.graphicControl) return true;
  const name = file.toString('latin1', at + 3, at + 14);
  // Its one piece of three bytes and no more: room for nothing else.
  return (
    label === extension.application && loops.includes(name) && endOfPieces(file, at + 2) - at === 19
  );
}
