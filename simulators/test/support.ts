/** What the simulators' tests share: a CRM client as plain as can be. */
import { createHash, randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { giveConsent } from '../consent.ts';
import { type DemoCrmOptions, type DemoCrms, startDemoCrms } from '../index.ts';

export const REDIRECT = 'http://localhost:3000/api/callback';

export const SALESFORCE_APP = {
  client_id: 'partneros-demo-salesforce',
  client_secret: 'demo-secret-salesforce',
};

export const HUBSPOT_APP = {
  client_id: 'partneros-demo-hubspot',
  client_secret: 'demo-secret-hubspot',
};

export const HUBSPOT_SCOPES =
  'oauth crm.objects.contacts.read crm.objects.companies.read crm.objects.deals.read';

/** A running pair of CRMs that ends with the test. */
export async function startCrms(options: DemoCrmOptions = {}): Promise<DemoCrms> {
  const crms = await startDemoCrms(options);
  onTestFinished(() => crms.close());
  return crms;
}

export function makePkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(48).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

export type Body = Record<string, unknown>;

export interface Answer {
  status: number;
  headers: Headers;
  body: Body;
}

export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const body = (text === '' ? {} : JSON.parse(text)) as Body; // tests look at single members only
  return { status: response.status, headers: response.headers, body };
}

export async function postForm(url: string, form: Record<string, string>): Promise<Answer> {
  return readAnswer(await fetch(url, { method: 'POST', body: new URLSearchParams(form) }));
}

export async function get(
  url: string,
  token: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return readAnswer(
    await fetch(url, { headers: { authorization: `Bearer ${token}`, ...headers } }),
  );
}

export function text(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw new Error(`${name} is no text: ${JSON.stringify(body)}`);
  return value;
}

export interface Tokens {
  access: string;
  refresh: string;
  body: Body;
}

function tokensOf(answer: Answer): Tokens {
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  const refresh = answer.body['refresh_token'];
  return {
    access: text(answer.body, 'access_token'),
    refresh: typeof refresh === 'string' ? refresh : '',
    body: answer.body,
  };
}

export function authorizeUrl(
  crms: DemoCrms,
  crm: 'salesforce' | 'hubspot',
  more: Record<string, string> = {},
): string {
  const isSalesforce = crm === 'salesforce';
  const url = new URL(isSalesforce ? '/services/oauth2/authorize' : '/oauth/authorize', crms.url);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: isSalesforce ? SALESFORCE_APP.client_id : HUBSPOT_APP.client_id,
    redirect_uri: REDIRECT,
    scope: isSalesforce ? 'api refresh_token' : HUBSPOT_SCOPES,
    state: 'st&te "1"',
    ...more,
  }).toString();
  return url.toString();
}

export async function getCode(
  crms: DemoCrms,
  crm: 'salesforce' | 'hubspot',
  account: string,
  more: Record<string, string> = {},
): Promise<string> {
  const target = await giveConsent(authorizeUrl(crms, crm, more), { account });
  return new URL(target).searchParams.get('code') ?? '';
}

export async function connectSalesforce(
  crms: DemoCrms,
  org: string,
  app: { client_id: string; client_secret: string } = SALESFORCE_APP,
): Promise<Tokens> {
  const { verifier, challenge } = makePkce();
  const code = await getCode(crms, 'salesforce', org, {
    client_id: app.client_id,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const form = { ...app, grant_type: 'authorization_code', code, redirect_uri: REDIRECT };
  const url = `${crms.url}/services/oauth2/token`;
  return tokensOf(await postForm(url, { ...form, code_verifier: verifier }));
}

export async function refreshSalesforce(
  crms: DemoCrms,
  refresh_token: string,
  app: { client_id: string; client_secret: string } = SALESFORCE_APP,
): Promise<Answer> {
  return postForm(`${crms.url}/services/oauth2/token`, {
    ...app,
    grant_type: 'refresh_token',
    refresh_token,
  });
}

export async function connectHubspot(
  crms: DemoCrms,
  portal: string,
  more: Record<string, string> = {},
): Promise<Tokens> {
  const code = await getCode(crms, 'hubspot', portal, more);
  const form = { ...HUBSPOT_APP, grant_type: 'authorization_code', code, redirect_uri: REDIRECT };
  return tokensOf(await postForm(`${crms.url}/oauth/2026-03/token`, form));
}
