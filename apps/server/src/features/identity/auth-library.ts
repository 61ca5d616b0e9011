/**
 * better-auth, used as a library: passwords, users and sessions behind our own routes. None of its
 * HTTP endpoints is mounted; what follows is the whole of what the product calls.
 */
import { betterAuth } from 'better-auth/minimal';
import { randomToken } from '../../kernel/crypto/tokens.ts';
import type { Database } from '../../kernel/db/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { Logger } from '../../kernel/logger.ts';
import { createAuthAdapter } from './auth-adapter.ts';
import { createHashing } from './password/hashing.ts';
import { findCredentials } from './store.ts';

export interface AuthUser {
  id: string;
  name: string;
  email: string;
}

export interface AuthLibrary {
  /**
   * The person of that proven address and password; null when either is wrong, after the same work.
   * @param urgent goes before those who wait already: for devices that signed in before
   * @throws Problem rate_limited when too many wait
   */
  checkCredentials(credentials: {
    email: string;
    password: string;
    urgent: boolean;
  }): Promise<(AuthUser & { twoFactorEnabled: boolean }) | null>;
  checkPassword(userId: string, password: string): Promise<boolean>;
  /** @throws Problem rate_limited when too many wait */
  hashPassword(password: string, urgent?: boolean): Promise<string>;
  /** @throws Problem rate_limited when a password could not be looked at now */
  assertRoom(urgent: boolean): void;
  /**
   * Makes a session. @returns its token
   * @param session.organizationId where it starts; else where the person was last
   */
  createSession(session: {
    userId: string;
    userAgent: string | null;
    organizationId?: string;
  }): Promise<string>;
  createUser(user: { name: string; email: string; password: string }): Promise<string>;
}

export interface AuthParts {
  database: Database;
  secret: string;
  baseUrl: string;
  log: Logger;
  /** The organization that a new session of this user starts in. */
  startingOrganization(userId: string): Promise<string | null>;
}

/** Seven days without use end a session (spec 09). */
export const idleSeconds = 7 * 24 * 3600;

export function createAuthLibrary(parts: AuthParts): AuthLibrary {
  const hashing = createHashing();
  const auth = configure(parts, {
    hash: (password) => hashing.hash(password),
    verify: ({ hash, password }) => hashing.verify(hash, password),
  });

  return {
    async checkCredentials({ email, password, urgent }) {
      const found = await parts.database.withIdentity((tx) => findCredentials(tx, email));
      const right = await hashing.verify(found?.password ?? null, password, urgent);
      if (!found || !right) return null;
      const { id, name, twoFactorEnabled } = found;
      return { id, name, email: found.email, twoFactorEnabled };
    },
    async checkPassword(userId, password) {
      const { internalAdapter } = await auth.$context;
      const owned = await internalAdapter.findAccounts(userId);
      const stored = owned.find((account) => account.providerId === 'credential')?.password;
      return hashing.verify(stored ?? null, password, true);
    },
    hashPassword: (password, urgent) => hashing.hash(password, urgent),
    assertRoom: (urgent) => hashing.assertRoom(urgent),
    async createSession({ userId, userAgent, organizationId }) {
      const { internalAdapter } = await auth.$context;
      const own = {
        token: randomToken(),
        userAgent,
        ...(organizationId !== undefined && { activeOrganizationId: organizationId }),
      };
      const { token } = await internalAdapter.createSession(userId, false, own, true);
      return token;
    },
    async createUser({ name, email, password }) {
      const { internalAdapter } = await auth.$context;
      const user = await internalAdapter.createUser(
        { name, email: email.toLowerCase(), emailVerified: true },
        { method: 'email-password' },
      );
      await internalAdapter.linkAccount({
        userId: user.id,
        accountId: user.id,
        providerId: 'credential',
        password: await hashing.hash(password),
      });
      return user.id;
    },
  };
}

function configure(
  parts: AuthParts,
  password: {
    hash: (password: string) => Promise<string>;
    verify: (check: { hash: string; password: string }) => Promise<boolean>;
  },
) {
  return betterAuth({
    secret: parts.secret,
    baseURL: parts.baseUrl,
    database: createAuthAdapter(parts.database),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 8,
      maxPasswordLength: 128,
      password,
    },
    session: {
      expiresIn: idleSeconds,
      additionalFields: { activeOrganizationId: { type: 'string', required: false } },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => ({
            data: {
              ...session,
              activeOrganizationId:
                session.activeOrganizationId ?? (await parts.startingOrganization(session.userId)),
            },
          }),
        },
      },
    },
    advanced: { database: { generateId: () => newId() }, ipAddress: { disableIpTracking: true } },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // The library's messages may hold SQL with its parameters: only that it spoke is kept.
    logger: {
      level: 'error',
      log: () => parts.log.warn('Auth library reported a problem', { event: 'auth_library' }),
    },
  });
}
