/** Builds the feature's parts from the program's. */
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/database.ts';
import type { Authenticate } from '../../kernel/http/caller.ts';
import type { Logger } from '../../kernel/logger.ts';
import { type AuthLibrary, createAuthLibrary } from './auth-library.ts';
import { createAuthenticate } from './authenticate.ts';
import { createPlainCookie, type PlainCookie } from './plain-cookie.ts';
import { reachableOrganizations } from './reachable-organizations.ts';
import { createSessionCookie, type SessionCookie } from './session-cookie.ts';
import { createKnownDevice, type KnownDevice } from './sign-in-delays/known-device.ts';
import { findLastOrganization } from './store.ts';

export interface Identity {
  auth: AuthLibrary;
  authenticate: Authenticate;
  cookie: SessionCookie;
  challengeCookie: PlainCookie;
  signUpCookie: PlainCookie;
  knownDevice: KnownDevice;
}

export interface IdentityParts {
  database: Database;
  clock: Clock;
  log: Logger;
  /** Newest first. */
  sessionSecrets: readonly string[];
  /** The address the program is reached at, when configured. */
  publicUrl: string | null;
}

export function createIdentity(parts: IdentityParts): Identity {
  const { database, clock, log, sessionSecrets, publicUrl } = parts;
  const secure = publicUrl?.startsWith('https://') ?? false;
  const cookie = createSessionCookie(sessionSecrets, secure);
  const auth = createAuthLibrary({
    database,
    secret: sessionSecrets[0] ?? '',
    baseUrl: publicUrl ?? 'http://localhost',
    log,
    startingOrganization: (userId) => startingOrganization(database, userId),
  });
  return {
    auth,
    cookie,
    authenticate: createAuthenticate({ database, clock, cookie }),
    // Ten minutes, as long as a challenge; an hour, as long as a sign-up's link.
    challengeCookie: createPlainCookie({
      name: 'two_factor_challenge',
      path: '/api/auth/two-factor',
      maxAgeSeconds: 600,
      secure,
    }),
    signUpCookie: createPlainCookie({
      name: 'sign_up',
      path: '/api/auth/prove-address',
      maxAgeSeconds: 3600,
      secure,
    }),
    knownDevice: createKnownDevice(sessionSecrets, secure),
  };
}

/** Where the person was last, if they still belong there; else their first by name. */
async function startingOrganization(database: Database, userId: string): Promise<string | null> {
  const person = { userId, pinnedOrganizationId: null };
  const { open: organizations } = await reachableOrganizations(database, person);
  const last = await database.withIdentity((tx) => findLastOrganization(tx, userId));
  const again = organizations.find(({ id }) => id === last);
  return (again ?? organizations[0])?.id ?? null;
}
