import { z } from 'zod';
import type { SingleSignOnParts } from '../parts.ts';
import { openSecret } from '../secrets.ts';
import type { RequestRow } from '../tables.ts';
import { admitPerson } from './admit-person.ts';
import { writeBrowserCookie } from './browser-cookie.ts';
import { oidcClientOf } from './clients.ts';
import { type Ending, endingWell } from './refusal.ts';
import { requireSameBrowser, takeAnswer } from './take-answer.ts';

export interface Arrival {
  providerId: string;
  browserToken: string | null;
  userAgent: string | null;
  requestId: string;
  baseUrl: string;
}

const sealedBinding = z.object({ nonce: z.string(), codeVerifier: z.string() });

/** The way back from an OpenID Connect provider: the code is redeemed at the one that was asked. */
export function completeOidc(
  parts: SingleSignOnParts,
  arrival: Arrival,
  query: Readonly<Record<string, string>>,
): Promise<Ending> {
  return endingWell(parts, arrival, async () => {
    const { request, provider } = await takeAnswer(parts, {
      token: query['state'],
      providerId: arrival.providerId,
      kind: 'oidc',
      stage: 'asked',
    });
    requireSameBrowser(request, arrival.browserToken);
    const client = oidcClientOf(parts.box, provider, request.baseUrl);
    const binding = { ...bindingOf(parts, request), state: query['state'] ?? '' };
    const person = await parts.oidc.redeem(client, binding, query);
    const cookie = await admitPerson(parts, { ...arrival, provider, person });
    return signedIn(parts, request, cookie);
  });
}

function bindingOf({ box }: SingleSignOnParts, request: RequestRow) {
  const opened = openSecret(
    box,
    'sso_requests.content_sealed',
    request,
    request.contentSealed ?? '',
  );
  return sealedBinding.parse(JSON.parse(opened));
}

/** To the page that the person was on the way to, with the session; the browser's tie is undone. */
export function signedIn(parts: SingleSignOnParts, request: RequestRow, cookie: string): Ending {
  return {
    location: new URL(request.returnTo, request.baseUrl).href,
    cookies: [cookie, writeBrowserCookie('', 0, parts.secure)],
  };
}
