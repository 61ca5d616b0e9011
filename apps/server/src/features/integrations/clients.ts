/**
 * In whose name and at which hosts a CRM is called: the connection's own client, or the operator's
 * default from the environment, or the demo CRMs.
 */
import type {
  authorizeBody,
  Environment,
  Platform,
  PlatformOffer,
} from '@partneros/contract/integrations';
import type { z } from 'zod';
import { Problem } from '../../kernel/http/problem.ts';
import type { CrmVendor, OAuthClient } from '../../vendors/port.ts';

export interface ClientDefaults {
  clientId: string;
  clientSecret: string;
}

/** The operator's settings per platform; URLs are null when the vendor's own are meant. */
export interface CrmDefaults {
  salesforce: { loginUrl: string | null; client: ClientDefaults | null };
  hubspot: { appUrl: string | null; apiUrl: string | null; client: ClientDefaults | null };
  /** Origin of the demo CRMs and their built-in clients, while they run. */
  demo: { url: string; salesforce: ClientDefaults; hubspot: ClientDefaults } | null;
}

/** A client and which kind of account it leads to. */
export interface ChosenClient {
  environment: Environment;
  client: OAuthClient;
  /** Whether id and secret were entered for this connection (and are to be stored with it). */
  own: boolean;
}

type Wish = Omit<z.infer<typeof authorizeBody>, 'connectionId'>;

const salesforceHosts = {
  production: 'https://login.salesforce.com',
  sandbox: 'https://test.salesforce.com',
} as const;
const hubspotHosts = { app: 'https://app.hubspot.com', api: 'https://api.hubapi.com' };

/**
 * Chooses hosts and client for a new connect.
 * @throws Problem validation_failed for a login URL that is not Salesforce's; prerequisite_missing
 *   without a client or demo CRM to use
 */
export function chooseClient(
  { platform, trustsUrl }: Pick<CrmVendor, 'platform' | 'trustsUrl'>,
  wish: Wish,
  defaults: CrmDefaults,
): ChosenClient {
  const { environment, hosts } = chooseHosts({ platform, trustsUrl }, wish, defaults);
  const own = ownClient(wish);
  const fallback =
    environment === 'demo' ? (defaults.demo?.[platform] ?? null) : defaults[platform].client;
  const credentials = own ?? fallback;
  if (!credentials) {
    throw new Problem(
      'prerequisite_missing',
      `Enter the client id and secret of your ${platform === 'salesforce' ? 'Salesforce' : 'HubSpot'} app.`,
    );
  }
  return { environment, own: own !== null, client: { ...hosts, ...credentials } };
}

/**
 * The hosts that a wish leads to, whoever calls there.
 * @throws Problem as `chooseClient`
 */
export function chooseHosts(
  { platform, trustsUrl }: Pick<CrmVendor, 'platform' | 'trustsUrl'>,
  wish: Wish,
  defaults: CrmDefaults,
): { environment: Environment; hosts: Hosts } {
  const environment = wish.environment ?? defaultEnvironment(platform, wish, defaults);
  if (environment === 'demo') {
    if (wish.loginUrl) throw badLoginUrl('The demo CRM has one login address: leave this out.');
    return { environment, hosts: demoHosts(defaults) };
  }
  const hosts =
    platform === 'salesforce'
      ? salesforceLogin(environment, wish, defaults, trustsUrl)
      : hubspotLogin(wish, defaults);
  return { environment, hosts };
}

function defaultEnvironment(platform: Platform, wish: Wish, defaults: CrmDefaults): Environment {
  if (wish.loginUrl) return 'custom';
  const configured =
    platform === 'salesforce' ? defaults.salesforce.loginUrl : defaults.hubspot.appUrl;
  if (configured === salesforceHosts.sandbox) return 'sandbox';
  if (configured === salesforceHosts.production || configured === hubspotHosts.app) {
    return 'production';
  }
  if (configured) return 'custom';
  return defaults.demo && !ownClient(wish) && !defaults[platform].client ? 'demo' : 'production';
}

function demoHosts({ demo }: CrmDefaults): Hosts {
  if (demo) return { loginUrl: demo.url, apiUrl: demo.url, reach: 'trusted' };
  throw new Problem('prerequisite_missing', 'The demo CRMs run only when DEMO=1 is set.');
}

