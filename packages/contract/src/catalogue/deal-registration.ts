/** Fields of a deal registration: a partner's claim on a prospect. */
import type { CatalogueField } from '../object-fields.ts';
import { defineField, options, recordFields } from './define.ts';
import { currencyOptions } from './shared-options.ts';

const internal = { computed: true, partnerVisible: false } as const;

const claim: CatalogueField[] = [
  defineField('partnerId', 'Partner', 'reference', 'Claim', 'The partner who registers the deal.', {
    required: true,
    referenceTo: 'partner',
  }),
  defineField(
    'accountName',
    'Account name',
    'string',
    'Claim',
    'Name of the end customer that the deal is with.',
    { required: true },
  ),
  defineField(
    'accountDomain',
    'Account domain',
    'string',
    'Claim',
    'Web domain of the end customer, used to find the account.',
    { maxLength: 253 },
  ),
  defineField(
    'contactName',
    'Contact name',
    'string',
    'Claim',
    'Person at the end customer whom the partner talks to.',
  ),
  defineField(
    'contactEmail',
    'Contact e-mail',
    'email',
    'Claim',
    'E-mail address of the person at the end customer.',
  ),
  defineField('dealName', 'Deal name', 'string', 'Claim', 'Short title of the deal.', {
    required: true,
  }),
  defineField('amount', 'Amount', 'currency', 'Claim', 'What the deal is expected to be worth.'),
  defineField('currency', 'Currency', 'picklist', 'Claim', 'Currency of the amount.', {
    options: currencyOptions,
  }),
  defineField(
    'expectedCloseDate',
    'Expected close date',
    'date',
    'Claim',
    'Day by which the partner expects a signature.',
  ),
  defineField('products', 'Products', 'string', 'Claim', 'Products that the deal is about.', {
    multiple: true,
  }),
  defineField('notes', 'Notes', 'text', 'Claim', 'What else the partner wants us to know.'),
];

const decision: CatalogueField[] = [
  defineField(
    'status',
    'Registration status',
    'picklist',
    'Decision',
    'Where the registration stands; converted means approved.',
    {
      options: options(
        'submitted:Submitted',
        'under_review:Under review',
        'converted:Converted',
        'rejected:Rejected',
        'expired:Expired',
      ),
      computed: true,
    },
  ),
  defineField(
    'waitingOn',
    'Waiting on',
    'picklist',
    'Decision',
    'Whose turn it is: ours or the partner’s.',
    { options: options('vendor:Vendor', 'partner:Partner'), computed: true },
  ),
  defineField(
    'conflictState',
    'Conflict',
    'picklist',
    'Decision',
    'What the check against other registrations and CRM accounts found.',
    { options: options('clear:Clear', 'possible:Possible', 'conflict:Conflict'), ...internal },
  ),
  defineField(
    'submittedAt',
    'Submitted at',
    'datetime',
    'Decision',
    'When the partner sent the registration; earlier claims come first.',
    { computed: true },
  ),
  defineField(
    'decideBy',
    'Decide by',
    'date',
    'Decision',
    'Business day by which the partner is promised an answer.',
    { computed: true },
  ),
  defineField(
    'outcomeReasonCode',
    'Outcome reason code',
    'picklist',
    'Decision',
    'Why the registration ended as it did, as a fixed choice for reports.',
    {
      options: options(
        'approved:Approved',
        'existing_customer:Existing customer',
        'existing_opportunity:Existing opportunity',
        'other_partner:Registered by another partner',
        'out_of_territory:Out of territory',
        'not_qualified:Not qualified',
        'incomplete:Incomplete',
        'withdrawn:Withdrawn',
        'revoked:Revoked',
        'expired:Expired',
        'other:Other',
      ),
      computed: true,
    },
  ),
  defineField(
    'outcomeReason',
    'Outcome reason',
    'text',
    'Decision',
    'Why the registration ended as it did, in the reviewer’s words.',
    { computed: true },
  ),
  defineField(
    'expiresAt',
    'Protected until',
    'date',
    'Decision',
    'Last day on which the approved registration protects the partner.',
    { computed: true },
  ),
  defineField('dealId', 'Deal', 'reference', 'Decision', 'The deal that the approval made.', {
    computed: true,
    referenceTo: 'deal',
  }),
  defineField(
    'crmOutcome',
    'CRM outcome',
    'json',
    'Decision',
    'What approval did in the CRM: state, record id, link and error.',
    internal,
  ),
];

export const dealRegistrationFields: readonly CatalogueField[] = [
  ...claim,
  ...decision,
  ...recordFields('registration'),
];
