/**
 * The open event streams of this process: one listener hears what transactions told, one look-up
 * every few seconds asks for all sessions at once whether they are still what they were. A stream
 * holds no database connection and no more authority than its session has now.
 */
import type { Permission } from '@partneros/contract/identity';
import { role } from '@partneros/contract/identity';
import { z } from 'zod';
import type { Database } from '../../kernel/db/database.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import type { ServerEvent } from '../../kernel/http/event-stream.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { describeError, type Logger } from '../../kernel/logger.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { channel, type ToldEvent, toldEvent } from './tell-event.ts';

export interface EventHub {
  /** Begins to listen; until then streams hear nothing but the end of their session. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** @throws Problem rate_limited when the session has five streams in this process */
  follow(caller: Caller): (signal: AbortSignal) => AsyncGenerator<ServerEvent>;
}

const streamsPerSession = 5;
/** Below the five seconds of spec 09, so that the look-up itself fits in. */
const lookMilliseconds = 3000;

const needed: Readonly<Record<ToldEvent['name'], Permission | null>> = {
  notification: null,
  'connection.changed': 'connection.read',
  'schema.refreshed': 'schema.read',
};

interface Stream {
  caller: Caller;
  mailbox: Mailbox;
}

const standings = z.array(
  z.object({
    session_id: z.string(),
    organization_id: z.string().nullable(),
    role: role.nullable(),
    grants: z.array(z.string()).nullable(),
    person_id: z.string().nullable(),
  }),
);

export function createEventHub({ database, log }: { database: Database; log: Logger }): EventHub {
  const streams = new Set<Stream>();
  let stopListening: (() => Promise<void>) | null = null;
  let looking: NodeJS.Timeout | null = null;

  const hear = (text: string) => {
    const event = toldEvent.safeParse(parse(text));
    if (!event.success) return log.warn('An event could not be read', { event: 'bad_event' });
    for (const { caller, mailbox } of streams) {
      if (isFor(caller, event.data)) mailbox.put(serverEvent(event.data));
    }
  };
  // Whatever was told meanwhile is lost: clients that come back read everything anew.
  const closeAll = () => {
    for (const { mailbox } of streams) mailbox.close();
  };

  async function look(): Promise<void> {
    if (streams.size === 0) return;
    const asked = [...streams];
    try {
      const found = await readStandings(database, asked);
      for (const { caller, mailbox } of asked) {
        if (found.get(caller.sessionId) === standingOf(caller)) continue;
        mailbox.put({ event: 'session.changed', data: {} });
        mailbox.close();
      }
    } catch (error) {
      log.warn('Sessions could not be looked up', describeError(error));
      closeAll();
    }
  }

  return {
    async start() {
      looking = setInterval(() => void look(), lookMilliseconds);
      looking.unref();
      stopListening = await database.listen(channel, hear, closeAll);
    },
    async stop() {
      if (looking) clearInterval(looking);
      closeAll();
      await stopListening?.();
    },
    follow(caller) {
      const own = [...streams].filter((one) => one.caller.sessionId === caller.sessionId);
      if (own.length >= streamsPerSession) throw tooMany();
      const stream: Stream = { caller, mailbox: createMailbox() };
      streams.add(stream);
      return (signal) => read(stream, signal, () => void streams.delete(stream));
    },
  };
}

async function* read(
  { mailbox }: Stream,
  signal: AbortSignal,
  ended: () => void,
): AsyncGenerator<ServerEvent> {
  signal.addEventListener('abort', mailbox.close, { once: true });
  try {
    if (!signal.aborted) yield* mailbox.read();
  } finally {
    signal.removeEventListener('abort', mailbox.close);
    ended();
  }
}

function isFor({ userId, membership }: Caller, event: ToldEvent): boolean {
  if (membership?.organizationId !== event.organizationId) return false;
  const permission = needed[event.name];
  if (permission !== null && !membership.may(permission)) return false;
  return event.userId === null || event.userId === userId;
}

function serverEvent({ name, data }: ToldEvent): ServerEvent {
  return { event: name, data };
}

async function readStandings(
  database: Database,
  asked: readonly Stream[],
): Promise<Map<string, string>> {
  const ids = new Set(asked.map(({ caller }) => caller.sessionId));
  const rows = await database.lookUp({
    name: 'session-standings',
    text: 'select * from session_standings($1)',
    values: [[...ids].join(',')],
  });
  return new Map(
    standings
      .parse(rows)
      .map((row) => [
        row.session_id,
        JSON.stringify([row.organization_id, row.role, row.grants, row.person_id]),
      ]),
  );
}

/** What the stream was opened with, in the form of what is looked up. */
function standingOf({ membership }: Caller): string {
  if (!membership) return JSON.stringify([null, null, null, null]);
  const { organizationId, role: held, grants, scope } = membership;
  const { actor } = scope;
  let personId: string | null = null;
  if (actor.kind === 'member') personId = actor.memberId;
  if (actor.kind === 'portal') personId = actor.contactId;
  return JSON.stringify([organizationId, held, grants, personId]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function tooMany(): Problem {
  return new Problem(
    'rate_limited',
    `This session has ${streamsPerSession} event streams already: close one.`,
    { headers: { 'Retry-After': '30' } },
  );
}
