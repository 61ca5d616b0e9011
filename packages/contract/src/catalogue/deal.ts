/** Fields of a deal: a sale that partners have a part in. */
import type { CatalogueField } from '../object-fields.ts';
import { defineField, options, recordFields } from './define.ts';
import { currencyOptions } from './shared-options.ts';

const internal = { partnerVisible: false } as const;

const sale: CatalogueField[] = [
  defineField('name', 'Deal name', 'string', 'Deal', 'Short title of the deal.', {
    required: true,
  }),
  defineField(
    'accountName',
    'Account name',
    'string',
    'Deal',
    'Name of the customer that the deal is with.',
    { required: true },
  ),
  defineField(
    'accountDomain',
    'Account domain',
    'string',
    'Deal',
    'Web domain of the customer, used to find the account.',
    { maxLength: 253 },
  ),
  defineField('type', 'Deal type', 'picklist', 'Deal', 'New customer, more of it, or again.', {
    options: options(
      'new_business:New business',
      'expansion:Expansion',
      'renewal:Renewal',
      'services:Services',
    ),
  }),
  defineField('products', 'Products', 'string', 'Deal', 'Products that the deal is about.', {
    multiple: true,
  }),
  defineField('amount', 'Amount', 'currency', 'Deal', 'What the deal is worth.'),
  defineField('currency', 'Currency', 'picklist', 'Deal', 'Currency of the amount.', {
    options: currencyOptions,
  }),
];

const progress: CatalogueField[] = [
  defineField('pipeline', 'Pipeline', 'picklist', 'Progress', 'Sales process that it runs in.', {
    options: options('partner:Partner sales', 'renewals:Renewals'),
  }),
  defineField('stage', 'Stage', 'picklist', 'Progress', 'Step of the sale that it has reached.', {
    options: options(
      'qualification:Qualification',
      'discovery:Discovery',
      'proposal:Proposal',
      'negotiation:Negotiation',
      'closed_won:Closed won',
      'closed_lost:Closed lost',
    ),
    required: true,
  }),
  defineField(
    'probability',
    'Probability',
    'percent',
    'Progress',
    'Chance that the deal is won, in percent.',
    internal,
  ),
  defineField(
    'closeDate',
    'Close date',
    'date',
    'Progress',
    'Day on which it is expected to close.',
  ),
  defineField(
    'closedAt',
    'Closed at',
    'datetime',
    'Progress',
    'When the deal was really won or lost.',
    { computed: true },
  ),
  defineField('nextStep', 'Next step', 'string', 'Progress', 'What happens next, and who does it.'),
  defineField(
    'lossReason',
    'Loss reason',
    'string',
    'Progress',
    'Why the deal was lost.',
    internal,
  ),
  defineField('ownerId', 'Owner', 'reference', 'Progress', 'Member who answers for the deal.', {
    referenceTo: 'member',
  }),
];

const credit: CatalogueField[] = [
  defineField(
    'partners',
    'Partners',
    'reference',
    'Partner credit',
    'Partners with a part in the deal, each as sourced, influenced, resold or delivered.',
    { multiple: true, referenceTo: 'partner', ...internal },
  ),
  defineField(
    'registrationId',
    'Deal registration',
    'reference',
    'Partner credit',
    'The approved registration that the deal came from.',
    { computed: true, referenceTo: 'deal_registration' },
  ),
];

export const dealFields: readonly CatalogueField[] = [
  ...sale,
  ...progress,
  ...credit,
  ...recordFields('deal'),
];
