import { type NotificationPreference, notificationKind } from '@partneros/contract/notifications';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import type { Membership } from '../../kernel/http/caller.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { recordAudit } from '../audit/index.ts';
import { kinds } from './kinds.ts';
import { readChoices, replaceChoices } from './store.ts';

/** Every kind that the person may be told of, with their choice or the usual one. */
export async function listPreferences(
  tx: OrganizationTransaction,
  membership: Membership,
  userId: string,
): Promise<NotificationPreference[]> {
  const choices = await readChoices(tx, { userId });
  return notificationKind.options
    .filter((kind) => {
      const { audience } = kinds[kind];
      return audience === 'person' || membership.may(audience);
    })
    .map((kind) => {
      const { inApp, mail } = choices.get(`${userId}:${kind}`) ?? kinds[kind].usually;
      return { kind, inApp, mail };
    });
}

/** @throws Problem validation_failed when a kind is named twice */
export async function choosePreferences(
  tx: OrganizationTransaction,
  userId: string,
  preferences: readonly NotificationPreference[],
  requestId: string,
): Promise<void> {
  if (new Set(preferences.map(({ kind }) => kind)).size < preferences.length) {
    throw new Problem('validation_failed', 'The request body is not valid.', {
      details: [{ path: 'preferences', message: 'Name each kind once.' }],
    });
  }
  await replaceChoices(tx, userId, preferences);
  await recordAudit(tx, {
    action: 'notification_preferences.changed',
    target: { type: 'user', id: userId },
    requestId,
  });
}
