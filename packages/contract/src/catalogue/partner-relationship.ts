/** Fields of a partner that are about the partnership: agreement, money, scores. */
import type { CatalogueField } from '../object-fields.ts';
import { defineField, options } from './define.ts';
import { regionOptions } from './shared-options.ts';

const internal = { partnerVisible: false } as const;
const derived = { computed: true, partnerVisible: false } as const;

export const partnerRelationship: CatalogueField[] = [
  defineField(
    'stage',
    'Stage',
    'picklist',
    'Relationship',
    'Where the partner stands between first talk and the end of the partnership.',
    {
      options: options(
        'prospect:Prospect',
        'applied:Applied',
        'contracting:Contracting',
        'onboarding:Onboarding',
        'active:Active',
        'inactive:Inactive',
        'offboarded:Offboarded',
      ),
    },
  ),
  defineField(
    'partnerManagerId',
    'Partner manager',
    'reference',
    'Relationship',
    'Member who looks after the partner.',
    { referenceTo: 'member', ...internal },
  ),
  defineField('region', 'Region', 'picklist', 'Relationship', 'Sales region that it counts to.', {
    options: regionOptions,
  }),
  defineField(
    'regions',
    'Regions covered',
    'multipicklist',
    'Relationship',
    'Regions in which it can sell or deliver.',
    { options: regionOptions },
  ),
  defineField(
    'contractStart',
    'Contract start',
    'date',
    'Relationship',
    'First day of the partner agreement in force.',
  ),
  defineField(
    'contractRenewal',
    'Contract renewal',
    'date',
    'Relationship',
    'Day on which the agreement ends or renews.',
  ),
  defineField(
    'agreementSignedAt',
    'Agreement signed on',
    'date',
    'Relationship',
    'Day on which the partner signed the agreement.',
  ),
  defineField(
    'joinedPlatformAt',
    'Partner since',
    'date',
    'Relationship',
    'Day on which the company joined the program.',
  ),
  defineField(
    'lastActivityAt',
    'Last activity',
    'datetime',
    'Relationship',
    'When anybody last did something with or for the partner.',
    derived,
  ),
  defineField(
    'includedInIntelligence',
    'Included in intelligence',
    'boolean',
    'Relationship',
    'Whether dashboards and strategy documents count this partner.',
    internal,
  ),
  defineField(
    'externalIds',
    'External IDs',
    'string',
    'Relationship',
    'Ids that the partner has in other systems.',
    { multiple: true, ...internal },
  ),
];

export const partnerFinance: CatalogueField[] = [
  defineField(
    'sourcedPipeline',
    'Sourced pipeline',
    'currency',
    'Finance',
    'Open deal amount that the partner brought in.',
    { computed: true },
  ),
  defineField(
    'sourcedRevenue',
    'Sourced revenue',
    'currency',
    'Finance',
    'Amount of won deals that the partner brought in.',
    { computed: true },
  ),
  defineField(
    'influencedRevenue',
    'Influenced revenue',
    'currency',
    'Finance',
    'Amount of won deals in which the partner took a part.',
    { computed: true },
  ),
  defineField(
    'payments',
    'Payments',
    'currency',
    'Finance',
    'Commissions and other payouts made to the partner so far.',
    derived,
  ),
];

export const partnerIntelligence: CatalogueField[] = [
  defineField(
    'fitScore',
    'Fit score',
    'integer',
    'Intelligence',
    'How well the company matches the ideal partner profile, 0 to 100.',
    derived,
  ),
  defineField(
    'healthScore',
    'Health score',
    'integer',
    'Intelligence',
    'How lively the partnership is, 0 to 100.',
    derived,
  ),
  defineField(
    'aiInsights',
    'AI insights',
    'json',
    'Intelligence',
    'Scores, strengths and gaps with the evidence that they rest on.',
    derived,
  ),
];
