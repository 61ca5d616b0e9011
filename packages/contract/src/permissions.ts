/**
 * The one catalogue of permissions: what each lets a person do, how far it reaches, and which
 * built-in roles hold it. Guards, the session's list, the Permissions screen, custom roles and the
 * text of the API's document are all made from it.
 */
import { z } from 'zod';

/** Built-in roles, an organization's own (`custom`), and `partner` for portal users only. */
export const role = z
  .enum(['owner', 'admin', 'member', 'viewer', 'custom', 'partner'])
  .meta({ id: 'Role' });
export type Role = z.infer<typeof role>;
export type BuiltInRole = Exclude<Role, 'custom'>;

/** How far a permission goes: rows of one's own, of one's team, or all of the organization's. */
export const reach = z.enum(['own', 'team', 'all']).meta({ id: 'Reach' });
export type Reach = z.infer<typeof reach>;

export interface PermissionEntry {
  /** The heading it stands under on the Permissions screen. */
  area: string;
  /** What it lets a person do. */
  sentence: string;
  /** The reaches to choose from, narrow to wide; empty where the permission has none. */
  reaches: readonly Reach[];
  /** How far each built-in role holds it; `all` where it has no reaches. */
  holders: Readonly<Partial<Record<BuiltInRole, Reach>>>;
}

type Described = Omit<PermissionEntry, 'area'>;

const owners: readonly BuiltInRole[] = ['owner'];
const administrators: readonly BuiltInRole[] = ['owner', 'admin'];
const contributors: readonly BuiltInRole[] = ['owner', 'admin', 'member'];
const members: readonly BuiltInRole[] = ['owner', 'admin', 'member', 'viewer'];
const everyone: readonly BuiltInRole[] = ['owner', 'admin', 'member', 'viewer', 'partner'];

function held(by: readonly BuiltInRole[], sentence: string): Described {
  return { sentence, reaches: [], holders: holdersOf(by) };
}

/** A permission with reaches: members hold it for all rows, portal users for their own. */
function reaching(by: readonly BuiltInRole[], sentence: string): Described {
  const partner = by.includes('partner') ? ({ partner: 'own' } as const) : {};
  return {
    sentence,
    reaches: ['own', 'team', 'all'],
    holders: { ...holdersOf(by), ...partner },
  };
}

function holdersOf(by: readonly BuiltInRole[]): Partial<Record<BuiltInRole, Reach>> {
  return Object.fromEntries(by.map((name) => [name, 'all' as const]));
}

function area<Name extends string>(
  name: string,
  entries: Readonly<Record<Name, Described>>,
): Readonly<Record<Name, PermissionEntry>> {
  const named = Object.entries<Described>(entries).map(([key, entry]) => [
    key,
    { area: name, ...entry },
  ]);
  // The names are those of the argument, which fromEntries does not tell the compiler.
  return Object.fromEntries(named) as Record<Name, PermissionEntry>;
}

