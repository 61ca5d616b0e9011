/** Members, invitations and portal users as they cross the wire. */
import { z } from 'zod';
import { id, listQuery, nextCursor, orNull, timestamp } from './common.ts';
import { organization, user } from './identity.ts';
import { role } from './permissions.ts';

const search = z.string().trim().min(1).max(200);
export const memberRole = z
  .enum(['owner', 'admin', 'member', 'viewer', 'custom'])
  .meta({ id: 'MemberRole' });
export type MemberRole = z.infer<typeof memberRole>;

/** The role to give: `custom` with the id of one of the organization's own, else a built-in one. */
const givenRole = {
  role: memberRole,
  roleId: id.nullable().default(null),
};
const roleFits = (given: { role: MemberRole; roleId: string | null }) =>
  (given.role === 'custom') === (given.roleId !== null);
const roleMisfit = {
  error: 'Give a roleId with the role custom, and with no other.',
  path: ['roleId'],
};

export const member = z
  .strictObject({
    id,
    userId: id,
    name: z.string(),
    email: z.string(),
    twoFactorEnabled: z.boolean(),
    role: memberRole,
    roleId: id.nullable(),
    roleName: z.string(),
    version: z.number().int(),
    createdAt: timestamp,
  })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof member>;

export const memberQuery = listQuery.extend({
  q: search.optional().meta({ description: 'Part of the name or the address.' }),
  role: memberRole.optional(),
  roleId: id.optional(),
});
export const memberList = z.strictObject({ members: z.array(member), nextCursor });
export const memberAnswer = z.strictObject({ member });
export const oneMember = z.strictObject({ memberId: id });
export const changeMemberBody = z.strictObject(givenRole).refine(roleFits, roleMisfit);

export const invitation = z
  .strictObject({
    id,
    email: z.string(),
    role: memberRole,
    roleId: id.nullable(),
    roleName: z.string(),
    state: z.enum(['pending', 'expired', 'accepted', 'revoked']),
    expiresAt: timestamp,
    createdAt: timestamp,
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof invitation>;

export const invitationQuery = listQuery.extend({
  state: z.enum(['pending', 'accepted', 'revoked']).optional(),
});
export const invitationList = z.strictObject({ invitations: z.array(invitation), nextCursor });
export const invitationAnswer = z.strictObject({ invitation });
export const createInvitationBody = z
  .strictObject({ email: z.email().max(254), ...givenRole })
  .refine(roleFits, roleMisfit);
export const oneInvitation = z.strictObject({ invitationId: id });

/** The token of a link in a mail. */
const token = z.string().min(20).max(100);
export const invitationTokenBody = z.strictObject({ token });
export const invitationPreview = z.strictObject({
  invitation: z
    .strictObject({
      organizationName: z.string(),
      email: z.string(),
      role,
      roleName: z.string(),
      needsAccount: z.boolean().meta({
        description:
          'True: accept-new takes name and password. False: sign in with the address first.',
      }),
    })
    .meta({ id: 'InvitationPreview' }),
});
export const acceptAnswer = z.strictObject({ organization });
export const acceptNewBody = z.strictObject({
  token,
  name: z.string().trim().min(1).max(100),
  password: z.string().min(8).max(128),
});
export const acceptNewAnswer = z.strictObject({ user, organization });

export const portalUser = z
  .strictObject({
    id,
    state: z.enum(['invited', 'expired', 'active', 'revoked']),
    name: z.string(),
    email: z.string(),
    contactId: id,
    partner: z.strictObject({ id, name: z.string() }),
    expiresAt: orNull(timestamp).meta({ description: 'Of an invitation that is not accepted.' }),
    createdAt: timestamp,
  })
  .meta({ id: 'PortalUser' });
export type PortalUser = z.infer<typeof portalUser>;

export const portalUserQuery = listQuery.extend({
  q: search.optional(),
  partnerId: id.optional(),
  state: z.enum(['invited', 'active', 'revoked']).optional(),
});
export const portalUserList = z.strictObject({ portalUsers: z.array(portalUser), nextCursor });
export const portalUserAnswer = z.strictObject({ portalUser });
export const invitePortalUserBody = z.strictObject({ contactId: id });
export const onePortalLink = z.strictObject({ linkId: id });
