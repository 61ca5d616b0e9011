/** Fields of a partner: one company of the ecosystem. */
import type { CatalogueField } from '../object-fields.ts';
import { defineField, options, recordFields } from './define.ts';
import {
  partnerFinance,
  partnerIntelligence,
  partnerRelationship,
} from './partner-relationship.ts';
import { languageOptions } from './shared-options.ts';

const internal = { partnerVisible: false } as const;

const company: CatalogueField[] = [
  defineField('name', 'Name', 'string', 'Company', 'Name that the company trades under.', {
    required: true,
  }),
  defineField(
    'domain',
    'Domain',
    'string',
    'Company',
    'Main web and e-mail domain, such as acme.com; tells two companies of one name apart.',
    { maxLength: 253 },
  ),
  defineField(
    'domains',
    'Other domains',
    'string',
    'Company',
    'Further web and e-mail domains that belong to the company.',
    { multiple: true, maxLength: 253 },
  ),
  defineField('website', 'Website', 'url', 'Company', 'Address of the public website.'),
  defineField('logo', 'Logo', 'url', 'Company', 'Picture shown beside the name.'),
  defineField('phone', 'Phone', 'phone', 'Company', 'Main telephone number.'),
  defineField('industry', 'Industry', 'string', 'Company', 'Industry that the company works in.'),
  defineField(
    'description',
    'Description',
    'text',
    'Company',
    'What the company does, in a few sentences.',
  ),
  defineField('employees', 'Employees', 'integer', 'Company', 'Number of people who work there.'),
  defineField(
    'companyRevenue',
    'Company revenue',
    'currency',
    'Company',
    'Annual revenue of the company itself, not what it brings us.',
  ),
  defineField(
    'languages',
    'Languages',
    'multipicklist',
    'Company',
    'Languages in which its people can serve customers.',
    { options: languageOptions },
  ),
  defineField(
    'services',
    'Services',
    'multipicklist',
    'Company',
    'Services that it delivers to customers.',
    {
      options: options(
        'consulting:Consulting',
        'implementation:Implementation',
        'integration:Integration',
        'migration:Migration',
        'custom_development:Custom development',
        'managed_services:Managed services',
        'training:Training',
        'support:Support',
        'resale:Resale',
        'marketing:Marketing',
      ),
    },
  ),
  defineField(
    'products',
    'Products',
    'string',
    'Company',
    'Products that it sells, delivers or integrates with.',
    { multiple: true },
  ),
  defineField(
    'parentPartnerId',
    'Parent partner',
    'reference',
    'Company',
    'The partner that owns this one, when both are in the program.',
    { referenceTo: 'partner' },
  ),
];

const address: CatalogueField[] = [
  defineField('street', 'Street', 'string', 'Address', 'Street and number of the main office.'),
  defineField('city', 'City', 'string', 'Address', 'City of the main office.'),
  defineField('state', 'State', 'string', 'Address', 'State or province of the main office.'),
  defineField('postalCode', 'Postal code', 'string', 'Address', 'Postal code of the main office.', {
    maxLength: 20,
  }),
  defineField('country', 'Country', 'string', 'Address', 'Country of the main office.'),
];

const classification: CatalogueField[] = [
  defineField('type', 'Partner type', 'picklist', 'Classification', 'What kind of partner it is.', {
    options: options(
      'technology:Technology',
      'consulting:Consulting',
      'services:Services',
      'channel:Channel',
      'strategic:Strategic',
      'reseller:Reseller',
      'referral:Referral',
    ),
  }),
  defineField(
    'subtype',
    'Partner subtype',
    'string',
    'Classification',
    'Finer kind within the partner type, in free words.',
  ),
  defineField(
    'category',
    'Category',
    'picklist',
    'Classification',
    'Program family that the partner belongs to.',
    { options: options('solution:Solution', 'technology:Technology', 'sales:Sales') },
  ),
  defineField('tier', 'Tier', 'picklist', 'Classification', 'Level reached in the program.', {
    options: options('registered:Registered', 'silver:Silver', 'gold:Gold', 'platinum:Platinum'),
  }),
  defineField(
    'tierSource',
    'Tier source',
    'picklist',
    'Classification',
    'Whether the nightly evaluation or a person set the tier.',
    { options: options('auto:Automatic', 'manual:Manual'), ...internal },
  ),
  defineField(
    'tags',
    'Tags',
    'string',
    'Classification',
    'Labels of the organization’s own, for services, products and regions.',
    { multiple: true, ...internal },
  ),
];

export const partnerFields: readonly CatalogueField[] = [
  ...company,
  ...address,
  ...classification,
  ...partnerRelationship,
  ...partnerFinance,
  ...partnerIntelligence,
  ...recordFields('partner'),
];
