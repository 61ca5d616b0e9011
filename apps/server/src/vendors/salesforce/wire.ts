/**
 * What we read of Salesforce's answers, and no more. Describes had 55 attributes per field before
 * v46 and 57 since: whatever is missing or odd becomes the harmless value, only names and types are
 * indispensable.
 */
import { z } from 'zod';

const flag = z.boolean().catch(false);
const text = z.string().nullable().catch(null);
const count = z.number().int().nonnegative().catch(0);

const picklistValue = z.object({
  value: z.string(),
  label: text,
  active: flag,
  /** Bit set over the values of the controlling field, base64. */
  validFor: text,
});

export const describedField = z.object({
  name: z.string().min(1),
  type: z.string().min(1),
  label: text,
  inlineHelpText: text,
  autoNumber: flag,
  calculated: flag,
  createable: flag,
  custom: flag,
  defaultedOnCreate: flag,
  dependentPicklist: flag,
  encrypted: flag,
  externalId: flag,
  nillable: flag,
  permissionable: flag,
  restrictedPicklist: flag,
  unique: flag,
  updateable: flag,
  length: count,
  precision: count,
  digits: count,
  scale: count,
  compoundFieldName: text,
  controllerName: text,
  referenceTo: z.array(z.string()).catch([]),
  picklistValues: z.array(picklistValue).catch([]),
});
export type DescribedField = z.infer<typeof describedField>;

const recordTypeInfo = z.object({
  recordTypeId: z.string(),
  name: z.string(),
  active: flag,
  available: flag,
  defaultRecordTypeMapping: flag,
  master: flag,
});
export type RecordTypeInfo = z.infer<typeof recordTypeInfo>;

export const describedObject = z.object({
  name: z.string().min(1),
  label: text,
  custom: flag,
  fields: z.array(describedField).min(1),
  recordTypeInfos: z.array(recordTypeInfo).catch([]),
});
export type DescribedObject = z.infer<typeof describedObject>;

export const globalDescribe = z.object({
  sobjects: z.array(
    z.object({
      name: z.string().min(1),
      label: text,
      custom: flag,
      customSetting: flag,
      deprecatedAndHidden: flag,
      layoutable: flag,
      queryable: flag,
    }),
  ),
});
export type GlobalObject = z.infer<typeof globalDescribe>['sobjects'][number];

export const userInfo = z.object({
  organization_id: z.string().min(15),
  preferred_username: text,
  email: text,
});

export const organizationQuery = z.object({
  records: z.array(z.object({ Name: text, IsSandbox: z.boolean().nullable().catch(null) })),
});