/** What can be connected with these settings. */
export function platformOffers(defaults: CrmDefaults): PlatformOffer[] {
  const demo: Environment[] = defaults.demo ? ['demo'] : [];
  return [
    {
      platform: 'salesforce',
      environments: [...demo, 'production', 'sandbox', 'custom'],
      clientConfigured: defaults.salesforce.client !== null,
    },
    {
      platform: 'hubspot',
      environments: [...demo, 'production', 'sandbox'],
      clientConfigured: defaults.hubspot.client !== null,
    },
  ];
}

type Hosts = Pick<OAuthClient, 'loginUrl' | 'apiUrl' | 'reach'>;

function salesforceLogin(
  environment: Exclude<Environment, 'demo'>,
  wish: Wish,
  defaults: CrmDefaults,
  trustsUrl: CrmVendor['trustsUrl'],
): Hosts {
  if (wish.loginUrl) {
    return { loginUrl: checkedLoginUrl(wish.loginUrl, trustsUrl), apiUrl: null, reach: 'public' };
  }
  const configured = defaults.salesforce.loginUrl;
  if (environment !== 'custom') {
    const standard = salesforceHosts[environment];
    const trusted = configured === standard;
    return { loginUrl: standard, apiUrl: null, reach: trusted ? 'trusted' : 'public' };
  }
  if (configured) return { loginUrl: configured, apiUrl: null, reach: 'trusted' };
  throw badLoginUrl('Give the login URL of your org, such as https://acme.my.salesforce.com.');
}

function hubspotLogin(wish: Wish, { hubspot }: CrmDefaults): Hosts {
  if (wish.loginUrl) throw badLoginUrl('HubSpot has one login address: leave this out.');
  return {
    loginUrl: hubspot.appUrl ?? hubspotHosts.app,
    apiUrl: hubspot.apiUrl ?? hubspotHosts.api,
    reach: hubspot.apiUrl ? 'trusted' : 'public',
  };
}

function checkedLoginUrl(text: string, trustsUrl: CrmVendor['trustsUrl']): string {
  const url = new URL(text);
  const plain = url.pathname === '/' && url.search === '' && url.username === '' && url.port === '';
  if (!plain || !trustsUrl(text)) {
    throw badLoginUrl(
      'Must be an https address of Salesforce, such as https://acme.my.salesforce.com.',
    );
  }
  return url.origin;
}

function badLoginUrl(message: string): Problem {
  return new Problem('validation_failed', 'The request body is not valid.', {
    details: [{ path: 'loginUrl', message }],
  });
}

/**
 * Client id and secret as they were entered, or null when neither was.
 * @throws Problem validation_failed when only one of them was
 */
export function ownClient(wish: Wish): ClientDefaults | null {
  const { clientId, clientSecret } = wish;
  if (clientId === undefined && clientSecret === undefined) return null;
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret };
  throw new Problem('validation_failed', 'The request body is not valid.', {
    details: [
      {
        path: clientId === undefined ? 'clientId' : 'clientSecret',
        message: 'Client id and secret go together.',
      },
    ],
  });
}

/** The client of a stored connection or state: its own, else the default of its environment. */
export function storedClient(
  stored: {
    platform: Platform;
    environment: Environment;
    loginUrl: string;
    apiUrl: string | null;
    reach: OAuthClient['reach'];
    clientId: string | null;
    clientSecret: string | null;
  },
  defaults: CrmDefaults,
): OAuthClient {
  const { loginUrl, apiUrl, reach, clientId, clientSecret } = stored;
  if (clientId !== null && clientSecret !== null) {
    return { loginUrl, apiUrl, reach, clientId, clientSecret };
  }
  if (stored.environment === 'demo') {
    // The demo CRMs may run elsewhere by now: their hosts are looked up, not remembered.
    const hosts = demoHosts(defaults);
    if (defaults.demo) return { ...hosts, ...defaults.demo[stored.platform] };
  }
  const fallback = defaults[stored.platform].client;
  if (fallback) return { loginUrl, apiUrl, reach, ...fallback };
  throw new Problem('prerequisite_missing', 'The client of this connection is not configured.');
}
