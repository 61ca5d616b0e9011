/**
 * Serves the built web application: hashed assets for ever, the page itself never cached. Any path
 * that is no file is a page of the application, which finds its way by the address.
 */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { Readable } from 'node:stream';
import { contentSecurityPolicy } from './headers.ts';
import { frameAnswer, requireOwnHost } from './middleware.ts';
import type { OwnOrigin } from './origin.ts';
import type { Router } from './routes.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** @param folder the built application; may be missing, then a page says how to build it */
export function serveWebApplication(
  router: Router,
  folder: string,
  { origin, secure }: { origin: OwnOrigin; secure: boolean },
): void {
  router.get('*', frameAnswer(secure), requireOwnHost(origin), (context) => {
    const response = fileResponse(folder, context.req.path) ?? pageResponse(folder);
    response.headers.set('content-security-policy', contentSecurityPolicy);
    return response;
  });
}

function fileResponse(folder: string, path: string): Response | null {
  const relative = normalize(decodePath(path)).replace(/^[/\\]+/, '');
  const file = join(folder, relative);
  const type = types[extname(file)];
  const inside = file.startsWith(`${folder}/`) && !relative.startsWith('..');
  if (!type || !inside || relative === 'index.html' || !existsSync(file)) return null;
  const { size } = statSync(file);
  // Assets carry a hash of their content in the name.
  const cache = relative.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  // The web stream types of node and of the DOM are the same thing under two names.
  const stream = Readable.toWeb(createReadStream(file)) as ReadableStream;
  return new Response(stream, {
    headers: { 'content-type': type, 'content-length': String(size), 'cache-control': cache },
  });
}

function pageResponse(folder: string): Response {
  const page = join(folder, 'index.html');
  if (!existsSync(page)) {
    return new Response('The web application is not built yet: run "npm run build".', {
      status: 503,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    });
  }
  return new Response(readFileSync(page), {
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' },
  });
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path).replaceAll('\0', '');
  } catch {
    return '/';
  }
}
