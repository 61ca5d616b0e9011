/**
 * Processes killed around twenty-one token refreshes. Afterwards the connection works with
 * what is stored, or a person is told to reconnect; it is never silently broken, and the refresh
 * token is not sent again while nobody knows what became of it. PostgreSQL only, for an embedded
 * database belongs to one process.
 */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DemoCrms,
  type SalesforceOrg,
  startDemoCrms,
} from '../../../../../simulators/index.ts';
import { type Client, createClient, signInAs } from '../../../test/client.ts';
import { authorize, comeBack, consent } from '../../../test/connect.ts';
import { createTestDatabase, onPostgres, type TestDatabase } from '../../../test/database.ts';
import { ageTokenRefresh, auditOf, connectionRow, openSecret } from '../../../test/integrations.ts';
import {
  environmentOf,
  type ServerProcess,
  startServerProcess,
} from '../../../test/server-process.ts';

/** When the process dies: so many milliseconds after the named moment. */
interface Death {
  after: 'asked' | 'sent' | 'answered';
  milliseconds: number;
}

const deaths: readonly Death[] = [
  { after: 'asked', milliseconds: 4 },
  { after: 'sent', milliseconds: 25 },
  { after: 'answered', milliseconds: 0 },
  { after: 'answered', milliseconds: 1.5 },
  { after: 'answered', milliseconds: 4 },
  { after: 'answered', milliseconds: 8 },
  { after: 'answered', milliseconds: 300 },
];

/** Each death meets the refreshes of three connections, which the CRM answers this much apart. */
const answersAfter = [60, 62, 66];

describe.skipIf(!onPostgres)('a process killed around a token refresh (PostgreSQL only)', () => {
  let crms: DemoCrms;
  let db: TestDatabase;
  let survivor: ServerProcess;
  let owner: Client;
  let environment: Record<string, string>;
  const ends = { works: 0, told: 0 };

  beforeAll(async () => {
    [crms, db] = await Promise.all([startDemoCrms(), createTestDatabase()]);
    environment = { ...environmentOf(db.url, crms), ROLE: 'web' };
    survivor = await startServerProcess(environment);
    owner = await signInAs(survivor.url, 'owner@demo.example');
  }, 60_000);

  afterAll(async () => {
    await survivor.stop();
    await crms.close();
    await db.drop();
  }, 60_000);

  async function connected(key: string): Promise<{ org: SalesforceOrg; connectionId: string }> {
    const org = crms.salesforce.addOrg({ key, flavour: 'bare' });
    const back = await consent(await authorize(owner, 'salesforce', {}), { account: key });
    return { org, connectionId: (await comeBack(owner, back)).connectionId };
  }

  function tokenCalls(org: SalesforceOrg): number {
    return crms.requests
      .list({ call: 'token', accountId: org.id })
      .filter(({ body }) => body.includes('grant_type=refresh_token')).length;
  }

  /** Waits without sleeping: the moments between two sleeps are the interesting ones. */
  async function until(holds: () => boolean): Promise<void> {
    const end = performance.now() + 10_000;
    while (!holds() && performance.now() < end) await nextTurn();
  }

  async function kill(
    victim: ServerProcess,
    org: SalesforceOrg | null,
    death: Death,
  ): Promise<void> {
    if (!org) throw new Error('Nothing to wait for.');
    if (death.after === 'sent') await until(() => tokenCalls(org) > 0);
    if (death.after === 'answered') await until(() => org.refreshes > 0);
    const moment = performance.now() + death.milliseconds;
    await until(() => performance.now() >= moment);
    victim.kill();
    await victim.stop();
  }

  async function expectTold(connectionId: string): Promise<void> {
    const { body } = await owner.get(`/api/integrations/${connectionId}/status`);
    expect(body.status).toBe('reauth_required');
    expect(body.lastErrorMessage).toContain('cut off');
    const lines = (await auditOf(owner, connectionId)).filter(
      ({ details }) => details['reason'] === 'token_lost_in_transit',
    );
    expect(lines).toHaveLength(1);
    // The log comes through a pipe, later perhaps than the answer.
    const logged = () =>
      survivor.logLines.filter(
        (line) => line.includes('token_lost_in_transit') && line.includes(connectionId),
      );
    await expect.poll(logged, { timeout: 10_000 }).toHaveLength(1);
  }

  /** A connection whose refresh is under way in the victim; `seen` is what its caller got. */
  async function refreshing(victim: ServerProcess, key: string, milliseconds: number) {
    const { org, connectionId } = await connected(key);
    org.expireAccessTokens();
    crms.faults.add({
      match: { call: 'token', accountId: org.id },
      then: { kind: 'slow', milliseconds },
    });
    const path = `/api/integrations/${connectionId}/objects`;
    const ask = () =>
      createClient(victim.url, owner.cookie)
        .get(path)
        .then(
          ({ status }) => status,
          () => null,
        );
    return { org, connectionId, path, ask };
  }

  async function lookAfter(
    { org, connectionId, path }: Awaited<ReturnType<typeof refreshing>>,
    seen: number | null,
  ): Promise<void> {
    expect(tokenCalls(org)).toBeLessThanOrEqual(1);
    const sent = tokenCalls(org);
    // The next caller waits, for what was sent may have been carried out.
    const pending = owner.get(path);
    await sleep(200);
    const row = await connectionRow(db, connectionId);
    if (sent === 1 && row['refresh_sent_at'] !== null) expect(tokenCalls(org)).toBe(1);
    await ageTokenRefresh(db, connectionId);
    const answer = await pending;
    expect(tokenCalls(org)).toBeLessThanOrEqual(2);
    if (answer.status === 200) {
      ends.works += 1;
      const stored = await openSecret(db, connectionId, 'refresh_token_sealed');
      expect(stored).toBe(org.liveRefreshToken());
      expect((await connectionRow(db, connectionId))['status']).toBe('active');
      return;
    }
    ends.told += 1;
    expect(answer.status).toBe(422);
    // Whoever was answered 200 had tokens that were stored before.
    expect(seen).not.toBe(200);
    await expectTold(connectionId);
  }

  it('leaves tokens that work, or a connection that says what to do', async () => {
    let next = startServerProcess(environment);
    for (const [index, death] of deaths.entries()) {
      const victim = await next;
      if (index + 1 < deaths.length) next = startServerProcess(environment);
      const hit = await Promise.all(
        answersAfter.map((milliseconds) =>
          refreshing(victim, `death-${index}-${milliseconds}`, milliseconds),
        ),
      );
      const asked = hit.map(({ ask }) => ask());
      await kill(victim, hit[0]?.org ?? null, death);
      const seen = await Promise.all(asked);
      await Promise.all(hit.map((each, place) => lookAfter(each, seen[place] ?? null)));
    }
    expect(ends.works + ends.told).toBe(21);
    // Both ends are met, else the moments were not the interesting ones.
    expect(ends.works).toBeGreaterThan(2);
    expect(ends.told).toBeGreaterThan(2);
  }, 180_000);
});
