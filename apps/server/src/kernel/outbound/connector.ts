import { promises as dns, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';
import { buildConnector } from 'undici';
import { OutboundFailure } from './failure.ts';
import { isPublicAddress } from './public-address.ts';

/** Milliseconds for name look-up, TCP and TLS together; under every sensible total time-out. */
const connectTimeout = 8_000;

/** What the guard asks of its surroundings; tests hand in their own. */
export interface GuardParts {
  resolve(hostname: string): Promise<LookupAddress[]>;
  isAllowed(address: string): boolean;
  /** `host:port` pairs that the operator named: simulators beside tests, nothing in production. */
  exemptHosts?: ReadonlySet<string>;
  /** Names of this program, which may have a public address in front of them. */
  ownNames?: ReadonlySet<string>;
}

/** Public unicast, and none of this machine's own addresses. */
export const publicGuard: GuardParts = {
  resolve: (hostname) => dns.lookup(hostname, { all: true, verbatim: true }),
  isAllowed: (address) => isPublicAddress(address) && !isOwnAddress(address),
};

/** Whether the operator has taken this host and port out of the guard (FETCH_ALLOW_HOSTS). */
export function isExempt(guard: GuardParts, { protocol, hostname, port }: Destination): boolean {
  const number = port || (protocol === 'https:' ? '443' : '80');
  return guard.exemptHosts?.has(`${hostname.toLowerCase()}:${number}`) ?? false;
}

interface Destination {
  protocol: string;
  hostname: string;
  port: string;
}

function isOwnAddress(address: string): boolean {
  return Object.values(networkInterfaces()).some((all) =>
    all?.some((own) => own.address === address),
  );
}

function forbidden(): OutboundFailure {
  return new OutboundFailure('forbidden', 'The host does not lead to the public internet.');
}

/** Marks an error of the connection phase: no byte of a request has been sent yet. */
function notConnected(error: Error): OutboundFailure {
  if (error instanceof OutboundFailure) return error;
  return new OutboundFailure('not_connected', 'No connection could be made.', { cause: error });
}

function reporting(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) => {
    connect(options, (...result) => {
      if (result[0] === null) callback(null, result[1]);
      else callback(notConnected(result[0]), null);
    });
  };
}

/** A connector that goes wherever it is told. */
export function trustedConnector(): buildConnector.connector {
  return reporting(buildConnector({ timeout: connectTimeout }));
}

/**
 * Resolves a name once, judges every address, and hands only judged ones to the socket, which
 * therefore connects to nothing else. One bad address spoils the name: a mixed answer is how a
 * rebinding attack looks.
 */
function guardedLookup(guard: GuardParts): LookupFunction {
  return (hostname, options, callback) => {
    guard.resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined || !addresses.every(({ address }) => guard.isAllowed(address))) {
          callback(forbidden(), []);
        } else if (options.all === true) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => {
        callback(error instanceof Error ? error : new Error('The name look-up failed.'), []);
      },
    );
  };
}

/**
 * A connector for URLs that a user can influence. IP literals never reach a look-up function, so
 * they are judged here; names are judged by `guardedLookup`; and the address that the socket ended
 * up with is compared once more.
 */
export function guardedConnector(guard: GuardParts): buildConnector.connector {
  const connect = reporting(
    buildConnector({ timeout: connectTimeout, lookup: guardedLookup(guard) }),
  );
  const unguarded = trustedConnector();
  return (options, callback) => {
    if (isExempt(guard, options)) {
      unguarded(options, callback);
      return;
    }
    if (isIP(options.hostname) !== 0 && !guard.isAllowed(options.hostname)) {
      callback(forbidden(), null);
      return;
    }
    connect(options, (...result) => {
      const socket = result[1];
      if (socket !== null && !guard.isAllowed(socket.remoteAddress ?? '')) {
        socket.destroy();
        callback(forbidden(), null);
      } else callback(...result);
    });
  };
}
