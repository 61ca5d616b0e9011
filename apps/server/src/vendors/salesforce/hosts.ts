import { CrmFailure } from '../port.ts';

/**
 * Domains that Salesforce alone can hand out names under and that serve its login and its API:
 * commercial cloud, government cloud (`.mil`), My Domains of before 2021 (`cloudforce`) and China.
 * `force.com` is not among them: it serves customers' own sites and no instance URL.
 * Sources: the vendor's own tools (sfdx-core, `sfdcUrl.ts`) and the hosts in its documentation.
 */
const domains = [
  'salesforce.com',
  'salesforce.mil',
  'cloudforce.com',
  'cloudforce.mil',
  'sfcrmproducts.cn',
];

/** Whether a URL is https, without credentials or an odd port, on a host of Salesforce. */
export function isSalesforceUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isPlain = url.username === '' && url.password === '' && url.port === '';
  const isHost = domains.some((domain) => url.hostname.endsWith(`.${domain}`));
  return url.protocol === 'https:' && isPlain && isHost;
}

/**
 * The origin that a token may be sent to, from the `instance_url` of a token answer.
 *
 * It is under one of the domains above or has the login URL's origin (the operator's own setting,
 * the demo CRMs).
 * @throws CrmFailure `untrusted` for anything else
 */
export function trustedOrigin(instanceUrl: string, loginUrl: string): string {
  const origin = URL.canParse(instanceUrl) ? new URL(instanceUrl).origin : null;
  const isLoginHost = URL.canParse(loginUrl) && new URL(loginUrl).origin === origin;
  if (origin !== null && (isLoginHost || isSalesforceUrl(instanceUrl))) return origin;
  throw new CrmFailure('untrusted', {
    message: 'Salesforce named an instance address that is not one of its own.',
  });
}
