/** What is known of an image without decoding it. */
export interface CleanImage {
  type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
  width: number;
  height: number;
  /** The image again, from its known parts alone: no metadata, nothing before or behind. */
  bytes: Buffer;
}

/** The bytes are not a whole, well-formed image of the format. */
export class BrokenImage extends Error {
  override readonly name = 'BrokenImage';
}

/** A part of the file. @throws BrokenImage when the file ends before */
export function slice(file: Buffer, from: number, length: number): Buffer {
  if (length < 0 || from + length > file.length) throw new BrokenImage('The file ends too early.');
  return file.subarray(from, from + length);
}
