/** A user at the consent page, without a browser: for tests and for the demonstration program. */
export interface Consent {
  /** Key or id of the org or portal to choose. */
  account: string;
  decision?: 'allow' | 'deny';
}

/**
 * Opens the page at `authorizeUrl`, chooses an account, presses a button, and gives back the address
 * that the page then sends the browser to: the app's redirect address with `code` and `state`, or
 * with `error`. Throws when the page shows an error instead of a form.
 */
export async function giveConsent(authorizeUrl: string, consent: Consent): Promise<string> {
  const page = await fetch(authorizeUrl, { redirect: 'manual' });
  const location = page.headers.get('location');
  if (location !== null) return location;
  const text = await page.text();
  if (!page.ok) throw new Error(`the consent page answered ${page.status}: ${text}`);
  const action = /<form method="post" action="([^"]+)"/.exec(text)?.[1] ?? '';
  const field = /<input type="radio" name="(\w+)"/.exec(text)?.[1] ?? '';
  const form = new URLSearchParams(hiddenInputs(text));
  form.set(field, consent.account);
  form.set('decision', consent.decision ?? 'allow');
  const answer = await fetch(new URL(action, authorizeUrl), {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  const target = answer.headers.get('location');
  if (target === null) throw new Error(`the consent page answered ${answer.status}`);
  return target;
}

function hiddenInputs(page: string): [string, string][] {
  const inputs = page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g);
  return [...inputs].map(([, name = '', value = '']) => [name, unescapeHtml(value)]);
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
