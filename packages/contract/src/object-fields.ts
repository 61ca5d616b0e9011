/** The field catalogue of PartnerOS's own objects: `GET /api/objects/{object}/fields`. */
import { z } from 'zod';
import { fieldType } from './field.ts';

export const partnerosObject = z
  .enum(['partner', 'contact', 'deal_registration', 'deal', 'lead'])
  .meta({ id: 'PartnerosObject' });
export type PartnerosObject = z.infer<typeof partnerosObject>;

export const catalogueField = z
  .strictObject({
    name: z.string(),
    label: z.string(),
    type: fieldType,
    options: z.array(z.strictObject({ value: z.string(), label: z.string() })),
    required: z.boolean(),
    group: z.string(),
    computed: z.boolean().meta({ description: 'Worked out by PartnerOS, never typed in.' }),
    custom: z.boolean(),
    partnerVisible: z.boolean(),
    description: z.string(),
    referenceTo: z.string().nullable(),
    multiple: z.boolean().meta({ description: 'The value is a list.' }),
    maxLength: z.number().int().nullable(),
  })
  .meta({ id: 'CatalogueField' });
export type CatalogueField = z.infer<typeof catalogueField>;

export const objectFields = z.strictObject({
  object: partnerosObject,
  fields: z.array(catalogueField),
});
