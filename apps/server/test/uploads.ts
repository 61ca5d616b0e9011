/** Uploads as browsers send them. */
import type { Answer, Client } from './client.ts';

export interface Upload {
  content: Buffer;
  name?: string;
  purpose?: 'image' | 'document';
  partnerId?: string;
  type?: string;
}

/** Sends a file as one part of a form. */
export function upload(url: string, client: Client, wish: Upload): Promise<Answer> {
  const { content, name = 'file.bin', purpose = 'document', partnerId } = wish;
  const form = new FormData();
  const type = wish.type ?? 'application/octet-stream';
  form.set('file', new Blob([Uint8Array.from(content)], { type }), name);
  return sendForm(url, client, form, { purpose, ...(partnerId && { partnerId }) });
}

export async function sendForm(
  url: string,
  client: Client,
  body: FormData | string,
  query: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const target = new URL('/api/files', url);
  target.search = new URLSearchParams(query).toString();
  const response = await fetch(target, {
    method: 'POST',
    body,
    headers: { cookie: client.cookie ?? '', ...headers },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
}

/** The bytes of a file and the answer that brought them. */
export async function download(url: string, client: Client, path: string, etag?: string) {
  const response = await fetch(new URL(path, url), {
    headers: { cookie: client.cookie ?? '', ...(etag && { 'if-none-match': etag }) },
  });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}