export const permissionCatalogue = {
  ...area('Partners', {
    'partner.read': reaching(everyone, 'See partners and their profiles.'),
    'partner.write': reaching(contributors, 'Add, change and archive partners.'),
    'contact.read': reaching(everyone, 'See the people at partners.'),
    'contact.write': reaching(contributors, 'Add, change and archive contacts.'),
  }),
  ...area('Deals', {
    'deal_registration.read': reaching(everyone, 'See deal registrations.'),
    'deal_registration.write': reaching(
      [...contributors, 'partner'],
      'Register deals, and change registrations that are not decided.',
    ),
    'deal_registration.decide': reaching(administrators, 'Approve and decline registrations.'),
    'deal.read': reaching(everyone, 'See deals.'),
    'deal.write': reaching(contributors, 'Change deals.'),
  }),
  ...area('Protected fields', {
    'field_group.commercial_terms': held(contributors, 'See margins, discounts and terms.'),
    'field_group.payouts': held(administrators, 'See what is paid to partners.'),
    'field_group.internal_notes': held(members, 'See notes that are not meant for partners.'),
    'field_group.ai_scores': held(members, 'See scores that AI has given.'),
  }),
  ...area('Integrations', {
    'connection.read': held(members, 'See connections to CRMs and their state.'),
    'connection.connect': held(administrators, 'Connect a CRM.'),
    'connection.disconnect': held(administrators, 'Disconnect a CRM.'),
    'schema.read': held(members, 'See the objects and fields of a connected CRM.'),
    'schema.refresh': held(contributors, 'Read the fields of a connected CRM anew.'),
    'drift.read': held(members, 'See what changed in the fields of a connected CRM.'),
    'mapping.read': held(members, 'See how fields are mapped.'),
    'mapping.suggest': held(contributors, 'Ask for suggested field pairs.'),
    'mapping.write': held(administrators, 'Save and confirm mappings.'),
    'object_fields.read': held(everyone, 'See the fields of PartnerOS objects.'),
  }),
  ...area('Organization', {
    'organization.read': held(members, 'See the organization’s settings.'),
    'organization.update': held(administrators, 'Change name, logo, industry, billing address.'),
    'member.read': held(members, 'See who belongs to the organization.'),
    'member.invite': held(administrators, 'Invite people and take invitations back.'),
    'member.update': held(administrators, 'Give members another role.'),
    'member.remove': held(administrators, 'Remove members.'),
    'role.read': held(members, 'See roles and what they allow.'),
    'role.write': held(administrators, 'Make, change and delete the organization’s own roles.'),
    'portal_user.read': held(contributors, 'See who has access to the portal.'),
    'portal_user.invite': held(administrators, 'Invite contacts to the portal.'),
    'portal_user.revoke': held(administrators, 'Take portal access back.'),
  }),
  ...area('Security', {
    'security.read': held(administrators, 'See the security settings.'),
    'security.write': held(owners, 'Change the security settings.'),
    'sso.read': held(administrators, 'See single sign-on: domains and identity providers.'),
    'sso.write': held(administrators, 'Set up single sign-on.'),
    'service_account.read': held(administrators, 'See service accounts.'),
    'service_account.write': held(administrators, 'Make service accounts and their tokens.'),
    'audit.read': held(administrators, 'Read the audit log.'),
    'audit.export': held(administrators, 'Export the audit log.'),
    'privacy.export': held(administrators, 'Gather what is known about a person.'),
    'privacy.erase': held(administrators, 'Erase what is known about a person.'),
    'retention.read': held(administrators, 'See how long things are kept.'),
    'retention.write': held(owners, 'Change how long things are kept.'),
  }),
  ...area('Files', {
    'file.read': held(everyone, 'Open files.'),
    'file.upload': held(contributors, 'Upload files.'),
  }),
} as const;

// The catalogue's keys are exactly the permissions, which Object.keys does not tell the compiler.
const names = Object.keys(permissionCatalogue) as (keyof typeof permissionCatalogue)[];

/** `resource.action`. */
export const permission = z.enum(names).meta({ id: 'Permission' });
export type Permission = z.infer<typeof permission>;

/** What a role of the organization's own is made of: the permission, with a reach where it has some. */
export const grant = z
  .enum(names.flatMap((name) => grantsFor(name)))
  .meta({ id: 'Grant', examples: ['mapping.read', 'partner.write:team'] });

function grantsFor(name: Permission): string[] {
  const { reaches } = entryOf(name);
  return reaches.length === 0 ? [name] : reaches.map((far) => `${name}:${far}`);
}

export function entryOf(name: Permission): PermissionEntry {
  return permissionCatalogue[name];
}

/** What a built-in role holds, in the form that custom roles are stored in. */
export function grantsOfBuiltIn(name: BuiltInRole): string[] {
  return names.flatMap((one) => {
    const { reaches, holders } = entryOf(one);
    const far = holders[name];
    if (far === undefined) return [];
    return [reaches.length === 0 ? one : `${one}:${far}`];
  });
}

/** How people call the built-in roles. */
export const builtInRoleNames: Readonly<Record<BuiltInRole, string>> = {
  owner: 'Owner',
  admin: 'Admin',
  member: 'Member',
  viewer: 'Viewer',
  partner: 'Partner',
};
