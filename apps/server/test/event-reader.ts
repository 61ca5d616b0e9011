/** An open `/api/events` of a test. */
import type { Client } from './client.ts';
import { until } from './integrations.ts';

export interface EventReader {
  status: number;
  /** Everything that came so far, as it came. */
  text(): string;
  /** Names and data of the events that came. */
  events(): { event: string; data: Record<string, unknown> }[];
  heard(event: string, milliseconds?: number): Promise<Record<string, unknown>>;
  ended(milliseconds?: number): Promise<void>;
  close(): void;
}

export async function openEvents(url: string, client: Client): Promise<EventReader> {
  const going = new AbortController();
  const response = await fetch(new URL('/api/events', url), {
    headers: { cookie: client.cookie ?? '' },
    signal: going.signal,
  });
  let text = '';
  let isEnded = false;
  const read = async () => {
    const decoder = new TextDecoder();
    // A body of fetch gives its pieces as bytes.
    const body: AsyncIterable<Uint8Array> = response.body ?? new ReadableStream();
    for await (const piece of body) text += decoder.decode(piece, { stream: true });
  };
  read()
    .catch(() => undefined)
    .finally(() => {
      isEnded = true;
    });
  const events = () =>
    [...text.matchAll(/^event: (\S+)\ndata: (.*)$/gm)].map(([, event = '', data = '{}']) => ({
      event,
      data: JSON.parse(data),
    }));
  return {
    status: response.status,
    text: () => text,
    events,
    async heard(event, milliseconds = 10_000) {
      const find = () => events().find((one) => one.event === event);
      await until(`${event} is told`, () => find() !== undefined, milliseconds);
      return find()?.data ?? {};
    },
    ended: (milliseconds = 10_000) => until('the stream ends', () => isEnded, milliseconds),
    close: () => going.abort(),
  };
}
