/** People of their own for tests about accounts, and the browsers they use. */
import { codeAt, stepAt } from '../src/features/identity/two-factor/totp.ts';
import { type Client, createClient } from './client.ts';
import type { TestApp } from './harness.ts';
import { addOrganization } from './organizations.ts';
import { testPassword } from './secrets.ts';

/** A client that keeps every cookie, as a browser does. */
export interface Browser extends Client {
  cookies: Map<string, string>;
}

export function createBrowser(url: string): Browser {
  const client = createClient(url);
  const cookies = new Map<string, string>();
  const send = client.request;
  client.request = async (method, path, options = {}) => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const headers = { ...(cookie !== '' && { cookie }), ...options.headers };
    const answer = await send(method, path, { ...options, headers });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  return Object.assign(client, { cookies });
}

export interface Person {
  userId: string;
  email: string;
  organizationId: string;
}

/** Somebody with an organization of their own, whose account other tests leave alone. */
export async function addPerson(t: TestApp): Promise<Person> {
  const { owner, id } = await addOrganization(t, 'An organization of one');
  return { ...owner, organizationId: id };
}

/** Signs in; with the known device and whatever else the browser holds. */
export async function signInWith(
  browser: Browser,
  email: string,
  password = testPassword,
): Promise<Browser> {
  const answer = await browser.post('/api/auth/sign-in/email', { email, password });
  if (answer.status !== 200) throw new Error(`Sign-in failed: ${answer.text}`);
  return browser;
}

/** The token of the link in the newest mail to the address. */
export async function tokenFor(t: TestApp, address: string, past = 0): Promise<string> {
  const { text } = await t.mailTo(address, past);
  const token = /\?token=([\w-]+)/.exec(text)?.[1];
  if (token === undefined) throw new Error(`No link in the mail: ${text}`);
  return token;
}

/** The code that an authenticator app shows at the time. */
export function appCode(secret: string, moment = new Date()): string {
  return codeAt(secret, stepAt(moment));
}

/** A person with a second factor, signed in. */
export async function addCarefulPerson(
  t: TestApp,
  moment = new Date(),
): Promise<Person & { browser: Browser; secret: string; backupCodes: string[] }> {
  const person = await addPerson(t);
  const browser = await signInWith(createBrowser(t.url), person.email);
  const { body } = await browser.post('/api/auth/two-factor/begin');
  const code = appCode(body.secret, moment);
  const enabled = await browser.post('/api/auth/two-factor/enable', { code });
  // As if that had been a while ago: the code of the moment is still to be used.
  await t.db.asOwner('update second_factors set last_step = 0 where user_id = $1', [person.userId]);
  if (enabled.status !== 200) throw new Error(`The factor was not turned on: ${enabled.text}`);
  return { ...person, browser, secret: body.secret, backupCodes: enabled.body.backupCodes };
}

let strangers = 0;

/** An address that nobody has. */
export function newAddress(): string {
  strangers += 1;
  return `stranger-${strangers}-${Date.now()}@new.example`;
}

export const newPassword = 'a quite unusual phrase';

/** Signs up in a browser of its own. */
export async function signUpAs(t: TestApp, email: string, name = 'Sam Stranger'): Promise<Browser> {
  const browser = createBrowser(t.url);
  const answer = await browser.post('/api/auth/sign-up', {
    ...{ name, email, password: newPassword, organizationName: `Organization of ${name}` },
  });
  if (answer.status !== 202) throw new Error(`Sign-up failed: ${answer.text}`);
  return browser;
}
