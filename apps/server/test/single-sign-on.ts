/** Single sign-on in tests: domains proven, providers set up, and a browser that keeps its cookies. */
import type { OidcProvider, SamlPost, SamlProvider } from '../../../simulators/index.ts';
import { type Client, createClient } from './client.ts';
import type { TestApp } from './harness.ts';
import type { AuditEntry } from './integrations.ts';

/** Claims and proves a domain. @returns its id */
export async function proveDomain(t: TestApp, owner: Client, domain: string): Promise<string> {
  const claimed = await owner.post('/api/sso/domains', { domain });
  if (claimed.status !== 200) throw new Error(`No claim: ${claimed.text}`);
  const { id, record } = claimed.body.domain;
  t.dns.txt.set(record.name, [record.value]);
  const proven = await owner.post(`/api/sso/domains/${id}/verify`);
  if (proven.status !== 200) throw new Error(`Not proven: ${proven.text}`);
  return String(id);
}

type Choices = Record<string, unknown>;

/** @returns the provider as the API shows it */
export async function addOidcProvider(owner: Client, idp: OidcProvider, choices: Choices = {}) {
  const { issuer, clientId, clientSecret } = idp;
  return add(owner, {
    kind: 'oidc',
    name: 'Simulated',
    issuer,
    clientId,
    clientSecret,
    ...choices,
  });
}

/** @returns the provider as the API shows it */
export async function addSamlProvider(owner: Client, idp: SamlProvider, choices: Choices = {}) {
  const { entityId, ssoUrl, keys } = idp;
  const certificates = [keys.certificate];
  return add(owner, {
    kind: 'saml',
    name: 'Simulated',
    entityId,
    ssoUrl,
    certificates,
    ...choices,
  });
}

async function add(owner: Client, body: Choices) {
  const answer = await owner.post('/api/sso/providers', body);
  if (answer.status !== 200) throw new Error(`No provider: ${answer.text}`);
  return answer.body.provider;
}

/** Where a sign-in ended. */
export interface SsoEnd {
  /** Null when it went well. */
  outcome: string | null;
  location: string;
  /** With the session, if one was given. */
  client: Client;
}

/** A browser: keeps cookies, follows our redirects by hand. */
export class Browser {
  readonly #url: string;
  readonly cookies = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  async start(email: string, returnTo?: string): Promise<string> {
    const answer = await this.send('/api/auth/sso/start', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, ...(returnTo !== undefined && { returnTo }) }),
    });
    const body: unknown = await answer.json();
    if (answer.status !== 200) throw new Error(`No start: ${JSON.stringify(body)}`);
    return String(Reflect.get(Object(body), 'redirectUrl'));
  }

  /** Goes where a provider sent it. */
  async arrive(location: string): Promise<SsoEnd> {
    const { pathname, search } = new URL(location);
    return this.#end(await this.send(`${pathname}${search}`));
  }

  /** Posts a provider's form as a page of its would, then follows with what cookies it has. */
  async post({ acsUrl, form }: SamlPost): Promise<SsoEnd> {
    const answer = await this.postForm(new URL(acsUrl).pathname, form);
    const location = answer.headers.get('location') ?? '';
    if (!location.includes('/finish?')) return this.#end(answer);
    return this.arrive(location);
  }

  postForm(path: string, form: Record<string, string>): Promise<Response> {
    return this.send(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'https://idp.example',
        'sec-fetch-site': 'cross-site',
        // Browsers keep Lax cookies to themselves when another site posts.
        cookie: '',
      },
      body: new URLSearchParams(form).toString(),
    });
  }

  async send(path: string, options: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(path, this.#url), {
      redirect: 'manual',
      ...options,
      headers: { cookie, ...options.headers },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const value = pair.slice(at + 1);
      if (value === '') this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), value);
    }
    return answer;
  }

  #end(answer: Response): SsoEnd {
    const location = answer.headers.get('location') ?? '';
    const session = this.cookies.get('session_token');
    return {
      location,
      outcome: new URL(location, this.#url).searchParams.get('outcome'),
      client: createClient(this.#url, session ? `session_token=${session}` : null),
    };
  }
}

/** The whole way through an OpenID Connect provider. */
export async function signInByOidc(t: TestApp, idp: OidcProvider, email: string): Promise<SsoEnd> {
  const browser = new Browser(t.url);
  return browser.arrive(await idp.visit(await browser.start(email)));
}

/** The whole way through a SAML provider. */
export async function signInBySaml(t: TestApp, idp: SamlProvider, email: string): Promise<SsoEnd> {
  const browser = new Browser(t.url);
  return browser.post(idp.visit(await browser.start(email)));
}

/** Refused sign-ins of the organization, newest first. */
export async function refusalsOf(owner: Client): Promise<AuditEntry[]> {
  const answer = await owner.get('/api/audit-log?limit=200');
  const entries: AuditEntry[] = answer.body.entries;
  return entries.filter(({ action }) => action === 'sso.refused');
}
