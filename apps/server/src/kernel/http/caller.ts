/** Who a request comes from, as routes see it. Made by the identity feature, defined here. */
import type { Permission, Reach, Role } from '@partneros/contract/permissions';
import type { OrganizationScope } from '../db/scope.ts';

/** The active organization of a session and what its role allows. */
export interface Membership {
  organizationId: string;
  role: Role;
  /** What a role of the organization's own grants; null for built-in roles. */
  grants: readonly string[] | null;
  scope: OrganizationScope;
  may(permission: Permission): boolean;
  /** How far the role holds it, `all` where it has no reaches; null when not at all. */
  reachOf(permission: Permission): Reach | null;
}

/** A person with a session. */
export interface Caller {
  kind: 'person';
  sessionId: string;
  userId: string;
  expiresAt: Date;
  /** When the person last proved who they are; sensitive acts ask for a recent proof. */
  confirmedAt: Date;
  membership: Membership | null;
  /** The one organization that the session speaks for, when single sign-on made it. */
  pinnedOrganizationId: string | null;
}

/** A person with an active organization, which what only a person may do needs. */
export interface OrganizationCaller extends Caller {
  membership: Membership;
}

/** A program with a bearer token: no session, no user, one organization. */
export interface ServiceCaller {
  kind: 'service';
  serviceAccountId: string;
  membership: Membership;
}

/** Whoever may act in an organization: most operations do not ask whether it is a person. */
export type ActingCaller = OrganizationCaller | ServiceCaller;

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

/** The person of a session; null when the request brings none that counts. */
export type Authenticate = (credentials: Credentials) => Promise<Authentication | null>;

/** Who a request comes from, person or program; null when it brings nothing that counts. */
export type Identify = (
  credentials: Credentials,
) => Promise<{ caller: Caller | ServiceCaller; renewal: string | null } | null>;
