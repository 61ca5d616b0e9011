/**
 * What we read of HubSpot's answers, and no more. Real portals leave out members that the vendor's
 * specification requires and use types that it does not know (spec 06, 2.2): names and types are
 * indispensable, anything else that is missing or odd becomes the harmless value.
 */
import { z } from 'zod';

const flag = z.boolean().catch(false);
const text = z.string().nullable().catch(null);
const order = z.number().catch(0);

const option = z.object({ value: z.string(), label: text, displayOrder: order, hidden: flag });

export const property = z.object({
  name: z.string().min(1),
  type: z.string().min(1),
  fieldType: z.string().catch(''),
  label: text,
  description: text,
  groupName: text,
  archived: flag,
  calculated: flag,
  externalOptions: flag,
  hasUniqueValue: flag,
  /** Absent, not false, on properties that the customer made. */
  hubspotDefined: flag,
  showCurrencySymbol: flag,
  currencyPropertyName: text,
  numberDisplayHint: text,
  textDisplayHint: text,
  dataSensitivity: text,
  referencedObjectType: text,
  modificationMetadata: z.object({ readOnlyValue: flag }).catch({ readOnlyValue: false }),
  options: z.array(option).catch([]),
});
export type Property = z.infer<typeof property>;

export const objectSchema = z.object({
  /** `0-1` contacts, `0-2` companies, `0-3` deals, `2-…` custom objects. */
  objectTypeId: z.string().min(1),
  fullyQualifiedName: z.string().min(1),
  labels: z.object({ singular: text }).catch({ singular: null }),
  requiredProperties: z.array(z.string()).catch([]),
  properties: z.array(property).min(1),
});
export type ObjectSchema = z.infer<typeof objectSchema>;

export const schemaList = z.object({
  results: z.array(
    z.object({
      fullyQualifiedName: z.string().min(1),
      labels: z.object({ singular: text }).catch({ singular: null }),
      archived: flag,
    }),
  ),
});
export type SchemaListing = z.infer<typeof schemaList>['results'][number];

/** Metadata values are text: `"isClosed": "true"`, `"probability": "0.4"`. */
const stage = z.object({
  id: z.string().min(1),
  label: text,
  displayOrder: order,
  archived: flag,
  metadata: z.record(z.string(), z.unknown()).catch({}),
});
export type Stage = z.infer<typeof stage>;

export const pipelineList = z.object({
  results: z.array(
    z.object({
      id: z.string().min(1),
      label: text,
      displayOrder: order,
      archived: flag,
      stages: z.array(stage),
    }),
  ),
});
export type PipelineListing = z.infer<typeof pipelineList>['results'][number];

export const accountDetails = z.object({
  portalId: z.number().int(),
  accountType: text,
});

export const introspection = z.object({
  hub_id: z.number().int().nullable().catch(null),
  hub_domain: text,
  user: text,
});
