import type { ServerEvent } from '../../kernel/http/event-stream.ts';

/** What waits for one stream's reader. */
export interface Mailbox {
  put(event: ServerEvent): void;
  /** Ends reading, after what was put before. */
  close(this: void): void;
  read(): AsyncGenerator<ServerEvent>;
}

/** Whoever lags behind so far is let go: coming back, they read everything anew. */
const longest = 200;

export function createMailbox(): Mailbox {
  let waiting: ServerEvent[] = [];
  let closed = false;
  let wake: () => void = () => undefined;
  const close = () => {
    closed = true;
    wake();
  };
  return {
    put(event) {
      if (closed) return;
      waiting.push(event);
      if (waiting.length > longest) close();
      wake();
    },
    close,
    async *read() {
      for (;;) {
        const events = waiting;
        waiting = [];
        yield* events;
        if (waiting.length > 0) continue;
        if (closed) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
