/**
 * Which hosts and origins are ours. One check before every route: an unknown `Host` is refused, and
 * so is a state-changing request that a browser sent from another site (spec 09, “Browser and
 * requests”). Requests without `Origin` that no browser made (curl) pass.
 */
import { Problem } from './problem.ts';

export interface OwnOrigin {
  /** Throws Problem when the request names a host that is not ours. */
  checkHost(host: string | undefined): void;
  /** Throws Problem forbidden_origin for a state-changing request from elsewhere. */
  checkOrigin(method: string, headers: { origin?: string; fetchSite?: string }): void;
  /** The base of links in answers to this request: PUBLIC_URL, else the loopback name it came by. */
  baseUrl(host: string | undefined): string;
}

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

export function createOwnOrigin(publicUrl: string | null, port: () => number): OwnOrigin {
  const given = publicUrl ? new URL(publicUrl) : null;
  const hosts = () =>
    given ? [given.host] : ['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${port()}`);
  const isOurs = (host: string) => hosts().includes(host.toLowerCase());

  return {
    checkHost(host) {
      if (host !== undefined && isOurs(host)) return;
      throw new Problem(
        'validation_failed',
        'This address is not one that the server answers to. Use the one in PUBLIC_URL.',
      );
    },
    checkOrigin(method, { origin, fetchSite }) {
      if (!changing.has(method)) return;
      if (origin !== undefined) {
        const scheme = given ? given.protocol : 'http:';
        if (hosts().some((host) => origin === `${scheme}//${host}`)) return;
        throw new Problem('forbidden_origin', 'Requests from this origin are not accepted.');
      }
      if (fetchSite === undefined || fetchSite === 'same-origin') return;
      throw new Problem('forbidden_origin', 'Requests from another site are not accepted.');
    },
    baseUrl(host) {
      if (given) return given.origin;
      const name = host !== undefined && isOurs(host) ? host.toLowerCase() : `127.0.0.1:${port()}`;
      return `http://${name}`;
    },
  };
}
