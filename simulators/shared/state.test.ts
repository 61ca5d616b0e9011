import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startDemoCrms } from '../index.ts';
import {
  connectHubspot,
  connectSalesforce,
  get,
  refreshSalesforce,
  startCrms,
  text,
} from '../test/support.ts';

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-crm-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('the state file', () => {
  it('keeps tokens, apps, orgs, portals and schema edits over a restart', async () => {
    const folder = await makeFolder();
    const stateFile = join(folder, 'deep', 'state.json');
    const first = await startDemoCrms({ stateFile });
    const strict = { client_id: 'strict', client_secret: 's' };
    first.salesforce.addApp({ clientId: 'strict', clientSecret: 's', rotation: false });
    first.salesforce.addOrg({ key: 'extra', fieldsPerObject: 120 });
    first.hubspot.addPortal({ key: 'more' });
    const salesforce = await connectSalesforce(first, 'extra', strict);
    const rotating = await connectSalesforce(first, 'partners');
    const rotated = await refreshSalesforce(first, rotating.refresh);
    const hubspot = await connectHubspot(first, 'more');
    const org = first.salesforce.org('partners');
    org.addField('Lead', { name: 'New__c', label: 'New', type: 'date' });
    org.setObjectAccess('Campaign', 'forbidden');
    org.setLimit({ max: 77 });
    first.hubspot.portal('aurora').removeProperty('deals', 'hs_arr');
    await first.close();

    const second = await startCrms({ stateFile });
    const limits = `${second.url}/services/data/v60.0/limits`;
    expect((await get(limits, salesforce.access)).status).toBe(200);
    expect((await refreshSalesforce(second, salesforce.refresh, strict)).status).toBe(200);
    expect((await get(`${second.url}/account-info/v3/details`, hubspot.access)).status).toBe(200);
    const again = second.salesforce.org('partners');
    expect(again.fields('Lead').some((field) => field.name === 'New__c')).toBe(true);
    expect(again.schema.lastModified('Lead')).toBe(org.schema.lastModified('Lead'));
    expect(again.accessTo('Campaign')).toBe('forbidden');
    expect(again.limit.max).toBe(77);
    const deals = second.hubspot.portal('aurora').properties('deals');
    expect(deals.some((property) => property.name === 'hs_arr')).toBe(false);
    expect((await refreshSalesforce(second, rotating.refresh)).status).toBe(400);
    const gone = await refreshSalesforce(second, text(rotated.body, 'refresh_token'));
    expect(gone.status).toBe(400);
  });

  it('is private, whole, and the only file', async () => {
    const folder = await makeFolder();
    const stateFile = join(folder, 'state.json');
    const crms = await startCrms({ stateFile });
    await connectSalesforce(crms, 'partners');
    expect(await readdir(folder)).toEqual(['state.json']);
    expect((await stat(stateFile)).mode & 0o777).toBe(0o600);
  });

  it('is not there when nobody asks for it', async () => {
    const crms = await startCrms();
    const { access } = await connectSalesforce(crms, 'partners');
    const other = await startCrms();
    expect((await get(`${other.url}/services/data/v60.0/limits`, access)).status).toBe(401);
  });
});
