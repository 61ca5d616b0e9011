/** A mail server that keeps what it takes and fails as told, at any stage of the conversation. */
import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** Where a fault strikes; `taken`: after the whole message has come. */
export type SmtpStage = 'connect' | 'login' | 'sender' | 'recipient' | 'taken';

/** `refuse`: 550; `later`: 451; `hang`: no answer ever; `drop`: the connection breaks. */
export type SmtpFault = 'refuse' | 'later' | 'hang' | 'drop';

export interface ReceivedMail {
  from: string;
  to: string[];
  /** The message as it came. */
  source: string;
  user: string | null;
}

export interface SmtpSimulator {
  /** Without credentials. */
  url: string;
  port: number;
  /** Messages that came whole, also those whose sender was left in doubt. */
  received: ReceivedMail[];
  /** From now on; null for an honest server. */
  fail(stage: SmtpStage, fault: SmtpFault | null): void;
  close(): Promise<void>;
}

type Answer = (error?: Error | null) => void;

const replies = { refuse: 550, later: 451 } as const;

type Strike = (stage: SmtpStage, session: SMTPServerSession, answer: Answer) => void;

export async function startSmtpSimulator(): Promise<SmtpSimulator> {
  const faults = new Map<SmtpStage, SmtpFault>();
  const sockets = new Map<number, Socket>();
  const received: ReceivedMail[] = [];

  const strike: Strike = (stage, session, answer) => {
    const fault = faults.get(stage);
    if (fault === undefined) return answer();
    if (fault === 'hang') return;
    if (fault === 'drop') return void sockets.get(session.remotePort)?.destroy();
    answer(Object.assign(new Error(`told to ${fault}`), { responseCode: replies[fault] }));
  };
  const server = createServer(strike, received);
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    const { remotePort = 0 } = socket;
    sockets.set(remotePort, socket);
    socket.once('close', () => sockets.delete(remotePort));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    received,
    fail: (stage, fault) => void (fault ? faults.set(stage, fault) : faults.delete(stage)),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.values()) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function createServer(strike: Strike, received: ReceivedMail[]): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    logger: false,
    onConnect: (session, answer) => strike('connect', session, answer),
    onAuth: ({ username }, session, answer) =>
      strike('login', session, (error) =>
        error ? answer(error) : answer(null, { user: username }),
      ),
    onMailFrom: (_address, session, answer) => strike('sender', session, answer),
    onRcptTo: (_address, session, answer) => strike('recipient', session, answer),
    onData(stream, session, answer) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push(receivedMail(session, Buffer.concat(chunks)));
        strike('taken', session, answer);
      });
    },
  });
}

function receivedMail({ envelope, user }: SMTPServerSession, source: Buffer): ReceivedMail {
  const { mailFrom, rcptTo } = envelope;
  return {
    from: mailFrom === false ? '' : mailFrom.address,
    to: rcptTo.map(({ address }) => address),
    source: source.toString('utf8'),
    user: typeof user === 'string' ? user : null,
  };
}
