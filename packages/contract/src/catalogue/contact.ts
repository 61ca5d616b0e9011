/** Fields of a contact: a person who works at a partner. */
import type { CatalogueField } from '../object-fields.ts';
import { defineField, options, recordFields } from './define.ts';
import { languageOptions } from './shared-options.ts';

export const contactFields: readonly CatalogueField[] = [
  defineField('firstName', 'First name', 'string', 'Person', 'Given name of the person.', {
    required: true,
    maxLength: 100,
  }),
  defineField('lastName', 'Last name', 'string', 'Person', 'Family name of the person.', {
    required: true,
    maxLength: 100,
  }),
  defineField('email', 'E-mail', 'email', 'Person', 'Work e-mail address, also the sign-in name.', {
    required: true,
  }),
  defineField('phone', 'Phone', 'phone', 'Person', 'Telephone number at work.'),
  defineField('mobile', 'Mobile', 'phone', 'Person', 'Mobile telephone number.'),
  defineField('jobTitle', 'Job title', 'string', 'Person', 'Position as on the business card.'),
  defineField('department', 'Department', 'string', 'Person', 'Part of the company worked in.'),
  defineField('language', 'Preferred language', 'picklist', 'Person', 'Language to write in.', {
    options: languageOptions,
  }),
  defineField(
    'timezone',
    'Time zone',
    'string',
    'Person',
    'IANA name of the time zone, such as Europe/Vienna.',
    { maxLength: 64 },
  ),
  defineField(
    'partnerId',
    'Partner',
    'reference',
    'Partnership',
    'The partner company that the person works for.',
    { required: true, referenceTo: 'partner' },
  ),
  defineField(
    'role',
    'Role',
    'picklist',
    'Partnership',
    'What the person does in the partnership.',
    {
      options: options(
        'executive:Executive sponsor',
        'alliance:Alliance manager',
        'sales:Sales',
        'presales:Presales',
        'marketing:Marketing',
        'delivery:Delivery',
        'technical:Technical',
        'finance:Finance',
        'other:Other',
      ),
    },
  ),
  defineField(
    'isPrimary',
    'Primary contact',
    'boolean',
    'Partnership',
    'Whether this is the first person to turn to at the partner.',
  ),
  defineField(
    'certifications',
    'Certifications',
    'string',
    'Partnership',
    'Certificates that the person holds at present.',
    { computed: true, multiple: true },
  ),
  defineField(
    'portalState',
    'Portal state',
    'picklist',
    'Partnership',
    'How far the person’s sign-in to the partner portal has come.',
    {
      options: options(
        'none:None',
        'provisioned:Provisioned',
        'invited:Invited',
        'active:Active',
        'disabled:Disabled',
      ),
      computed: true,
    },
  ),
  defineField(
    'optOut',
    'E-mail opt-out',
    'boolean',
    'Partnership',
    'Whether the person has asked for no marketing e-mail.',
  ),
  ...recordFields('contact'),
];
