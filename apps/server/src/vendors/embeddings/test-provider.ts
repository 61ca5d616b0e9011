/** An embedding provider for tests: a real HTTP server whose answers can be bent. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

export interface ReceivedCall {
  path: string;
  authorization: string | undefined;
  body: { model: string; input: string[]; encoding_format: string };
}

export interface TestProvider {
  /** What EMBEDDING_BASE_URL would be. */
  baseUrl: string;
  host: string;
  calls: ReceivedCall[];
  /** Every text that was ever sent, in order. */
  texts(): string[];
  /** How it answers from now on; null: properly. */
  answerWith(mishap: Mishap | null): void;
  close(): Promise<void>;
}

export type Mishap =
  | { status: number; body: string }
  | { bend: (vectors: { index: number; embedding: number[] }[]) => unknown }
  | 'hang'
  | 'hang_up';

const requestBody = z.strictObject({
  model: z.string(),
  input: z.array(z.string()).min(1),
  encoding_format: z.string(),
});

const dimensions = 16;

/** Words counted in a few buckets: alike texts get alike vectors, always the same. */
function embed(text: string): number[] {
  const vector = new Array<number>(dimensions).fill(0.25);
  for (const word of text.toLowerCase().split(/[^a-z]+/)) {
    const bucket = [...word].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % dimensions;
    vector[bucket] = (vector[bucket] ?? 0) + word.length / 3;
  }
  return vector;
}

/** Answers in the shape of OpenAI's `POST /embeddings`, with the vectors in reverse order. */
export async function startTestProvider(): Promise<TestProvider> {
  const calls: ReceivedCall[] = [];
  let mishap: Mishap | null = null;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = requestBody.parse(JSON.parse(Buffer.concat(chunks).toString()));
      const { authorization } = request.headers;
      calls.push({ path: request.url ?? '', authorization, body });
      if (mishap === 'hang') return;
      if (mishap === 'hang_up') {
        request.socket.destroy();
        return;
      }
      const vectors = body.input
        .map((text, index) => ({ index, embedding: embed(text) }))
        .reverse();
      response.setHeader('content-type', 'application/json');
      if (mishap !== null && 'status' in mishap) {
        response.statusCode = mishap.status;
        response.end(mishap.body);
        return;
      }
      const data = mishap === null ? vectors : mishap.bend(vectors);
      response.end(JSON.stringify({ object: 'list', model: body.model, data }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Listening on an address, not on a pipe.
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    host: `127.0.0.1:${port}`,
    calls,
    texts: () => calls.flatMap((call) => call.body.input),
    answerWith(next) {
      mishap = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
