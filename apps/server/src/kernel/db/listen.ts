/** Hearing `pg_notify` on a connection kept for that alone, which is taken up again when it breaks. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { describeError, type Logger } from '../logger.ts';

export interface Listening {
  channel: string;
  hear: (text: string) => void;
  /** Notices may have been missed. */
  lost: () => void;
}

const pauseMilliseconds = 1000;
/** A connection may be dropped on the way without a word to either end. */
const beatMilliseconds = 30_000;

/** @returns stops listening */
export async function listenOn(
  { url, setRole, log }: { url: string; setRole: boolean; log: Logger },
  { channel, hear, lost }: Listening,
): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  let client = await connect();
  const following = follow();

  async function connect(): Promise<pg.Client> {
    const made = new pg.Client({
      connectionString: url,
      application_name: 'partneros-listen',
      ...(setRole && { options: '-c role=partneros_app' }),
      query_timeout: 10_000,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    });
    made.on('error', (error) => log.warn('Listening was cut off', describeError(error)));
    made.on('notification', ({ payload }) => hear(payload ?? ''));
    try {
      await made.connect();
      await made.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      await made.end().catch(() => undefined);
      throw error;
    }
    return made;
  }

  async function follow(): Promise<void> {
    while (!stopping.signal.aborted) {
      await untilSilent(client, stopping.signal);
      if (stopping.signal.aborted) break;
      lost();
      await reconnect();
    }
    await client.end().catch(() => undefined);
  }

  async function reconnect(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        client = await connect();
        // Who came between the breaking and now has missed something too.
        return lost();
      } catch (error) {
        log.warn('Listening failed', describeError(error));
        await sleep(pauseMilliseconds, undefined, { signal: stopping.signal }).catch(
          () => undefined,
        );
      }
    }
  }

  return async () => {
    stopping.abort();
    await following;
  };
}

/** Until the connection ends, or does not answer although nothing has told of its end. */
async function untilSilent(client: pg.Client, stopping: AbortSignal): Promise<void> {
  const gone = new AbortController();
  client.once('end', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, stopping]);
  while (!signal.aborted) {
    await sleep(beatMilliseconds, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const alive = await client.query('select 1').then(
      () => true,
      () => false,
    );
    if (alive) continue;
    await client.end().catch(() => undefined);
    return;
  }
}
