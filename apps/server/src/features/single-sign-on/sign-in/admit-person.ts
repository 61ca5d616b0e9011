/**
 * From a person whom a provider asserts to a session. The address is judged before any user is made
 * or linked; the link is (provider, subject); the session is for the provider's organization alone.
 */
import type { Role } from '@partneros/contract/identity';
import type { OrganizationTransaction } from '../../../kernel/db/database.ts';
import { type OrganizationScope, systemScope } from '../../../kernel/db/scope.ts';
import { newId } from '../../../kernel/ids.ts';
import type { AssertedPerson } from '../../../vendors/single-sign-on/port.ts';
import { recordAudit } from '../../audit/index.ts';
import {
  type AssertedUser,
  addAssertedMember,
  ensureProvenUser,
  findAssertedUser,
  type Standing,
  standingIn,
  startPinnedSession,
} from '../../identity/index.ts';
import type { SingleSignOnParts } from '../parts.ts';
import { maySpeakFor, normalAddress } from '../rules.ts';
import {
  findIdentity,
  findProvider,
  insertIdentity,
  speaksForDomain,
  touchIdentity,
} from '../store.ts';
import type { ProviderRow } from '../tables.ts';
import { Refusal } from './refusal.ts';
import { isUnchanged } from './take-answer.ts';

interface Asserted extends AssertedUser {
  subject: string;
  domain: string;
}

export interface AdmitInput {
  provider: ProviderRow;
  person: AssertedPerson;
  userAgent: string | null;
  requestId: string;
}

/** @returns the session's cookie @throws Refusal */
export async function admitPerson(
  parts: SingleSignOnParts,
  { provider, person, userAgent, requestId }: AdmitInput,
): Promise<string> {
  const asserted = judgeAddress(person);
  const { organizationId } = provider;
  const scope = systemScope(organizationId, 'single-sign-on');
  const known = await findAssertedUser(parts.database, asserted.email);
  // First without a trace: a person who may not come in leaves no user behind.
  const expected = await parts.database.withOrganization(scope, (tx) =>
    decide(tx, provider, asserted, known),
  );
  const userId = expected.linkedUserId ?? (await ensureProvenUser(parts.database, asserted));
  const memberId = await parts.database.withOrganization(scope, (tx) =>
    settle(parts, tx, { provider, asserted, userId, requestId }),
  );
  const cookie = await startPinnedSession(parts, { userId, organizationId, userAgent });
  const actor: OrganizationScope['actor'] = { kind: 'member', userId, memberId };
  await parts.database.withOrganization({ organizationId, actor }, (tx) =>
    recordAudit(tx, {
      action: 'session.signed_in',
      target: { type: 'user', id: userId },
      details: { method: 'sso', providerId: provider.id },
      requestId,
    }),
  );
  return cookie;
}

function judgeAddress({ subject, email, emailVerified, name }: AssertedPerson): Asserted {
  if (email === null) throw new Refusal('address_missing');
  if (!emailVerified) throw new Refusal('address_unverified');
  const address = normalAddress(email);
  if (!address) throw new Refusal('address_missing', 'address_malformed');
  const given = name
    ?.replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
  return { ...address, subject, name: given || (address.email.split('@')[0] ?? address.email) };
}

const nobody: Standing = { member: null, portalUser: false };

interface Decision {
  /** The user of the subject, where the provider has signed them in before. */
  linkedUserId: string | null;
  memberId: string | null;
}

/** Whether the person may come in, and as whom, by what stands now. @throws Refusal */
async function decide(
  tx: OrganizationTransaction,
  provider: ProviderRow,
  asserted: Asserted,
  known: string | null,
): Promise<Decision> {
  await requireAuthority(tx, provider, asserted.domain);
  const linkedUserId = await linkedUserOf(tx, provider, asserted, known);
  const userId = linkedUserId ?? known;
  const standing = userId === null ? nobody : await standingIn(tx, userId);
  if (standing.portalUser) throw new Refusal('portal_user');
  const { member } = standing;
  // Somebody who was linked and is no member was removed: the provider does not bring them back.
  const mayJoin = provider.justInTime && linkedUserId === null;
  if (!member && !mayJoin) throw new Refusal('invitation_needed');
  requireTrust(provider, member?.role ?? provider.defaultRole);
  return { linkedUserId, memberId: member?.id ?? null };
}

function requireTrust({ authority }: ProviderRow, role: Role): void {
  if (!maySpeakFor(authority, role)) throw new Refusal('provider_not_trusted');
}

/** The provider stands as it did, and speaks for the domain. @throws Refusal */
async function requireAuthority(
  tx: OrganizationTransaction,
  provider: ProviderRow,
  domain: string,
): Promise<void> {
  const current = await findProvider(tx, provider.id, 'share');
  if (!isUnchanged(current, { providerVersion: provider.version })) {
    throw new Refusal('provider_changed');
  }
  if (!(await speaksForDomain(tx, provider.id, domain))) throw new Refusal('domain_not_allowed');
}

/**
 * Whom the provider has signed in under this subject. Subject and address must not point at two
 * people, nor two subjects at one. @throws Refusal
 */
async function linkedUserOf(
  tx: OrganizationTransaction,
  provider: ProviderRow,
  { subject }: Asserted,
  known: string | null,
): Promise<string | null> {
  const link = await findIdentity(tx, provider.id, { subject });
  if (link) {
    if (known !== null && link.userId !== known) throw new Refusal('subject_conflict');
    return link.userId;
  }
  const taken = known !== null && (await findIdentity(tx, provider.id, { userId: known }));
  if (taken) throw new Refusal('subject_conflict');
  return null;
}

interface Settling {
  provider: ProviderRow;
  asserted: Asserted;
  userId: string;
  requestId: string;
}

/** Makes member and link where they are missing; all is judged again, for time has passed. */
async function settle(
  parts: SingleSignOnParts,
  tx: OrganizationTransaction,
  { provider, asserted, userId, requestId }: Settling,
): Promise<string> {
  const decision = await decide(tx, provider, asserted, userId);
  const memberId = decision.memberId ?? (await addAssertedMember(tx, userId, provider.defaultRole));
  const link = await findIdentity(tx, provider.id, { subject: asserted.subject });
  if (link) {
    await touchIdentity(tx, link.id, parts.clock.now());
    return memberId;
  }
  const identity = {
    id: newId(),
    organizationId: provider.organizationId,
    providerId: provider.id,
    subject: asserted.subject,
    userId,
  };
  if (!(await insertIdentity(tx, identity))) throw new Refusal('subject_conflict');
  await recordAudit(tx, {
    action: 'sso.identity_linked',
    target: { type: 'user', id: userId },
    details: { providerId: provider.id },
    requestId,
  });
  return memberId;
}
