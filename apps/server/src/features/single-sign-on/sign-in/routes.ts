import type { Routes } from '../../../kernel/http/routes.ts';
import * as operations from '../operations.ts';
import type { SingleSignOnParts } from '../parts.ts';
import { readBrowserCookie } from './browser-cookie.ts';
import { samlServiceOf } from './clients.ts';
import { type Arrival, completeOidc } from './complete-oidc.ts';
import { finishSaml, receiveSamlAnswer } from './complete-saml.ts';
import type { Ending } from './refusal.ts';
import { startSignIn } from './start-sign-in.ts';

export function mountSignIn(routes: Routes, parts: SingleSignOnParts): void {
  routes.public(operations.startSso, async ({ body, baseUrl, answerHeaders }) => {
    const { email, returnTo = '/' } = body;
    const { redirectUrl, cookie } = await startSignIn(parts, { email, returnTo, baseUrl });
    answerHeaders.append('set-cookie', cookie);
    return { redirectUrl };
  });

  routes.public(operations.completeOidc, async ({ query, answerHeaders, ...request }) => {
    const given = Object.entries(query).filter((pair): pair is [string, string] => !!pair[1]);
    const ending = await completeOidc(parts, arrivalOf(request), Object.fromEntries(given));
    return redirect(ending, 302, answerHeaders);
  });

  routes.public(operations.receiveSamlAnswer, async ({ body, answerHeaders, ...request }) => {
    const ending = await receiveSamlAnswer(parts, arrivalOf(request), body);
    return redirect(ending, 303, answerHeaders);
  });

  routes.public(operations.finishSaml, async ({ query, answerHeaders, ...request }) => {
    const ending = await finishSaml(parts, arrivalOf(request), query.ticket);
    return redirect(ending, 302, answerHeaders);
  });

  // The same for every id, known or not: it says where we are and nothing about anybody.
  routes.public(operations.getSamlMetadata, async ({ params, baseUrl }) => {
    const service = samlServiceOf({ id: params.providerId }, baseUrl);
    return new Response(parts.saml.metadata(service), {
      headers: { 'content-type': 'application/samlmetadata+xml; charset=utf-8' },
    });
  });
}

function arrivalOf(request: {
  params: { providerId: string };
  headers: Headers;
  requestId: string;
  baseUrl: string;
}): Arrival {
  const { params, headers, requestId, baseUrl } = request;
  return {
    providerId: params.providerId,
    browserToken: readBrowserCookie(headers.get('cookie')),
    userAgent: headers.get('user-agent')?.slice(0, 300) ?? null,
    requestId,
    baseUrl,
  };
}

function redirect({ location, cookies }: Ending, status: 302 | 303, answerHeaders: Headers) {
  for (const cookie of cookies) answerHeaders.append('set-cookie', cookie);
  return new Response(null, { status, headers: { location } });
}
