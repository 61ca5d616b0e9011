/**
 * The daily mail: what each person wanted to hear of once a day, in the morning of the organization's
 * time zone. Taking the day, taking the notifications and queueing the mail are one transaction, so
 * that running it again, or twice at once, sends nothing twice.
 */
import type { Database, OrganizationTransaction } from '../../kernel/db/database.ts';
import { listPeopleWho, organizationName } from '../identity/index.ts';
import { queueMail } from '../mail/index.ts';
import { sendDigestsJob } from './jobs.ts';
import { wordsOf } from './kinds.ts';
import type { NotifyParts } from './notify.ts';
import { listDigestReaders, takeDay, takeDigest } from './store.ts';

export interface DigestParts extends NotifyParts {
  database: Database;
  /** The organization's time zone, such as `Europe/Vienna`. */
  timeZoneOf: (tx: OrganizationTransaction) => Promise<string>;
}

const morningHour = 7;
/** A mail names so many; the rest is counted. */
const namedAtMost = 30;

export async function sendDigests(parts: DigestParts): Promise<void> {
  const now = parts.clock.now();
  await parts.database.withEveryOrganization(sendDigestsJob.name, async (tx) => {
    const { day, hour } = localTime(now, await parts.timeZoneOf(tx));
    if (hour < morningHour) return;
    const readers = new Set(await listDigestReaders(tx));
    if (readers.size === 0) return;
    const people = (await listPeopleWho(tx, null)).filter(({ userId }) => readers.has(userId));
    for (const { userId, name, email } of people) {
      if (!(await takeDay(tx, userId, day))) continue;
      const rows = await takeDigest(tx, userId);
      const titles = rows
        .sort((one, other) => (one.id < other.id ? -1 : 1))
        .flatMap(({ kind, details }) => wordsOf(kind, details)?.title ?? []);
      if (titles.length === 0) continue;
      await queueMail(tx, parts.mailQueue, {
        to: email,
        template: 'notification.digest',
        values: {
          name,
          organization: await organizationName(tx),
          titles: titles
            .slice(0, namedAtMost)
            .map((title) => title.replaceAll(/\s+/g, ' '))
            .join('\n'),
          more: String(Math.max(0, titles.length - namedAtMost)),
          url: new URL('/notifications', parts.baseUrl()).href,
        },
        organizationId: tx.scope.organizationId,
      });
    }
  });
}

/** The calendar day and the hour that a moment has somewhere. */
function localTime(moment: Date, timeZone: string): { day: string; hour: number } {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  const day = ['year', 'month', 'day'].map((name) => parts.get(name as 'day')).join('-'); // names above
  return { day, hour: Number(parts.get('hour')) };
}
