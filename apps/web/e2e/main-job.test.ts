import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, type JourneyBrowser, openBrowser, takePicture } from './browser.ts';
import { type Program, startProgram } from './program.ts';

let program: Program;
let browser: JourneyBrowser;
let page: Page;

beforeAll(async () => {
  program = await startProgram();
  browser = await openBrowser({ url: program.url });
  page = browser.page;
});

afterAll(async () => {
  await browser.close();
  await program.stop();
});

/** Waits until the page is complete; axe finds nothing in either theme; pictured if wanted. */
async function look(name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await settle();
    expect(await axeFindings(page), `${name}, ${colorScheme}`).toEqual([]);
  }
  await takePicture(page, name);
}

/** Until the page is drawn in the theme just chosen and short transitions are over. */
async function settle(): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 150))),
  );
}

async function signIn(who: string, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(`${who}@demo.example`);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Through the dialog and the demo CRM's consent page, back to the list. */
async function connect(crm: 'Salesforce' | 'HubSpot', decision: 'Allow' | 'Deny'): Promise<void> {
  await page.getByRole('button', { name: `Connect ${crm}` }).click();
  await look(`connect-${crm.toLowerCase()}`);
  await page.getByRole('radio', { name: /^Demo/ }).check();
  await page.getByRole('button', { name: `Continue to ${crm}` }).click();
  await page.getByRole('button', { name: decision, exact: true }).click();
  await page.getByRole('heading', { name: 'Integrations', level: 1 }).waitFor();
}

function card(crm: 'Salesforce' | 'HubSpot') {
  const words = crm === 'Salesforce' ? 'Salesforce org' : 'HubSpot portal';
  return page.getByRole('list', { name: 'Connections' }).getByRole('listitem').filter({
    hasText: words,
  });
}

/** The page of a connection, by way of the list. */
async function openConnection(crm: 'Salesforce' | 'HubSpot'): Promise<void> {
  await page.goto('/settings/integrations');
  await card(crm).getByRole('link', { name: /^Open/ }).click();
  await page.getByRole('navigation', { name: 'Connection' }).waitFor();
}

async function openTab(name: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Connection' })
    .getByRole('link', { name, exact: true })
    .click();
}

/** How many fields the list of objects promises for one of them. */
async function promisedFields(object: string): Promise<number> {
  const link = page
    .getByRole('navigation', { name: 'Objects' })
    .getByRole('link', { name: object });
  await link.first().click();
  const text = await link.first().textContent();
  return Number(/([\d,]+) fields/.exec(text ?? '')?.[1]?.replace(',', ''));
}

describe('the main job by mouse', () => {
  it('asks for a sign-in, says in words what is wrong, and goes where the visitor was going', async () => {
    await page.goto('/settings/integrations');
    await look('sign-in');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expectFocus('E-mail');
    await signIn('owner', 'not the password');
    await page.getByRole('alert').getByText('E-mail or password is wrong').waitFor();
    await expectFocus('Password');
    await look('sign-in-refused');
    await signIn('owner', program.password);
    await page.getByRole('heading', { name: 'Integrations', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/settings/integrations');
    expect(browser.troubles.splice(0)).toEqual([
      '401 /api/auth/session',
      '401 /api/auth/sign-in/email',
    ]);
    await page.getByText('No CRM is connected yet').waitFor();
    await look('integrations-empty');
  });

  it('tells in words that access was denied, and takes the code out of the address', async () => {
    await connect('HubSpot', 'Deny');
    await page.getByText('Access was not granted.').waitFor();
    await expect.poll(() => new URL(page.url()).search).toBe('');
    await look('integrations-denied');
  });

  it.each(['Salesforce', 'HubSpot'] as const)('connects %s', async (crm) => {
    await connect(crm, 'Allow');
    await page.getByText(`${crm} is connected.`).waitFor();
    await card(crm).getByText('Connected', { exact: true }).waitFor();
    await card(crm).getByText('DEMO').waitFor();
    await card(crm)
      .getByText(/^[1-9]\d* objects, [1-9][\d,]* fields$/)
      .waitFor();
    await look(`integrations-${crm.toLowerCase()}`);
  });

  it.each([
    ['Salesforce', 'Account', 'Industry'],
    ['HubSpot', 'Compan', 'domain'],
  ] as const)('shows the schema of %s', async (crm, object, field) => {
    await openConnection(crm);
    await look(`overview-${crm.toLowerCase()}`);
    await openTab('Schema');
    const count = await promisedFields(object);
    const table = page.getByRole('table');
    await table.waitFor();
    expect(count).toBeGreaterThan(20);
    expect(await table.getAttribute('aria-rowcount')).toBe(String(count + 1));
    await page.getByRole('searchbox').fill(field);
    await page.getByText(/^\d+ of \d+ fields$/).waitFor();
    await look(`schema-${crm.toLowerCase()}`);
    await table
      .getByRole('button', { name: new RegExp(field, 'i') })
      .first()
      .click();
    await page.getByRole('dialog').getByText('Writable').waitFor();
    await look(`field-${crm.toLowerCase()}`);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('reads a schema again with progress and tells what changed', async () => {
    await changeField({ change: 'change', name: 'Industry', field: { label: 'Line of business' } });
    await changeField({ change: 'remove', name: 'Fax' });
    await program.changeCrm('latency', { milliseconds: 300 });
    await openConnection('Salesforce');
    await openTab('Schema');
    await page.getByRole('button', { name: 'Refresh schema' }).click();
    await page.getByText('Account: reading…').waitFor();
    await page.getByText(/^Read \d+ objects with [\d,]+ fields\.$/).waitFor();
    await program.changeCrm('latency', { milliseconds: 0 });
    await page.getByText('1 field removed, 1 field changed.').waitFor();
    await look('schema-refreshed');
    await page.getByRole('link', { name: 'See the schema changes' }).click();
    const label = page.getByRole('row', { name: /^Label/ });
    await label.waitFor();
    expect(await label.getByRole('cell').allInnerTexts()).toEqual(['Industry', 'Line of business']);
    await page.getByText('No longer visible to the connected user.').waitFor();
    await look('schema-changes');
  });

  it('suggests pairs of fields, which are accepted, saved and confirmed', async () => {
    await openConnection('Salesforce');
    await openTab('Mapping');
    await page.getByRole('link', { name: /^Contact – Contact/ }).click();
    await page.getByRole('button', { name: 'Get suggestions' }).click();
    await page.getByRole('heading', { name: /^Confident \([1-9]/ }).waitFor();
    await look('mapping-suggestions');
    await page.getByRole('button', { name: /^Accept all/ }).click();
    const accepted = page.getByRole('heading', { name: /^Mapped fields \([1-9]/ });
    const title = await accepted.innerText();
    await page.getByRole('link', { name: 'Integrations' }).first().click();
    await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByText('The mapping is saved.').waitFor();
    await page.reload();
    expect(await accepted.innerText()).toBe(title);
    await page.getByRole('button', { name: 'Confirm mapping' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Confirm mapping' }).click();
    await page.getByText('The mapping is confirmed.').waitFor();
    await look('mapping-confirmed');
  });

  it('asks for the password before a sensitive act, then does it', async () => {
    await page.goto('/settings/integrations');
    await refuseOnce('**/authorize', 403, {
      error: 'Confirm who you are first.',
      code: 'confirmation_required',
    });
    await page.getByRole('button', { name: 'Connect HubSpot' }).click();
    await page.getByRole('radio', { name: /^Demo/ }).check();
    await page.getByRole('button', { name: 'Continue to HubSpot' }).click();
    const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
    await dialog.getByLabel('Password').fill('not the password');
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await dialog.locator('[aria-invalid=true]').waitFor();
    await look('confirm-identity');
    await dialog.getByLabel('Password').fill(program.password);
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('button', { name: 'Deny', exact: true }).click();
    await page.getByText('Access was not granted.').waitFor();
    expect(browser.troubles.splice(0)).toEqual([
      '403 /api/integrations/hubspot/authorize',
      '403 /api/auth/confirm-identity',
    ]);
  });

  it('says which request failed when the server stumbles, and loads on the next try', async () => {
    await refuseOnce('**/api/integrations', 400, { error: 'Not now.', code: 'invalid_body' });
    await page.goto('/settings/integrations');
    await page.getByRole('alert').getByText('Not now.').waitFor();
    await page.getByText('request-of-the-journey').waitFor();
    await look('load-failed');
    await page.getByRole('button', { name: 'Try again' }).click();
    await card('HubSpot').waitFor();
    expect(browser.troubles.splice(0)).toEqual(['400 /api/integrations']);
  });

  it('leads on from an address that does not exist', async () => {
    await page.goto('/settings/nothing-here');
    await page.getByRole('heading', { name: 'This page does not exist' }).waitFor();
    await look('not-found');
    await page.getByRole('link', { name: 'Go to the start page' }).click();
    await card('HubSpot').waitFor();
  });

  it('says that a grant is gone, and reconnects the same connection', async () => {
    await program.changeCrm('revoke-grant', { crm: 'salesforce', account: 'northwind' });
    await openConnection('Salesforce');
    await openTab('Schema');
    await page.getByRole('button', { name: 'Refresh schema' }).click();
    await page.getByRole('alert').getByText('Reconnect first').waitFor();
    await page.getByText('Reconnect needed').waitFor();
    await openTab('Overview');
    await look('reconnect-needed');
    await page.getByRole('button', { name: /^Reconnect/ }).click();
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    await page.getByText('Salesforce is connected.').waitFor();
    await card('Salesforce').getByText('Connected', { exact: true }).waitFor();
    expect(await page.getByRole('list', { name: 'Connections' }).getByRole('heading').count()).toBe(
      2,
    );
    expect(browser.troubles.splice(0)).toEqual([expect.stringMatching(/^422 .*refresh$/)]);
  });

  it('disconnects after telling the consequences, and keeps what is known', async () => {
    await page.getByRole('link', { name: 'Integrations' }).first().click();
    await card('Salesforce')
      .getByRole('button', { name: /^Disconnect/ })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('revoked at Salesforce').waitFor();
    await look('disconnect');
    await dialog.getByRole('button', { name: 'Disconnect' }).click();
    await card('Salesforce')
      .getByRole('button', { name: /^Reconnect/ })
      .waitFor();
    await card('Salesforce')
      .getByText(/^[1-9]\d* objects/)
      .waitFor();
    await card('HubSpot').getByText('Connected', { exact: true }).waitFor();
    await look('integrations-disconnected');
  });

  it('brings back to the same page after the session has ended', async () => {
    await page.context().clearCookies();
    await card('HubSpot').getByRole('link', { name: /^Open/ }).click();
    await page.getByText('Your session ended.').waitFor();
    await signIn('viewer', program.password);
    await page.getByRole('navigation', { name: 'Connection' }).waitFor();
    expect(browser.troubles.splice(0)).toEqual([expect.stringMatching(/^401 /)]);
  });

  it('offers a viewer nothing that the role does not allow', async () => {
    await openTab('Schema');
    await page.getByRole('table').waitFor();
    expect(await page.getByRole('button', { name: 'Refresh schema' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Disconnect/ }).count()).toBe(0);
    await openTab('Mapping');
    await page.getByRole('link', { name: /^Contact – / }).click();
    await page.getByRole('heading', { name: /^Mapped fields/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Get suggestions' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Save draft' }).count()).toBe(0);
    await look('mapping-viewer');
  });

  it('shows a portal user the own partner and nothing of the vendor', async () => {
    await page.getByRole('button', { name: /Viewer/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await signIn('portal', program.password);
    await page.getByText(/^Partner portal of /).waitFor();
    await page.goto('/settings/integrations');
    await page.getByText(/^Partner portal of /).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    await look('portal');
  });

  it('leaves nothing in the console', () => {
    expect(browser.troubles).toEqual([]);
  });
});

/** At the demo Salesforce org, on Account. */
async function changeField(change: object): Promise<void> {
  await program.changeCrm('fields', {
    crm: 'salesforce',
    account: 'northwind',
    object: 'Account',
    ...change,
  });
}

/** The next request to the address gets this answer; later ones reach the server. */
async function refuseOnce(address: string, status: number, body: object): Promise<void> {
  await page.route(
    address,
    (route) =>
      route.fulfill({ status, json: body, headers: { 'x-request-id': 'request-of-the-journey' } }),
    { times: 1 },
  );
}

async function expectFocus(label: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await expect
    .poll(() => field.evaluate((element) => element === document.activeElement))
    .toBe(true);
}
