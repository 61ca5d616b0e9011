/**
 * Which way the values of a pair should flow.
 *
 * What can be written decides first, then what would be lost on the way, then who usually keeps the
 * truth. Order and rules: specification of field mapping, point 8.
 */
import type { Direction } from '@partneros/contract/mapping';
import { optionCoverage } from './option-similarity.ts';
import type { PreparedField } from './prepare.ts';
import type { MatchField } from './types.ts';

export interface DirectionChoice {
  direction: Direction;
  /** In words; null where there was nothing to decide. */
  reason: string | null;
}

/** The CRM keeps these itself, even where an administrator may write them. */
const keptByCrm = new Set([
  'record.created',
  'record.created_by',
  'record.modified',
  'record.modified_by',
  'record.deleted',
  'record.last_activity',
  'record.last_contacted',
  'record.merged',
  'deal.closed_at',
  'lead.converted',
  'lead.converted_date',
  'lead.converted_account',
  'lead.converted_contact',
]);

/** These are worked out or decided in partner management. */
const keptHere = new Set([
  'record.own_id',
  'partner.score',
  'partner.health',
  'partner.insight',
  'person.certifications',
  'registration.submitted',
  'registration.decided',
  'registration.decide_by',
]);

function isAbout(field: PreparedField, concepts: ReadonlySet<string>): boolean {
  const [first] = [...field.concepts].sort((a, b) => b.weight - a.weight);
  return first !== undefined && concepts.has(first.concept);
}

/** A one-line text is cut at 255 in Salesforce; HubSpot tells no length and takes 65,536. */
function isShorter(left: MatchField, right: MatchField): boolean {
  return left.type === 'text' && right.maxLength !== null && right.maxLength <= 255;
}

function hasFewerOptions(left: PreparedField, right: PreparedField): boolean {
  const { restricted, options } = right.field;
  return restricted && options.length > 0 && optionCoverage(left.options, right.options) < 1;
}

/** What of our value the CRM field cannot hold, in words; null when it holds all. */
function loss(left: PreparedField, right: PreparedField): string | null {
  if (hasFewerOptions(left, right)) return 'the CRM accepts fewer options';
  return typeLoss(left.field, right.field);
}

function typeLoss(from: MatchField, to: MatchField): string | null {
  if (from.type === 'multipicklist' && to.type === 'picklist') return 'the CRM keeps one value';
  if (from.type === 'datetime' && to.type === 'date') return 'the CRM keeps the day only';
  if (from.type === 'currency' && (to.type === 'number' || to.type === 'integer')) {
    return 'the CRM keeps no currency';
  }
  return isShorter(from, to) ? 'the CRM cuts long text' : null;
}

const keptThere: DirectionChoice = { direction: 'from_crm', reason: 'kept by the CRM' };

/** The direction for a pair, PartnerOS on the left. */
export function chooseDirection(left: PreparedField, right: PreparedField): DirectionChoice {
  const { createable, updateable } = right.field;
  if (!createable && !updateable) {
    return { direction: 'from_crm', reason: 'the CRM field cannot be written' };
  }
  if (!updateable) return { direction: 'to_crm', reason: 'writable only when a record is created' };
  if (right.isStandard && isAbout(left, keptByCrm)) return keptThere;
  if (left.field.computed) return { direction: 'to_crm', reason: 'worked out in PartnerOS' };
  if (isAbout(left, keptHere)) return { direction: 'to_crm', reason: 'kept by PartnerOS' };
  const lost = loss(left, right);
  if (lost !== null) return { direction: 'from_crm', reason: `needs_transform: ${lost}` };
  if (isAbout(left, keptByCrm)) return keptThere;
  return { direction: 'bidirectional', reason: null };
}
