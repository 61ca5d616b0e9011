/** Who a request comes from, as routes see it. Made by the identity feature, defined here. */
import type { Permission, Role } from '@partneros/contract/identity';
import type { OrganizationScope } from '../db/scope.ts';

/** The active organization of a session and what its role allows. */
export interface Membership {
  organizationId: string;
  role: Role;
  /** What a role of the organization's own grants; null for built-in roles. */
  grants: readonly string[] | null;
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
  /** The one organization that the session speaks for, when single sign-on made it. */
  pinnedOrganizationId: string | null;
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

/** What a request brings to say who it comes from. */
export interface Credentials {
  cookie?: string | undefined;
  authorization?: string | undefined;
}

/** Who a request comes from; null when it brings nothing that counts. */
export type Authenticate = (credentials: Credentials) => Promise<Authentication | null>;
