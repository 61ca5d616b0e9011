/** `deal_registration--Opportunity` taken apart. Pure. */
import { objectType } from '@partneros/contract/integrations';
import { type PartnerosObject, partnerosObject } from '@partneros/contract/object-fields';

export interface ObjectPair {
  /** As it was given; the mapping's name within its connection. */
  text: string;
  partnerosObject: PartnerosObject;
  /** The CRM's API name; it may contain `--` itself. */
  objectType: string;
}

export type ObjectPairFault = 'malformed' | 'unknown_object';

/** Splits at the first `--`. */
export function splitObjectPair(text: string): ObjectPair | ObjectPairFault {
  const split = text.indexOf('--');
  if (split < 1) return 'malformed';
  const right = objectType.safeParse(text.slice(split + 2));
  if (!right.success) return 'malformed';
  const left = partnerosObject.safeParse(text.slice(0, split));
  if (!left.success) return 'unknown_object';
  return { text, partnerosObject: left.data, objectType: right.data };
}
