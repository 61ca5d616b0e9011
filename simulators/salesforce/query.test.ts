import { describe, expect, it } from 'vitest';
import { type Body, connectSalesforce, get, startCrms } from '../test/support.ts';

async function connected() {
  const crms = await startCrms();
  const { access } = await connectSalesforce(crms, 'partners');
  const query = (q: string, headers: Record<string, string> = {}) => {
    const parameters = new URLSearchParams({ q });
    return get(`${crms.url}/services/data/v60.0/query?${parameters.toString()}`, access, headers);
  };
  return { crms, access, query };
}

function rowsOf(page: Body): Body[] {
  return page['records'] as Body[]; // the answer under test; its rows are asserted
}

describe('query', () => {
  it('counts and reads records, which are the same every time', async () => {
    const { query } = await connected();
    expect((await query('SELECT COUNT() FROM Account')).body).toEqual({
      totalSize: 40,
      done: true,
      records: [],
    });
    const { body } = await query('select id, name, partner_tier__c from Account limit 2');
    expect(body).toMatchObject({ totalSize: 2, done: true });
    const [first] = rowsOf(body);
    expect(Object.keys(first ?? {})).toEqual(['attributes', 'Id', 'Name', 'Partner_Tier__c']);
    expect(first).toMatchObject({ Name: 'Alder Systems', attributes: { type: 'Account' } });
    const other = await connected();
    expect(
      (await other.query('SELECT Id, Name, Partner_Tier__c FROM Account LIMIT 2')).body,
    ).toEqual(body);
  });

  it('pages, and the next page is a path', async () => {
    const { crms, access, query } = await connected();
    const options = { 'sforce-query-options': 'batchSize=25' };
    const first = (await query('SELECT Id FROM Account', options)).body;
    expect(first).toMatchObject({ totalSize: 40, done: false });
    const next = String(first['nextRecordsUrl']);
    expect(next).toMatch(/^\/services\/data\/v60\.0\/query\/01g/);
    const second = (await get(crms.url + next, access)).body;
    expect(second).toMatchObject({ totalSize: 40, done: true });
    const ids = [first, second].flatMap(rowsOf).map((row) => row['Id']);
    expect(new Set(ids).size).toBe(40);
  });

  it('can be told to name a foreign next page', async () => {
    const { crms, query } = await connected();
    const nextRecordsUrl = 'https://evil.example/services/data/v60.0/query/x';
    crms.faults.add({ match: { call: 'query' }, then: { kind: 'hostile', nextRecordsUrl } });
    expect((await query('SELECT Id FROM Account')).body).toMatchObject({
      done: false,
      nextRecordsUrl,
    });
  });

  it.each([
    ['SELECT Id FROM Accout', 'INVALID_TYPE'],
    ['SELECT AccountNumer FROM Account', 'INVALID_FIELD'],
    ['SELECT Id FROM Account WHERE', 'MALFORMED_QUERY'],
    ['', 'MALFORMED_QUERY'],
  ])('refuses %j', async (statement, errorCode) => {
    const { query } = await connected();
    expect(await query(statement)).toMatchObject({ status: 400, body: [{ errorCode }] });
  });

  it('names the org and whether it is a sandbox', async () => {
    const { query } = await connected();
    const answer = await query('SELECT Name, IsSandbox FROM Organization LIMIT 1');
    expect(answer.body).toMatchObject({
      totalSize: 1,
      records: [{ Name: expect.any(String), IsSandbox: false }],
    });
  });

  it('refuses a made-up cursor', async () => {
    const { crms, access } = await connected();
    const answer = await get(`${crms.url}/services/data/v60.0/query/rubbish`, access);
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_QUERY_LOCATOR' }] });
  });
});
