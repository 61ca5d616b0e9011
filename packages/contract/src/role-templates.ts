/** Starting points for roles of an organization's own. A role made from one stands by itself. */

export interface RoleTemplate {
  /** Stable, for programs. */
  key: string;
  name: string;
  description: string;
  grants: readonly string[];
}

/** What every member needs to find their way. */
const everyday = [
  'organization.read',
  'member.read',
  'role.read',
  'object_fields.read',
  'file.read',
];
const partnersInSight = ['partner.read:all', 'contact.read:all', 'deal.read:all'];

export const roleTemplates: readonly RoleTemplate[] = [
  {
    key: 'partner_manager',
    name: 'Partner Manager',
    description: 'Looks after partners: profiles, contacts, registrations, portal access.',
    grants: [
      ...everyday,
      ...partnersInSight,
      ...['partner.write:team', 'contact.write:team', 'deal.write:team'],
      ...['deal_registration.read:all', 'deal_registration.write:team'],
      ...['portal_user.read', 'portal_user.invite', 'file.upload'],
      ...['field_group.commercial_terms', 'field_group.internal_notes', 'field_group.ai_scores'],
    ],
  },
  {
    key: 'deal_desk',
    name: 'Deal Desk',
    description: 'Decides on deal registrations and keeps deals in order.',
    grants: [
      ...everyday,
      ...partnersInSight,
      ...['deal_registration.read:all', 'deal_registration.write:all'],
      ...['deal_registration.decide:all', 'deal.write:all'],
      ...['field_group.commercial_terms', 'field_group.internal_notes'],
    ],
  },
  {
    key: 'program_manager',
    name: 'Program Manager',
    description: 'Shapes the partner program and sees how partners do in it.',
    grants: [
      ...everyday,
      ...partnersInSight,
      ...['partner.write:all', 'deal_registration.read:all', 'portal_user.read', 'file.upload'],
      ...['field_group.commercial_terms', 'field_group.internal_notes', 'field_group.ai_scores'],
    ],
  },
  {
    key: 'partner_marketing',
    name: 'Partner Marketing',
    description: 'Reaches partners with campaigns and material.',
    grants: [
      ...everyday,
      'partner.read:all',
      'contact.read:all',
      'contact.write:all',
      'file.upload',
    ],
  },
  {
    key: 'finance',
    name: 'Finance',
    description: 'Sees deals, terms and payouts.',
    grants: [
      ...everyday,
      ...['partner.read:all', 'deal.read:all', 'deal_registration.read:all'],
      ...['field_group.commercial_terms', 'field_group.payouts'],
    ],
  },
  {
    key: 'integration_admin',
    name: 'Integration Admin',
    description: 'Connects CRMs, maps fields and watches their changes.',
    grants: [
      ...everyday,
      ...['connection.read', 'connection.connect', 'connection.disconnect'],
      ...['schema.read', 'schema.refresh', 'drift.read'],
      ...['mapping.read', 'mapping.suggest', 'mapping.write'],
    ],
  },
  {
    key: 'sales',
    name: 'Sales',
    description: 'Works on deals with partners.',
    grants: [
      ...everyday,
      ...['partner.read:all', 'contact.read:all', 'deal.read:team', 'deal.write:own'],
      ...['deal_registration.read:team', 'field_group.internal_notes'],
    ],
  },
];
