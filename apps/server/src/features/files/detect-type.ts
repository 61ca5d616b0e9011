import { looksLikeText } from './rules.ts';

/** The type of a document by its first bytes; the file itself is never opened or unpacked. */
export async function detectType(head: Buffer): Promise<string> {
  const { fileTypeFromBuffer } = await import('file-type');
  // A head is cut somewhere: what stops the reader there is not the document's fault.
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  if (found) return found.mime;
  return looksLikeText(head) ? 'text/plain' : 'application/octet-stream';
}
