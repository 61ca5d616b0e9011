import type { Clock } from '../../../kernel/clock.ts';
import type { Database } from '../../../kernel/db/database.ts';
import type { MailQueue } from '../../mail/index.ts';
import type { AuthLibrary } from '../auth-library.ts';
import type { SessionCookie } from '../session-cookie.ts';
import type { TellPeople } from '../tell-people.ts';

/** What inviting and accepting take. */
export interface InvitationParts {
  database: Database;
  clock: Clock;
  mailQueue: MailQueue;
  auth: AuthLibrary;
  cookie: SessionCookie;
  tellPeople: TellPeople;
}

const days = 24 * 3600_000;

/** An invitation counts for seven days (spec 09). */
export function invitationEnd(clock: Clock): Date {
  return new Date(clock.now().getTime() + 7 * days);
}

/** A link to a page that asks for a click: opening it uses nothing up. */
export function invitationUrl(baseUrl: string, token: string): string {
  const url = new URL('/accept-invitation', baseUrl);
  url.searchParams.set('token', token);
  return url.href;
}
