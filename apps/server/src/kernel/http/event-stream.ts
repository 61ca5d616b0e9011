/**
 * Server-sent events. A stream beats every 15 s, lives 15 minutes at most (the browser then comes
 * back with Last-Event-ID), and holds no database connection while it waits.
 */
export interface ServerEvent {
  event: string;
  id?: string;
  data: unknown;
}

const heartbeatMilliseconds = 15_000;
const lifeMilliseconds = 15 * 60_000;
/** A reader who leaves so many events and beats unread is let go, before they fill the memory. */
const unreadAtMost = 500;

/** @param events ends the stream when it ends; it must stop soon after the signal aborts */
export function eventStream(
  events: (signal: AbortSignal) => AsyncIterable<ServerEvent>,
  requestSignal: AbortSignal,
): Response {
  const ended = new AbortController();
  const lagging = new AbortController();
  const signal = AbortSignal.any([
    requestSignal,
    ended.signal,
    lagging.signal,
    AbortSignal.timeout(lifeMilliseconds),
  ]);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      // Between the reader's going and the source's noticing, a beat would be thrown at nobody, and
      // an error thrown in a timer ends the process.
      const send = (text: string) => {
        if (ended.signal.aborted) return;
        controller.enqueue(encoder.encode(text));
        if ((controller.desiredSize ?? 0) < -unreadAtMost) lagging.abort();
      };
      send('retry: 2000\n\n');
      const heartbeat = setInterval(() => send(': beat\n\n'), heartbeatMilliseconds);
      try {
        for await (const event of events(signal)) {
          if (signal.aborted) break;
          send(format(event));
        }
      } finally {
        clearInterval(heartbeat);
        if (!ended.signal.aborted) controller.close();
      }
    },
    cancel: () => ended.abort(),
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    },
  });
}

function format({ event, id, data }: ServerEvent): string {
  const identity = id === undefined ? '' : `id: ${id}\n`;
  return `event: ${event}\n${identity}data: ${JSON.stringify(data)}\n\n`;
}
