import type { DescribedField } from './wire.ts';

/** A checkbox can control a picklist too; its two states are bits 0 and 1. */
const checkboxStates = ['false', 'true'];

/** Values of a controlling field in the order in which the bit sets count them. */
export function controllingValues(controller: DescribedField | undefined): string[] {
  if (controller === undefined) return [];
  if (controller.type === 'boolean') return checkboxStates;
  return controller.picklistValues.map(({ value }) => value);
}

/**
 * The controlling values that allow an option.
 *
 * `validFor` is a base64 bit set, most significant bit first: bit n stands for the n-th value of the
 * controlling field, inactive ones counted (spec 06, 1.4; layout in the SOAP API's PicklistEntry).
 */
export function decodeValidFor(validFor: string, values: readonly string[]): string[] {
  const bytes = Buffer.from(validFor, 'base64');
  return values.filter((_value, index) => {
    const byte = bytes[index >> 3] ?? 0;
    return (byte & (0x80 >> (index & 7))) !== 0;
  });
}
