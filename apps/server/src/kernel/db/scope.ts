/** Who is asking and for which organization: what a transaction is bound to. */

/** A member of the organization, at the vendor. */
export interface MemberActor {
  kind: 'member';
  userId: string;
  memberId: string;
}

/** A contact of a partner in the portal; sees that partner's data only. */
export interface PortalActor {
  kind: 'portal';
  userId: string;
  partnerId: string;
  contactId: string;
}

/** A program of the organization's, let in by a bearer token. */
export interface ServiceActor {
  kind: 'service';
  serviceAccountId: string;
  /** As the organization calls it, for the audit log. */
  name: string;
}

/** The program itself: a job, the set-up, a callback before anybody is known. */
export interface SystemActor {
  kind: 'system';
  /** What is doing it, such as `integrations.refresh-schema`. */
  name: string;
}

export type Actor = MemberActor | PortalActor | ServiceActor | SystemActor;

export interface OrganizationScope {
  organizationId: string;
  actor: Actor;
}

/** The user or service account that acts; null for the program itself. */
export function actorIdOf(actor: Actor): string | null {
  if (actor.kind === 'system') return null;
  return actor.kind === 'service' ? actor.serviceAccountId : actor.userId;
}

export function systemScope(organizationId: string, name: string): OrganizationScope {
  return { organizationId, actor: { kind: 'system', name } };
}
