import type { OrganizationTransaction } from '../../kernel/db/database.ts';

/** What members are told of one another, in the terms of notifications. */
export type PeopleNews =
  | { kind: 'member_joined'; details: { name: string; role: string }; path: string }
  | {
      kind: 'role_changed';
      details: { role: string; by: string };
      path: string;
      personId: string;
    };

/**
 * Tells people in the transaction of what happened. Handed in from outside: notifications know who the
 * members are, so this feature cannot know notifications.
 */
export type TellPeople = (tx: OrganizationTransaction, news: PeopleNews) => Promise<void>;
