import type { NotificationKind } from '@partneros/contract/notifications';
import type { Clock } from '../../kernel/clock.ts';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { newId } from '../../kernel/ids.ts';
import { tellEvent } from '../events/index.ts';
import { listPeopleWho, type NotifiedPerson, organizationName } from '../identity/index.ts';
import { type MailQueue, queueMail } from '../mail/index.ts';
import { type DetailsOf, kinds, wordsOf } from './kinds.ts';
import { insertNotifications, readChoices } from './store.ts';

export interface NotifyParts {
  clock: Clock;
  mailQueue: MailQueue;
  /** The base of links in mails. */
  baseUrl: () => string;
}

export interface News<Name extends NotificationKind> {
  kind: Name;
  details: DetailsOf<Name>;
  /** Where in the web application it leads; begins with a slash. */
  path: string;
  /** Whom it concerns, for kinds that are told to that person alone. */
  personId?: string;
}

/** Tells people of the transaction's organization; what is told stands if and only if the act does. */
export type Notify = <Name extends NotificationKind>(
  tx: OrganizationTransaction,
  news: News<Name>,
) => Promise<void>;

/** Handed to the features that have something to tell. */
export function createNotify(parts: NotifyParts): Notify {
  return async (tx, news) => {
    const { audience, usually } = kinds[news.kind];
    const people = (await listPeopleWho(tx, audience === 'person' ? null : audience)).filter(
      ({ userId }) => audience !== 'person' || userId === news.personId,
    );
    const choices = await readChoices(tx, { kind: news.kind });
    const told = people.map((person) => ({
      id: newId(),
      person,
      ...(choices.get(`${person.userId}:${news.kind}`) ?? usually),
    }));
    const wanted = told.filter(({ inApp, mail }) => inApp || mail === 'daily');
    await insertNotifications(
      tx,
      wanted.map(({ id, person, inApp, mail }) => ({
        id,
        organizationId: tx.scope.organizationId,
        userId: person.userId,
        kind: news.kind,
        details: news.details,
        path: news.path,
        inApp,
        forDigest: mail === 'daily',
        createdAt: parts.clock.now(),
      })),
    );
    for (const { id, person, inApp } of wanted) {
      if (!inApp) continue;
      await tellEvent(tx, {
        name: 'notification',
        userId: person.userId,
        data: { notificationId: id },
      });
    }
    const byMail = told.filter(({ mail }) => mail === 'at_once').map(({ person }) => person);
    await writeTo(parts, tx, byMail, news);
  };
}

async function writeTo<Name extends NotificationKind>(
  { mailQueue, baseUrl }: NotifyParts,
  tx: OrganizationTransaction,
  people: readonly NotifiedPerson[],
  { kind, details, path }: News<Name>,
): Promise<void> {
  const words = wordsOf(kind, details);
  if (!words || people.length === 0) return;
  const { title, text, label } = words;
  const organization = await organizationName(tx);
  const url = new URL(path, baseUrl()).href;
  for (const { name, email } of people) {
    await queueMail(tx, mailQueue, {
      to: email,
      template: 'notification.event',
      values: { name, organization, title, text, label, url },
      organizationId: tx.scope.organizationId,
    });
  }
}
