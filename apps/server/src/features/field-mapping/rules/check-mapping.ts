/** Every fault of a mapping against our catalogue and the CRM's schema. Pure. */
import type { ErrorDetail } from '@partneros/contract/errors';
import type { Field } from '@partneros/contract/field';
import type { Direction, Mapping, MappingPair } from '@partneros/contract/mapping';
import type { CatalogueField } from '@partneros/contract/object-fields';
import { listFaults } from './check-lists.ts';
import { flowsFromCrm, flowsToCrm, type PairFields, transformFault } from './check-transform.ts';
import { valueFaults } from './check-values.ts';
import { crmSideField, ownSideField, type SideField } from './side-field.ts';
import { canTake, typeWords } from './type-compatibility.ts';

export interface MappingSides {
  /** How the two objects are called in messages. */
  partnerosObject: string;
  objectType: string;
  catalogue: readonly CatalogueField[];
  crmFields: readonly Field[];
}

/**
 * All faults at once, in the order of the pairs, with paths such as `pairs.3.direction`. Empty when
 * the mapping can be saved.
 */
export function mappingFaults(
  mapping: Pick<Mapping, 'pairs' | 'rejected'>,
  sides: MappingSides,
): ErrorDetail[] {
  const own = new Map(sides.catalogue.map((field) => [field.name, field]));
  const crm = new Map(sides.crmFields.map((field) => [field.name, field]));
  const faults = mapping.pairs.flatMap((pair, index) => {
    const ownField = own.get(pair.partnerosField);
    const crmField = crm.get(pair.crmField);
    const at = (member: string) => `pairs.${index}.${member}`;
    if (ownField && crmField) {
      const fields = { own: ownSideField(ownField), crm: crmSideField(crmField) };
      return pairFaults(pair, fields).map(([member, message]) => ({ path: at(member), message }));
    }
    return [
      ...(ownField
        ? []
        : [unknown(at('partnerosField'), sides.partnerosObject, pair.partnerosField)]),
      ...(crmField ? [] : [unknown(at('crmField'), sides.objectType, pair.crmField)]),
    ];
  });
  return [...faults, ...unknownRejected(mapping.rejected, sides, own), ...listFaults(mapping)];
}

/**
 * Our own fields are known for good. A CRM field that is gone may stay rejected: it does no harm,
 * and who sends the mapping back as it was must not be stopped by it.
 */
function unknownRejected(
  rejected: Mapping['rejected'],
  sides: MappingSides,
  own: ReadonlyMap<string, CatalogueField>,
): ErrorDetail[] {
  return rejected.flatMap((pair, index) => {
    if (own.has(pair.partnerosField)) return [];
    const path = `rejected.${index}.partnerosField`;
    return [unknown(path, sides.partnerosObject, pair.partnerosField)];
  });
}

function unknown(path: string, object: string, field: string): ErrorDetail {
  return { path, message: `${object} has no field “${field.slice(0, 100)}”.` };
}

type Fault = [member: 'crmField' | 'direction' | 'transform' | 'valueMap', message: string];

function pairFaults(pair: MappingPair, fields: PairFields): Fault[] {
  const unwritable = writeFault(fields, pair.direction);
  const types = typeFault(fields, pair.direction, unwritable !== null);
  const faults: Fault[] = [];
  if (unwritable !== null) faults.push(['direction', unwritable]);
  if (types !== null) faults.push(types);
  if (types !== null) return faults;
  const transform = transformFault(fields, pair);
  if (transform !== null) faults.push(['transform', transform]);
  if (unwritable !== null) return faults;
  return [...faults, ...valueFaults(fields, pair).map((fault): Fault => ['valueMap', fault])];
}

/**
 * The directions in which something can flow between two fields, the fullest first; none for a pair
 * that cannot be saved.
 */
export function possibleDirections(ownField: CatalogueField, crmField: Field): Direction[] {
  const fields = { own: ownSideField(ownField), crm: crmSideField(crmField) };
  return directions.filter(
    (direction) =>
      writeFault(fields, direction) === null && typeFault(fields, direction, false) === null,
  );
}

const directions: readonly Direction[] = ['bidirectional', 'from_crm', 'to_crm'];

/** The direction against what can be written. */
function writeFault({ own, crm }: PairFields, direction: Direction): string | null {
  const crmWritable = crm.createable || crm.updateable;
  const ownWritable = own.updateable;
  if (!crmWritable && !ownWritable) {
    return `Nothing can flow: the CRM does not let ${crm.name} be written, and PartnerOS works ${own.name} out itself.`;
  }
  if (!crmWritable && flowsToCrm(direction)) {
    return `The CRM does not let ${crm.name} be written: only from_crm is possible.`;
  }
  if (!ownWritable && flowsFromCrm(direction)) {
    return `PartnerOS works ${own.name} out itself: only to_crm is possible.`;
  }
  if (!crm.updateable && direction === 'bidirectional') {
    return `The CRM takes ${crm.name} only when a record is created: to_crm or from_crm is possible.`;
  }
  return null;
}

/** On the field when no direction would do, else on the direction, unless it has a fault already. */
function typeFault(
  { own, crm }: PairFields,
  direction: Direction,
  hasFault: boolean,
): Fault | null {
  const toCrm = canTake(crm.type, own.type);
  const fromCrm = canTake(own.type, crm.type);
  if (!toCrm && !fromCrm) return ['crmField', mismatch(own, crm)];
  if (hasFault) return null;
  if (flowsToCrm(direction) && !toCrm) {
    const hint = own.updateable ? ' Only from_crm is possible.' : '';
    return ['direction', mismatch(own, crm) + hint];
  }
  if (flowsFromCrm(direction) && !fromCrm) {
    const hint = crm.createable || crm.updateable ? ' Only to_crm is possible.' : '';
    return ['direction', mismatch(crm, own) + hint];
  }
  return null;
}

function mismatch(from: SideField, to: SideField): string {
  return `${to.name} (${typeWords[to.type]}) cannot take ${from.name} (${typeWords[from.type]}).`;
}
