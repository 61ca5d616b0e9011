/**
 * The way back from a SAML provider, in two steps. The answer is posted from the provider's site, and
 * a browser sends no `Lax` cookie with that: it is checked and put aside under a ticket. The GET that
 * follows carries the cookie, and only the browser that began gets the session.
 */
import { z } from 'zod';
import { randomToken, sha256 } from '../../../kernel/crypto/tokens.ts';
import { systemScope } from '../../../kernel/db/scope.ts';
import { newId } from '../../../kernel/ids.ts';
import type { SamlAssertion } from '../../../vendors/single-sign-on/port.ts';
import type { SingleSignOnParts } from '../parts.ts';
import { openSecret, sealSecret } from '../secrets.ts';
import type { ProviderRow, RequestRow } from '../tables.ts';
import { admitPerson } from './admit-person.ts';
import { samlProviderOf, samlServiceOf } from './clients.ts';
import { type Arrival, signedIn } from './complete-oidc.ts';
import { type Ending, endingWell, Refusal } from './refusal.ts';
import { insertRequest, useAssertion } from './requests.ts';
import { samlRequestId } from './start-sign-in.ts';
import { requireSameBrowser, takeAnswer } from './take-answer.ts';

const ticketSeconds = 60;

const sealedPerson = z.object({
  subject: z.string(),
  email: z.string().nullable(),
  emailVerified: z.boolean(),
  name: z.string().nullable(),
});

/** Checks the posted answer. */
export function receiveSamlAnswer(
  parts: SingleSignOnParts,
  arrival: Omit<Arrival, 'browserToken' | 'userAgent'>,
  form: { SAMLResponse?: string | undefined; RelayState?: string | undefined },
): Promise<Ending> {
  const { providerId } = arrival;
  return endingWell(parts, arrival, async () => {
    const { request, provider } = await takeAnswer(parts, {
      token: form.RelayState,
      providerId,
      kind: 'saml',
      stage: 'asked',
    });
    const assertion = await parts.saml.check(
      samlProviderOf(provider),
      samlServiceOf(provider, request.baseUrl),
      {
        samlResponse: form.SAMLResponse ?? '',
        requestId: samlRequestId(request.id),
        now: parts.clock.now(),
      },
    );
    const ticket = await putAside(parts, { request, provider, assertion });
    const location = new URL(`/api/auth/sso/saml/${providerId}/finish`, request.baseUrl);
    location.searchParams.set('ticket', ticket);
    return { location: location.href, cookies: [] };
  });
}

async function putAside(
  parts: SingleSignOnParts,
  found: { request: RequestRow; provider: ProviderRow; assertion: SamlAssertion },
): Promise<string> {
  const { request, provider, assertion } = found;
  const ticket = randomToken();
  const { organizationId } = request;
  const place = { id: newId(), organizationId };
  const content = JSON.stringify(assertion.person);
  await parts.database.withOrganization(
    systemScope(organizationId, 'single-sign-on'),
    async (tx) => {
      const { assertionId, expiresAt } = assertion;
      if (!(await useAssertion(tx, { providerId: provider.id, assertionId, expiresAt }))) {
        throw new Refusal('answer_replayed');
      }
      await insertRequest(tx, {
        ...request,
        ...place,
        stateHash: sha256(ticket),
        stage: 'answered',
        contentSealed: sealSecret(parts.box, 'sso_requests.content_sealed', place, content),
        expiresAt: new Date(parts.clock.now().getTime() + ticketSeconds * 1000),
      });
    },
  );
  return ticket;
}

/** Gives the session to the browser that began. */
export function finishSaml(
  parts: SingleSignOnParts,
  arrival: Arrival,
  ticket: string | undefined,
): Promise<Ending> {
  return endingWell(parts, arrival, async () => {
    const { request, provider } = await takeAnswer(parts, {
      token: ticket,
      providerId: arrival.providerId,
      kind: 'saml',
      stage: 'answered',
    });
    requireSameBrowser(request, arrival.browserToken);
    const sealed = request.contentSealed ?? '';
    const opened = openSecret(parts.box, 'sso_requests.content_sealed', request, sealed);
    const person = sealedPerson.parse(JSON.parse(opened));
    const cookie = await admitPerson(parts, { ...arrival, provider, person });
    return signedIn(parts, request, cookie);
  });
}
