/**
 * Set up before every test file of the `server` and `checks` projects: closes the network.
 *
 * Connections to this machine pass (the databases, simulators and servers that tests start), and so
 * do those to the host of `TEST_DATABASE_URL`. Any other connection, datagram or name look-up throws
 * where it is attempted and, because product code may well catch that, also fails the test in which
 * it happened. Processes that a test starts are not watched.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { afterEach } from 'vitest';

const blocked: string[] = [];
const databaseUrl = process.env['TEST_DATABASE_URL'];
const databaseHost = databaseUrl === undefined ? undefined : new URL(databaseUrl).hostname;

const loopback = new net.BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

function isLocal(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (name === databaseHost || name === 'localhost' || name.endsWith('.localhost')) return true;
  const family = net.isIP(name);
  return family !== 0 && loopback.check(name, family === 6 ? 'ipv6' : 'ipv4');
}

function refuse(attempt: string): Error {
  blocked.push(attempt);
  return new Error(`Tests reach this machine only; refused: ${attempt}.`);
}

/** Takes the refused attempts since the last call or the last test, for a test that provokes one. */
export function takeRefusedAttempts(): string[] {
  return blocked.splice(0);
}

/** The host that arguments of `socket.connect` name; undefined for a path on this machine. */
function hostOf(args: readonly unknown[]): string | undefined {
  // `net.connect` hands over its already normalized arguments as one array.
  const [first, second]: readonly unknown[] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'object' && first !== null) {
    if ('path' in first && typeof first.path === 'string') return undefined;
    return 'host' in first && typeof first.host === 'string' ? first.host : 'localhost';
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return undefined;
  return typeof second === 'string' ? second : 'localhost';
}

function guardSockets(): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called below with its own receiver
  const connect = net.Socket.prototype.connect;
  function guardedConnect(this: net.Socket, ...args: unknown[]): net.Socket {
    const host = hostOf(args);
    if (host !== undefined && !isLocal(host)) throw refuse(`a connection to ${host}`);
    Reflect.apply(connect, this, args);
    return this;
  }
  Reflect.set(net.Socket.prototype, 'connect', guardedConnect);
}

function guardDatagrams(): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called below with its own receiver
  const send = dgram.Socket.prototype.send;
  function guardedSend(this: dgram.Socket, ...args: unknown[]): unknown {
    const host = args.slice(1).find((argument) => typeof argument === 'string') ?? 'localhost';
    if (!isLocal(host)) throw refuse(`a datagram to ${host}`);
    return Reflect.apply(send, this, args);
  }
  Reflect.set(dgram.Socket.prototype, 'send', guardedSend);
}

/** Look-ups that would ask a name server; numbers and `localhost` stay on this machine. */
function guardLookUps(module: object, refuseLookUp: (error: Error) => unknown): void {
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveTxt']) {
    const original: unknown = Reflect.get(module, name);
    if (typeof original !== 'function') throw new Error(`node:dns has no ${name}.`);
    function guardedLookUp(this: unknown, host: string, ...rest: unknown[]): unknown {
      if (net.isIP(host) !== 0 || isLocal(host)) {
        return Reflect.apply(original as CallableFunction, this, [host, ...rest]); // checked above
      }
      return refuseLookUp(refuse(`a look-up of ${host}`));
    }
    Reflect.set(module, name, guardedLookUp);
  }
}

guardSockets();
guardDatagrams();
guardLookUps(dns, (error) => {
  throw error;
});
guardLookUps(dns.promises, (error) => Promise.reject(error));
syncBuiltinESMExports();

afterEach(() => {
  const attempts = takeRefusedAttempts();
  if (attempts.length > 0) throw new Error(`Unplanned network use: ${attempts.join('; ')}.`);
});
