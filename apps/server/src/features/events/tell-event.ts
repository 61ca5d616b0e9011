import { type AppEventName, appEvents } from '@partneros/contract/events';
import { z } from 'zod';
import type { Transaction } from '../../kernel/db/database.ts';

export const channel = 'partneros_events';

/** Told by features; `session.changed` comes of the streams' own looking. */
export type ToldName = Exclude<AppEventName, 'session.changed'>;

export interface NewEvent<Name extends ToldName> {
  name: Name;
  data: z.infer<(typeof appEvents)[Name]>;
  /** For this person alone; absent: for everybody who may read such things. */
  userId?: string;
}

const told = <Name extends ToldName>(name: Name) =>
  z.object({
    name: z.literal(name),
    data: appEvents[name],
    organizationId: z.string(),
    userId: z.string().nullable(),
  });

/** What travels between processes. */
export const toldEvent = z.discriminatedUnion('name', [
  told('notification'),
  told('connection.changed'),
  told('schema.refreshed'),
]);
export type ToldEvent = z.infer<typeof toldEvent>;

/** Tells open event streams, in every process, once the transaction has been committed. */
export async function tellEvent<Name extends ToldName>(
  tx: Transaction & { scope: { organizationId: string } },
  { name, data, userId }: NewEvent<Name>,
): Promise<void> {
  const { organizationId } = tx.scope;
  const text = JSON.stringify({ name, data, organizationId, userId: userId ?? null });
  await tx.query({
    name: 'tell-event',
    text: 'select pg_notify($1, $2)',
    values: [channel, text],
  });
}
