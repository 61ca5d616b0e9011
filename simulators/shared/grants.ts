/**
 * What users have granted to apps: refresh-token families and their access tokens (spec 06, 1.2, 1.3
 * and 2.1). With rotation each refresh gives a new refresh token and kills the old one without grace;
 * an old one shown again revokes the whole family. A family unused for longer than the app's idle
 * time dies too.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';

export interface Grant {
  id: string;
  clientId: string;
  accountKey: string;
  scope: string;
  /** Null for client credentials, and without a refresh scope. */
  refreshToken: string | null;
  retired: string[];
  revoked: boolean;
  lastUsedAt: number;
  refreshes: number;
}

interface AccessToken {
  value: string;
  grantId: string;
  issuedAt: number;
  expiresAt: number;
}

/** Older refresh tokens that are still recognised as stolen when they come back. */
const REMEMBERED_TOKENS = 200;

export interface GrantState {
  grants: Grant[];
  accessTokens: AccessToken[];
}

export type RefreshOutcome =
  | { kind: 'refreshed'; grant: Grant; rotated: boolean }
  | { kind: 'unknown' }
  | { kind: 'reused'; grant: Grant }
  | { kind: 'expired'; grant: Grant };

export class Grants {
  readonly #clock: Clock;
  readonly #makeRefreshToken: () => string;
  #grants: Grant[] = [];
  #accessTokens = new Map<string, AccessToken>();

  /** @param makeRefreshToken a new random refresh token in the vendor's form */
  constructor(clock: Clock, makeRefreshToken: () => string) {
    this.#clock = clock;
    this.#makeRefreshToken = makeRefreshToken;
  }

  create(clientId: string, accountKey: string, scope: string, withRefreshToken: boolean): Grant {
    const grant = {
      id: randomUUID(),
      clientId,
      accountKey,
      scope,
      refreshToken: withRefreshToken ? this.#makeRefreshToken() : null,
      retired: [],
      revoked: false,
      lastUsedAt: this.#clock.now(),
      refreshes: 0,
    };
    this.#grants.push(grant);
    return grant;
  }

  /** Makes `value` an access token of the grant, for so many seconds from now. */
  issueAccessToken(grant: Grant, value: string, lifetimeSeconds: number): string {
    const now = this.#clock.now();
    this.#forgetDeadTokens(now);
    this.#accessTokens.set(value, {
      value,
      grantId: grant.id,
      issuedAt: now,
      expiresAt: now + lifetimeSeconds * 1000,
    });
    return value;
  }

  refresh(token: string, clientId: string, rules: RefreshRules): RefreshOutcome {
    const grant = this.#byRefreshToken(token);
    if (!grant || grant.clientId !== clientId || grant.revoked) return { kind: 'unknown' };
    if (grant.refreshToken !== token) {
      this.revoke(grant);
      return { kind: 'reused', grant };
    }
    const now = this.#clock.now();
    if (now - grant.lastUsedAt > rules.idleSeconds * 1000) {
      this.revoke(grant);
      return { kind: 'expired', grant };
    }
    grant.lastUsedAt = now;
    grant.refreshes += 1;
    if (rules.rotation) {
      grant.retired = [...grant.retired, token].slice(-REMEMBERED_TOKENS);
      grant.refreshToken = this.#makeRefreshToken();
    }
    return { kind: 'refreshed', grant, rotated: rules.rotation };
  }

  /** The grant of a living access token. */
  findByAccessToken(value: string): { grant: Grant; expiresAt: number } | undefined {
    const token = this.#accessTokens.get(value);
    if (!token || token.expiresAt <= this.#clock.now()) return undefined;
    const grant = this.#grants.find((candidate) => candidate.id === token.grantId);
    return grant && !grant.revoked ? { grant, expiresAt: token.expiresAt } : undefined;
  }

  /** The grant of a living token of either kind; `expiresAt` is null for a refresh token. */
  findLiving(value: string): { grant: Grant; expiresAt: number | null } | undefined {
    const access = this.findByAccessToken(value);
    if (access) return access;
    const grant = this.#grants.find((candidate) => candidate.refreshToken === value);
    return grant && !grant.revoked ? { grant, expiresAt: null } : undefined;
  }

  /** When an access token ended, if it is known and its grant still lives. */
  endOf(value: string): number | undefined {
    const token = this.#accessTokens.get(value);
    const grant = this.#grants.find((candidate) => candidate.id === token?.grantId);
    return grant && !grant.revoked ? token?.expiresAt : undefined;
  }

  /** Of any token, dead ones too: to know whom a request is about. */
  findByAnyToken(value: string): Grant | undefined {
    const access = this.#accessTokens.get(value);
    if (access) return this.#grants.find((grant) => grant.id === access.grantId);
    return this.#byRefreshToken(value);
  }

  expire(accessToken: string): void {
    const token = this.#accessTokens.get(accessToken);
    if (token) token.expiresAt = this.#clock.now();
  }

  expireAllOf(accountKey: string): void {
    const ids = new Set(this.#of(accountKey).map((grant) => grant.id));
    for (const token of this.#accessTokens.values()) {
      if (ids.has(token.grantId)) token.expiresAt = this.#clock.now();
    }
  }

  revoke(grant: Grant): void {
    grant.revoked = true;
    for (const [value, token] of this.#accessTokens) {
      if (token.grantId === grant.id) this.#accessTokens.delete(value);
    }
  }

  revokeAllOf(accountKey: string): void {
    for (const grant of this.#of(accountKey)) this.revoke(grant);
  }

  /** Only this access token; its family lives on. */
  revokeAccessToken(value: string): void {
    this.#accessTokens.delete(value);
  }

  livingOf(accountKey: string, clientId?: string): Grant[] {
    return this.#of(accountKey).filter(
      (grant) => !grant.revoked && (clientId === undefined || grant.clientId === clientId),
    );
  }

  snapshot(): GrantState {
    this.#forgetDeadTokens(this.#clock.now());
    return {
      grants: this.#grants.filter((grant) => !grant.revoked),
      accessTokens: [...this.#accessTokens.values()],
    };
  }

  restore(state: GrantState): void {
    this.#grants = state.grants;
    this.#accessTokens = new Map(state.accessTokens.map((token) => [token.value, token]));
  }

  #of(accountKey: string): Grant[] {
    return this.#grants.filter((grant) => grant.accountKey === accountKey);
  }

  #byRefreshToken(token: string): Grant | undefined {
    return this.#grants.find(
      (grant) => grant.refreshToken === token || grant.retired.includes(token),
    );
  }

  /** Tokens a day past their end are no longer worth keeping. */
  #forgetDeadTokens(now: number): void {
    for (const [value, token] of this.#accessTokens) {
      if (token.expiresAt < now - 86_400_000) this.#accessTokens.delete(value);
    }
  }
}

export interface RefreshRules {
  rotation: boolean;
  idleSeconds: number;
}
