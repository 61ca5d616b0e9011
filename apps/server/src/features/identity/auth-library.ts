/**
 * better-auth, used as a library: passwords, users and sessions behind our own routes. None of its
 * HTTP endpoints is mounted; what follows is the whole of what the product calls.
 */

import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { betterAuth } from 'better-auth/minimal';
import type { Database } from '../../kernel/db/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { Logger } from '../../kernel/logger.ts';
import { createSemaphore } from '../../kernel/semaphore.ts';
import { createAuthAdapter } from './auth-adapter.ts';

export interface AuthUser {
  id: string;
  name: string;
  email: string;
}

export interface AuthLibrary {
  /** Checks the password and makes a session; null when address or password is wrong. */
  signIn(credentials: {
    email: string;
    password: string;
    userAgent: string | null;
  }): Promise<{ user: AuthUser; token: string } | null>;
  checkPassword(userId: string, password: string): Promise<boolean>;
  hashPassword(password: string): Promise<string>;
  /** Makes a session. @returns its token */
  createSession(session: { userId: string; userAgent: string | null }): Promise<string>;
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
  // Each hash takes 16 MB and a thread: four at once leave the machine usable (spec 09).
  const hashing = createSemaphore(4);
  const hash = (password: string) => hashing.run(() => hashPassword(password));
  const verify = (check: { hash: string; password: string }) =>
    hashing.run(() => verifyPassword(check));
  const auth = configure(parts, { hash, verify });

  return {
    async signIn({ email, password, userAgent }) {
      try {
        const { token, user } = await auth.api.signInEmail({
          body: { email, password },
          headers: new Headers(userAgent === null ? {} : { 'user-agent': userAgent }),
        });
        return { token, user: { id: user.id, name: user.name, email: user.email } };
      } catch (error) {
        if (isWrongCredentials(error)) return null;
        throw error;
      }
    },
    async checkPassword(userId, password) {
      const { internalAdapter } = await auth.$context;
      const owned = await internalAdapter.findAccounts(userId);
      const stored = owned.find((account) => account.providerId === 'credential')?.password;
      return stored ? verify({ hash: stored, password }) : false;
    },
    hashPassword: hash,
    async createSession({ userId, userAgent }) {
      const { internalAdapter } = await auth.$context;
      const { token } = await internalAdapter.createSession(userId, false, { userAgent });
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
        password: await hash(password),
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
              activeOrganizationId: await parts.startingOrganization(session.userId),
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

function isWrongCredentials(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === 401;
}
