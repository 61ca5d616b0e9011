/** One field of a CRM object, in our words whatever the vendor calls it. */
import { z } from 'zod';

export const fieldType = z
  .enum([
    'string',
    'text',
    'number',
    'integer',
    'currency',
    'percent',
    'boolean',
    'date',
    'datetime',
    'picklist',
    'multipicklist',
    'reference',
    'email',
    'phone',
    'url',
    'id',
    'address',
    'json',
    'binary',
    'other',
  ])
  .meta({ id: 'FieldType' });
export type FieldType = z.infer<typeof fieldType>;

export const fieldOption = z
  .strictObject({
    value: z.string(),
    label: z.string(),
    active: z.boolean(),
    validFor: z
      .array(z.string())
      .nullable()
      .meta({ description: 'Values of the controlling field that allow this option; null: all.' }),
  })
  .meta({ id: 'FieldOption' });
export type FieldOption = z.infer<typeof fieldOption>;

export const field = z
  .strictObject({
    name: z.string(),
    label: z.string(),
    type: fieldType,
    nativeType: z.string().meta({ description: 'The type in the CRM’s own words.' }),
    required: z.boolean(),
    createable: z.boolean(),
    updateable: z.boolean(),
    calculated: z.boolean(),
    custom: z.boolean(),
    unique: z.boolean(),
    externalId: z.boolean(),
    maxLength: z.number().int().nullable(),
    precision: z.number().int().nullable(),
    scale: z.number().int().nullable(),
    options: z.array(fieldOption),
    referenceTo: z.array(z.string()),
    description: z.string().nullable(),
    group: z.string().nullable(),
    sensitive: z.boolean(),
    restricted: z.boolean().meta({ description: 'Only the listed options are accepted.' }),
    defaultedOnCreate: z.boolean(),
    dependsOn: z.string().nullable().meta({ description: 'The controlling picklist.' }),
    compoundOf: z
      .string()
      .nullable()
      .meta({ description: 'The compound field that this one is a part of.' }),
    encrypted: z.boolean(),
    writeBlock: z
      .enum(['formula', 'system', 'compound', 'no_edit_permission'])
      .nullable()
      .meta({ description: 'Why the CRM takes no value; no_edit_permission can be mended.' }),
  })
  .meta({ id: 'Field' });
export type Field = z.infer<typeof field>;
