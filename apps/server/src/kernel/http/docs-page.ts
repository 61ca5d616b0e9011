/** The reference page: one section per operation, made from the same declarations. No script. */
import { errorStatus } from '@partneros/contract/errors';
import { html, raw } from 'hono/html';
import { z } from 'zod';
import { limitClasses } from './limits.ts';
import { errorCodesOf } from './openapi.ts';
import type { Operation } from './routes.ts';

type Markup = ReturnType<typeof html>;

export async function renderDocs(operations: readonly Operation[]): Promise<string> {
  const byTag = Map.groupBy(operations, ({ tag }) => tag);
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>PartnerOS API</title>
<style>${raw(docsStyle)}</style>
</head>
<body>
<nav aria-label="Operations">
<h1>PartnerOS API</h1>
<p><a href="/api/openapi.json">openapi.json</a></p>
${[...byTag].map(([tag, members]) => contents(tag, members))}
</nav>
<main>
<section id="conventions">
<h2>Conventions</h2>
<p>JSON in, JSON objects out. Sign in with <code>POST /api/auth/sign-in/email</code>; the cookie <code>session_token</code> is the only credential. Every answer carries <code>x-request-id</code>.</p>
<p>Errors are <code>{ "error": "A sentence.", "code": "stable_code", "details": [{ "path", "message" }] }</code>.
Limited answers carry <code>RateLimit-Policy: "read";q=600;w=60</code> and <code>RateLimit: "read";r=599;t=42</code>; a 429 adds <code>Retry-After</code>.
Lists take <code>limit</code> (1–200) and <code>cursor</code>, and answer <code>nextCursor</code>.</p>
</section>
${operations.map(section)}
</main>
</body>
</html>`;
  return page.toString();
}

function contents(tag: string, operations: readonly Operation[]): Markup {
  return html`<h2>${tag}</h2><ul>${operations.map(
    ({ id, summary }) => html`<li><a href="#${id}">${summary}</a></li>`,
  )}</ul>`;
}

function section(operation: Operation): Markup {
  const { id, method, path, summary, description, limit, access } = operation;
  return html`<section id="${id}">
<h2>${summary}</h2>
<p class="line"><code><b>${method.toUpperCase()}</b> ${path}</code></p>
${description ? html`<p>${description}</p>` : ''}
<dl>
<dt>Who</dt><dd>${whoOf(access)}</dd>
<dt>Limit</dt><dd>${limit}: ${limitClasses[limit].perMinute} a minute</dd>
<dt>Errors</dt><dd>${errorsOf(operation)}</dd>
</dl>
${schemaOf('Query', operation.query)}
${schemaOf('Body', operation.body)}
${answerOf(operation.answer)}
</section>`;
}

function answerOf(answer: Operation['answer']): Markup {
  if (answer.kind === 'redirect') return html`<p>Answers with a redirect.</p>`;
  if (answer.kind === 'document') return html`<p>Answers with ${answer.media}.</p>`;
  return html`${schemaOf(answer.kind === 'events' ? 'Events' : 'Answer', answer.schema)}`;
}

function whoOf(access: Operation['access']): string {
  if (access === 'public') return 'Anybody';
  return access === 'signed_in' ? 'Anybody who is signed in' : `Permission ${access}`;
}

function errorsOf(operation: Operation): string {
  return errorCodesOf(operation)
    .map((code) => `${errorStatus[code]} ${code}`)
    .join(', ');
}

function schemaOf(title: string, schema: z.ZodType | undefined): Markup | string {
  if (!schema) return '';
  const json = JSON.stringify(
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
    null,
    2,
  );
  return html`<details><summary>${title}</summary><pre>${json}</pre></details>`;
}

/** The page's only style; its hash is what the content security policy lets through. */
export const docsStyle = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 15%, transparent); }
body { margin: 0; font: 15px/1.55 system-ui, sans-serif; display: grid; grid-template-columns: 18rem 1fr; }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem; box-sizing: border-box; border-right: 1px solid var(--line); font-size: 13px; }
nav h1 { font-size: 1.1rem; margin: 0; } nav h2 { font-size: .8rem; margin: 1.2rem 0 .3rem; opacity: .7; }
nav ul { list-style: none; margin: 0; padding: 0; } nav li { margin: .25rem 0; }
a { color: inherit; text-underline-offset: 2px; }
main { padding: 1.5rem 2.5rem 6rem; max-width: 56rem; min-width: 0; }
section { padding: 1.2rem 0; border-bottom: 1px solid var(--line); }
h2 { font-size: 1.1rem; margin: 0 0 .4rem; }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
pre { overflow: auto; padding: .8rem; border: 1px solid var(--line); border-radius: 6px; max-height: 30rem; }
dl { display: grid; grid-template-columns: 5rem 1fr; gap: .2rem 1rem; margin: .6rem 0; } dt { opacity: .7; } dd { margin: 0; }
summary { cursor: pointer; }
@media (max-width: 50rem) { body { display: block; } nav { position: static; height: auto; } main { padding: 1.5rem; } }
`;
