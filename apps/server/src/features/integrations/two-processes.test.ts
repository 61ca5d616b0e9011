/**
 * Two processes of the real program on one database: one refresh of tokens, one discovery, one
 * result. PostgreSQL only, for an embedded database belongs to one process.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DemoCrms, startDemoCrms } from '../../../../../simulators/index.ts';
import { type Answer, type Client, createClient, signInAs } from '../../../test/client.ts';
import { authorize, comeBack, consent, type Platform } from '../../../test/connect.ts';
import { createTestDatabase, onPostgres, type TestDatabase } from '../../../test/database.ts';
import { connectionRow, openSecret, setConnection, until } from '../../../test/integrations.ts';
import {
  environmentOf,
  type ServerProcess,
  startServerProcess,
} from '../../../test/server-process.ts';

const title = 'two processes on one database (PostgreSQL only)';

describe.skipIf(!onPostgres)(title, () => {
  let crms: DemoCrms;
  let db: TestDatabase;
  let processes: ServerProcess[] = [];
  let clients: Client[] = [];

  beforeAll(async () => {
    [crms, db] = await Promise.all([startDemoCrms(), createTestDatabase()]);
    const environment = environmentOf(db.url, crms);
    processes = await Promise.all(
      ['web', 'all'].map((ROLE) => startServerProcess({ ...environment, ROLE })),
    );
    const [first] = processes;
    const { cookie } = await signInAs(first?.url ?? '', 'owner@demo.example');
    clients = processes.map(({ url }) => createClient(url, cookie));
  }, 60_000);

  afterAll(async () => {
    const codes = await Promise.all(processes.map((each) => each.stop()));
    await crms.close();
    await db.drop();
    expect(codes).toEqual([0, 0]);
  }, 60_000);

  beforeEach(() => {
    crms.faults.clear();
    crms.setLatency(20);
  });

  /** Sends the same request to both, in turn, all at once. */
  function spread(count: number, send: (client: Client) => Promise<Answer>): Promise<Answer[]> {
    const turns = Array.from({ length: count }, (_each, index) => clients[index % clients.length]);
    return Promise.all(turns.flatMap((client) => (client ? [send(client)] : [])));
  }

  /** Connects at the process without a worker, and waits until the other has discovered. */
  async function discovered(platform: Platform, account: string): Promise<string> {
    const [client] = clients;
    if (!client) throw new Error('No process.');
    const back = await consent(await authorize(client, platform, {}), { account });
    const { connectionId } = await comeBack(client, back);
    await until(
      'the worker of the other process has discovered',
      async () => (await connectionRow(db, connectionId))['last_sync_at'] !== null,
      20_000,
    );
    return connectionId;
  }

  function sideOf(platform: Platform, account: string) {
    return platform === 'salesforce' ? crms.salesforce.org(account) : crms.hubspot.portal(account);
  }

  it.each([
    ['salesforce', 'partners'],
    ['hubspot', 'bluepeak'],
  ] as const)(
    'make one refresh at %s of fifty requests at once, all answered, the new token stored',
    async (platform, account) => {
      const connectionId = await discovered(platform, account);
      const side = sideOf(platform, account);
      for (const latency of [5, 200]) {
        await setConnection(db, connectionId, 'crm_objects_listed_at = null');
        side.expireAccessTokens();
        crms.setLatency(latency);
        const before = side.refreshes;
        const path = `/api/integrations/${connectionId}/objects`;
        const answers = await spread(50, (client) => client.get(path));
        expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
        expect(side.refreshes - before).toBe(1);
        const stored = await openSecret(db, connectionId, 'refresh_token_sealed');
        expect(stored).toBe(side.liveRefreshToken());
      }
    },
    40_000,
  );

  it('share one discovery, with an expired token too, and give one result', async () => {
    const connectionId = await discovered('salesforce', 'northwind');
    const org = crms.salesforce.org('northwind');
    org.expireAccessTokens();
    org.addField('Account', { name: 'Shared__c', label: 'Shared', type: 'string', length: 40 });
    // Longer than it takes the last of them to arrive: a later one would rightly read anew.
    crms.setLatency(600);
    crms.requests.clear();
    const path = `/api/integrations/${connectionId}/schema/refresh`;
    const answers = await spread(50, (client) => client.post(path, {}));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
    expect(answers[0]?.body.drift).toMatchObject([{ field: 'Shared__c', change: 'added' }]);
    const answered = crms.requests
      .list({ call: 'describe' })
      .filter(({ status }) => status === 200 || status === 304);
    expect(answered).toHaveLength(4);
    expect(crms.requests.count({ call: 'token' })).toBe(1);
    const events = await db.asOwner('select id from drift_events where connection_id = $1', [
      connectionId,
    ]);
    expect(events).toHaveLength(1);
  }, 40_000);

  it('show one progress, whichever of them does the work', async () => {
    const connectionId = await discovered('hubspot', 'aurora');
    crms.setLatency(150);
    const path = `/api/integrations/${connectionId}/schema/refresh`;
    const [worker, watcher] = clients;
    const pending = worker?.post(path, {});
    await until(
      'the refresh runs',
      async () =>
        (await db.asOwner(`select 1 from schema_refreshes where state = 'running'`)).length > 0,
    );
    const stream = await watcher?.get(`${path}/progress`);
    expect(stream?.text).toMatch(/event: complete\n/);
    expect(stream?.text.match(/^event: object$/gm)?.length).toBe(6);
    expect((await pending)?.status).toBe(200);
  });

  it('let each other’s disconnect count at once', async () => {
    const connectionId = await discovered('salesforce', 'small');
    const [one, other] = clients;
    crms.setLatency(200);
    const pending = one?.post(`/api/integrations/${connectionId}/schema/refresh`, {});
    await until(
      'the refresh runs',
      async () =>
        (await db.asOwner(`select 1 from schema_refreshes where state = 'running'`)).length > 0,
    );
    const before = await connectionRow(db, connectionId);
    const ended = await other?.post(`/api/integrations/${connectionId}/disconnect`);
    expect(ended?.status).toBe(200);
    const answer = await pending;
    expect(answer?.body).toEqual({ error: 'Reconnect first.', code: 'prerequisite_missing' });
    const after = await connectionRow(db, connectionId);
    expect(after['last_sync_at']).toEqual(before['last_sync_at']);
    expect(after).toMatchObject({ status: 'disconnected', access_token_sealed: null });
  });
});
