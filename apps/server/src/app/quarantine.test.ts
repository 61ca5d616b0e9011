/** A copy of an installation: it reads, and acts on nothing outside until it has been adopted. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../test/client.ts';
import { connect } from '../../test/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { startTestApp, type TestApp } from '../../test/harness.ts';
import { until } from '../../test/integrations.ts';
import { queueMail } from '../features/mail/index.ts';
import { createQuarantine } from '../kernel/quarantine.ts';
import { type Adoption, adoptInstance } from './adopt-instance.ts';
import { checkInstance, recordInstallation } from './instance.ts';

describe('a process takes itself for a copy', () => {
  const here = { publicUrl: 'https://partners.example.com', place: 'here' };
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
    await checkInstance(db.database, [Buffer.alloc(32, 1).toString('base64')]);
  });
  afterAll(() => db.drop());
  const reasonFor = (installation: { publicUrl: string | null; place: string }) =>
    createQuarantine(db.database, installation).reason();
  const start = (installation: { publicUrl: string | null; place: string }) =>
    recordInstallation(db.database, installation);

  it('not at its first start, nor when it gets its first public address where it stands', async () => {
    expect(await reasonFor({ publicUrl: null, place: 'here' })).toBeNull();
    await start({ publicUrl: null, place: 'here' });
    expect(await reasonFor({ publicUrl: null, place: 'here' })).toBeNull();
    await start(here);
    expect(await reasonFor(here)).toBeNull();
  });

  it('in another place, with another public address, and with none', async () => {
    for (const [installation, reason] of [
      [{ ...here, place: 'elsewhere' }, 'place'],
      [{ ...here, publicUrl: 'https://other.example.com' }, 'public_url'],
      [{ ...here, publicUrl: null }, 'public_url'],
    ] as const) {
      await start(installation);
      expect(await reasonFor(installation)).toBe(reason);
      // The original is not disturbed by a stray process on its database.
      expect(await reasonFor(here)).toBeNull();
    }
  });

  it('after a restore, in the same place too', async () => {
    await db.asOwner('update instance set restored_at = now()');
    await start(here);
    expect(await reasonFor(here)).toBe('restored');
  });
});

describe('in quarantine', () => {
  let t: TestApp;
  let owner: Client;
  let connectionId: string;
  const move = async (place: string) => {
    await t.db.asOwner('update instance set place = $1', [place]);
    t.app.quarantine.forget();
  };
  const adopt = (how: Adoption) => adoptInstance(t.app, how);
  const queue = (to: string) => {
    const values = { name: 'Ann', url: 'https://x.example' };
    const letter = { to, template: 'account.prove-address', values, organizationId: null } as const;
    return t.app.database.withIdentity((tx) => queueMail(tx, t.app.mailQueue, letter));
  };
  const mailStates = async () => {
    const rows = await t.db.asOwner('select state, count(*)::int from mails group by 1 order by 1');
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  };

  beforeAll(async () => {
    t = await startTestApp({ place: 'here' });
    owner = await t.signIn('owner');
    ({ connectionId } = await connect(owner, 'salesforce', 'partners'));
    await until('the first discovery is done', async () => {
      const done = await t.db.asOwner(
        `select 1 from pgboss.job where name = 'integrations.refresh-schema' and state = 'completed'`,
      );
      return done.length === 1;
    });
    await move('there');
    t.crms.requests.clear();
  });
  afterAll(() => t.close());

  it('everything reads, and says so where people and machines look', async () => {
    expect((await owner.get('/api/integrations')).status).toBe(200);
    const { instance } = (await owner.get('/api/instance')).body;
    expect(instance.quarantine.reason).toBe('place');
    expect(instance.quarantine.message).toMatch(/copied or moved/);
    const ready = await t.signedOut().get('/readyz');
    expect(ready.status).toBe(503);
    expect(ready.body.checks.quarantine).toBe('in quarantine: place');
  });

  it('what would act outside is 503 and leaves everything as it was', async () => {
    t.crms.salesforce.org('partners').expireAccessTokens();
    const row = () => t.db.asOwner('select * from connections');
    const before = await row();
    const base = `/api/integrations/${connectionId}`;
    for (const answer of [
      await owner.post(`${base}/schema/refresh`, {}),
      await owner.post(`${base}/disconnect`),
    ]) {
      expect(answer.status, answer.text).toBe(503);
      expect(answer.body.code).toBe('unavailable');
      expect(answer.body.error).toContain('quarantine');
    }
    expect(await row()).toEqual(before);
  });

  it('a read that asks the CRM is 503 too, without a word to the CRM and no mark on the grant', async () => {
    await t.db.asOwner(
      'update connections set access_expires_at = now(), crm_objects_listed_at = null',
    );
    const answer = await owner.get(`/api/integrations/${connectionId}/objects`);
    expect(answer.status).toBe(503);
    const [row] = await t.db.asOwner('select * from connections');
    expect(row).toMatchObject({ status: 'active', refresh_in_doubt: false, refresh_sent_at: null });
    expect(t.crms.requests.list()).toEqual([]);
  });

  it('no mail leaves, and no job runs', async () => {
    await until('workers rest', async () => {
      await queue('someone@x.example');
      return (await mailStates()).queued > 3;
    });
    expect(t.mails).toEqual([]);
  });

  it('adopted as moved: work is taken up where it stood', async () => {
    expect(await adopt('moved')).toMatch(/^This installation is at home here now/);
    await t.mailTo('someone@x.example');
    expect((await t.signedOut().get('/readyz')).status).toBe(200);
    expect((await owner.get('/api/instance')).body).toEqual({ instance: { quarantine: null } });
    expect((await owner.post(`/api/integrations/${connectionId}/schema/refresh`, {})).status).toBe(
      200,
    );
    await expect(adopt('moved')).rejects.toThrow('not in quarantine');
  });

  it('adopted as restored: waiting mail is given up, for it may have gone out since', async () => {
    const out = async () => (await mailStates()).queued === undefined;
    await until('all mail is out, what had been tried too', out, 40_000);
    await move('there');
    await queue('late@x.example');
    await adopt('restored');
    expect(await mailStates()).toMatchObject({ uncertain: 1 });
    expect(t.mails.filter(({ to }) => to === 'late@x.example')).toEqual([]);
    expect((await owner.get('/api/integrations')).body.connections[0].status).toBe('active');
  }, 60_000);

  it('adopted as a copy: grants are forgotten here and live on at the CRM, sessions end', async () => {
    const { refresh_token_sealed: sealed } =
      (await t.db.asOwner('select * from connections'))[0] ?? {};
    expect(sealed).not.toBeNull();
    await move('there');
    t.crms.requests.clear();
    const token = t.crms.salesforce.org('partners').liveRefreshToken();
    expect(await adopt('copy')).toMatch(/1 CRM grants were forgotten here, not revoked/);
    expect(t.crms.requests.list()).toEqual([]);
    expect(t.crms.salesforce.org('partners').liveRefreshToken()).toBe(token);
    expect((await owner.get('/api/instance')).status).toBe(401);
    const [row] = await t.db.asOwner('select * from connections');
    expect(row).toMatchObject({
      status: 'disconnected',
      access_token_sealed: null,
      refresh_token_sealed: null,
    });
  });
});
