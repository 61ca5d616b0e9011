/** Connecting a demo CRM as a person does: authorise, choose an account, allow, come back. */
import { giveConsent } from '../../../simulators/index.ts';
import type { Client } from './client.ts';

export type Platform = 'salesforce' | 'hubspot';

/** Answers the consent page of a demo CRM. @returns the address it sends the browser back to */
export async function consent(
  authorizeUrl: string,
  choice: { account: string; decision?: 'allow' | 'deny' },
): Promise<URL> {
  return new URL(await giveConsent(authorizeUrl, choice));
}

/** Begins a connect. @returns the consent page's address */
export async function authorize(
  client: Client,
  platform: Platform,
  body: Record<string, unknown> = { environment: 'demo' },
): Promise<string> {
  const answer = await client.post(`/api/integrations/${platform}/authorize`, body);
  if (answer.status !== 200) throw new Error(`Authorise failed: ${answer.text}`);
  return String(answer.body.url);
}

export interface Connected {
  outcome: string | null;
  connectionId: string;
}

/** The whole connect. */
export async function connect(
  client: Client,
  platform: Platform,
  account: string,
): Promise<Connected> {
  const back = await consent(await authorize(client, platform), { account });
  return comeBack(client, back);
}

/** Follows the redirect to our callback with the client's cookie. */
export async function comeBack(client: Client, back: URL): Promise<Connected> {
  const answer = await client.get(`${back.pathname}${back.search}`);
  const location = new URL(answer.headers.get('location') ?? '', back);
  return {
    outcome: location.searchParams.get('outcome'),
    connectionId: location.searchParams.get('connection') ?? '',
  };
}
