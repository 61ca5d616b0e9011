import { cleanGif, isGif } from './gif.ts';
import { BrokenImage, type CleanImage } from './image.ts';
import { cleanJpeg, isJpeg } from './jpeg.ts';
import { cleanPng, isPng } from './png.ts';
import { cleanWebp, isWebp } from './webp.ts';

const formats = [
  { is: isPng, clean: cleanPng },
  { is: isJpeg, clean: cleanJpeg },
  { is: isGif, clean: cleanGif },
  { is: isWebp, clean: cleanWebp },
] as const;

/** Of a picture, once decoded (spec 09). */
const maximumPixels = 25_000_000;

/**
 * The image by its content, whatever it is called, made anew from its known parts. Nothing is
 * unpacked or decoded: a picture costs what its file costs.
 * @returns the image, or why it is none that we take
 */
export function cleanImage(file: Buffer): CleanImage | 'unknown' | 'broken' | 'too_many_pixels' {
  const format = formats.find(({ is }) => is(file));
  if (!format) return 'unknown';
  try {
    const image = format.clean(file);
    const pixels = image.width * image.height;
    if (pixels === 0) return 'broken';
    return pixels > maximumPixels ? 'too_many_pixels' : image;
  } catch (error) {
    if (error instanceof BrokenImage) return 'broken';
    throw error;
  }
}
