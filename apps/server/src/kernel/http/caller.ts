/** Who a request comes from, as routes see it. Made by the identity feature, defined here. */
import type { Permission, Role } from '@partneros/contract/identity';
import type { OrganizationScope } from '../db/scope.ts';

/** The active organization of a session and what its role allows. */
export interface Membership {
  organizationId: string;
  role: Role;
  scope: OrganizationScope;
  may(permission: Permission): boolean;
}

export interface Caller {
  sessionId: string;
  userId: string;
  expiresAt: Date;
  /** When the person last proved who they are; sensitive acts ask for a recent proof. */
  confirmedAt: Date;
  membership: Membership | null;
}

/** A caller with an active organization, which most routes need. */
export interface OrganizationCaller extends Caller {
  membership: Membership;
}

export interface Authentication {
  caller: Caller;
  /** A `Set-Cookie` value that keeps a sliding session alive, when it is due. */
  renewal: string | null;
}

/** Reads the session of a request; null when there is none that counts. */
export type Authenticate = (cookieHeader: string | undefined) => Promise<Authentication | null>;
