/** Fields of a lead: a prospect that we pass on to a partner. */
import type { CatalogueField } from '../object-fields.ts';
import { defineField, options, recordFields } from './define.ts';

export const leadFields: readonly CatalogueField[] = [
  defineField(
    'company',
    'Company',
    'string',
    'Prospect',
    'Name of the company that is interested.',
    {
      required: true,
    },
  ),
  defineField('domain', 'Domain', 'string', 'Prospect', 'Web domain of the company.', {
    maxLength: 253,
  }),
  defineField('firstName', 'First name', 'string', 'Prospect', 'Given name of the person.', {
    maxLength: 100,
  }),
  defineField('lastName', 'Last name', 'string', 'Prospect', 'Family name of the person.', {
    required: true,
    maxLength: 100,
  }),
  defineField('email', 'E-mail', 'email', 'Prospect', 'E-mail address of the person.'),
  defineField('phone', 'Phone', 'phone', 'Prospect', 'Telephone number of the person.'),
  defineField('country', 'Country', 'string', 'Prospect', 'Country that the prospect is in.'),
  defineField(
    'interest',
    'Interest',
    'text',
    'Prospect',
    'What the prospect wants: products, problem, timing.',
  ),
  defineField('source', 'Source', 'picklist', 'Prospect', 'How the prospect came to us.', {
    options: options(
      'website:Website',
      'event:Event',
      'webinar:Webinar',
      'campaign:Campaign',
      'outbound:Outbound',
      'partner:Partner',
      'referral:Referral',
      'other:Other',
    ),
  }),
  defineField(
    'partnerId',
    'Partner',
    'reference',
    'Distribution',
    'The partner to whom the lead was offered.',
    { referenceTo: 'partner' },
  ),
  defineField(
    'state',
    'Lead status',
    'picklist',
    'Distribution',
    'How far the partner has taken the lead.',
    {
      options: options(
        'new:New',
        'offered:Offered',
        'accepted:Accepted',
        'declined:Declined',
        'lapsed:Lapsed',
        'working:Working',
        'converted:Converted',
        'disqualified:Disqualified',
      ),
    },
  ),
  defineField(
    'acceptBy',
    'Accept by',
    'datetime',
    'Distribution',
    'When the offer lapses unless the partner accepts it.',
    { computed: true },
  ),
  ...recordFields('lead'),
];
