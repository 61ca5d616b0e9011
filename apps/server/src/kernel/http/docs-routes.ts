/** The contract for machines and people: /api/openapi.json, /api/docs, /llms.txt. */

import { createHash } from 'node:crypto';
import { docsStyle, renderDocs } from './docs-page.ts';
import { contentSecurityPolicy } from './headers.ts';
import { frameAnswer, requireOwnHost } from './middleware.ts';
import type { OwnOrigin } from './origin.ts';
import type { ApiRouter } from './router.ts';

const styleHash = `sha256-${createHash('sha256').update(docsStyle).digest('base64')}`;

export function mountDocs(
  api: ApiRouter,
  { origin, secure }: { origin: OwnOrigin; secure: boolean },
): void {
  const { router } = api;
  let page: string | null = null;
  const headers = {
    'cache-control': 'no-cache',
    'content-security-policy': contentSecurityPolicy,
  };

  router.on(
    'GET',
    ['/api/openapi.json', '/api/docs', '/llms.txt'],
    frameAnswer(secure),
    requireOwnHost(origin),
  );

  router.get('/api/openapi.json', (context) => {
    const document = api.document(origin.baseUrl(context.req.header('host')));
    return new Response(JSON.stringify(document), {
      headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
    });
  });

  router.get('/api/docs', async () => {
    page ??= await renderDocs(api.operations.map(({ operation }) => operation));
    return new Response(page, {
      headers: {
        ...headers,
        'content-security-policy': `${contentSecurityPolicy}; style-src '${styleHash}'`,
        'content-type': 'text/html; charset=utf-8',
      },
    });
  });

  router.get('/llms.txt', (context) => {
    const base = origin.baseUrl(context.req.header('host'));
    return new Response(index(base, api), {
      headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' },
    });
  });
}

/** An index in the form of llmstxt.org: title, summary, sections of links. */
function index(base: string, api: ApiRouter): string {
  const lines = api.operations.map(
    ({ operation }) =>
      `- [${operation.method.toUpperCase()} ${operation.path}](${base}/api/docs#${operation.id}): ${operation.summary}`,
  );
  return [
    '# PartnerOS',
    '',
    '> Partner relationship management with two-way CRM sync. JSON over HTTP, session cookie or bearer token.',
    '',
    '## Docs',
    '',
    `- [OpenAPI 3.1 document](${base}/api/openapi.json): every operation, its input, answers, errors and limits`,
    `- [Reference for people](${base}/api/docs): the same as a page`,
    '',
    '## Operations',
    '',
    ...lines,
    '',
  ].join('\n');
}
