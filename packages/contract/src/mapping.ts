/** Field mappings and suggestions as they cross the wire. */
import { z } from 'zod';
import { partnerosObject } from './object-fields.ts';

/** `deal_registration--Opportunity`: a PartnerOS object and a CRM object, split at the first `--`. */
export const objectPair = z
  .string()
  .max(300)
  .regex(/^[a-z_]+--[A-Za-z0-9_-]+$/, {
    error: 'Must be <PartnerOS object>--<CRM object>, such as deal--Opportunity.',
  })
  .meta({ examples: ['deal_registration--Opportunity'] });

export { partnerosObject };

export const direction = z.enum(['bidirectional', 'to_crm', 'from_crm']).meta({ id: 'Direction' });
export type Direction = z.infer<typeof direction>;

const unit = z.number().min(0).max(1);

export const suggestion = z
  .strictObject({
    partnerosField: z.string(),
    crmField: z.string(),
    confidence: unit,
    direction,
    reason: z.string(),
    evidence: z.strictObject({ name: unit, description: unit, type: unit, values: unit }),
    alternatives: z.array(z.strictObject({ crmField: z.string(), confidence: unit })),
  })
  .meta({ id: 'Suggestion' });
export type Suggestion = z.infer<typeof suggestion>;

export const suggestBody = z.strictObject({ objectPair });

export const suggestAnswer = z
  .strictObject({
    objectPair: z.string(),
    suggestions: z.array(suggestion),
    unmappedPartnerosFields: z.array(z.string()),
    unmappedCrmFields: z.array(z.string()),
    engine: z
      .string()
      .meta({ description: 'What made the suggestions, and why when it is not what was asked.' }),
  })
  .meta({ id: 'Suggestions' });
export type SuggestAnswer = z.infer<typeof suggestAnswer>;

export const transform = z
  .strictObject({ kind: z.enum(['trim', 'lowercase', 'date_of', 'split_name']) })
  .nullable();

export const mappingPair = z
  .strictObject({
    partnerosField: z.string().min(1).max(100),
    crmField: z.string().min(1).max(255),
    direction,
    transform,
    valueMap: z
      .array(z.strictObject({ partneros: z.string().max(255), crm: z.string().max(255) }))
      .max(1000),
    onConflict: z.enum(['crm_wins', 'partneros_wins', 'newest_wins']),
    onBlank: z.enum(['keep', 'overwrite']),
  })
  .meta({ id: 'MappingPair' });
export type MappingPair = z.infer<typeof mappingPair>;

export const rejectedPair = z.strictObject({
  partnerosField: z.string().min(1).max(100),
  crmField: z.string().min(1).max(255),
});

export const mappingState = z.enum(['draft', 'confirmed', 'paused']).meta({ id: 'MappingState' });

export const mapping = z
  .strictObject({
    objectPair: z.string(),
    state: mappingState,
    version: z.number().int().min(0),
    pairs: z.array(mappingPair),
    rejected: z.array(rejectedPair),
  })
  .meta({ id: 'Mapping' });
export type Mapping = z.infer<typeof mapping>;

export const putMappingBody = z.strictObject({
  pairs: z.array(mappingPair).max(500),
  rejected: z.array(rejectedPair).max(2000),
});

export const mappingAnswer = z.strictObject({ mapping });
export const mappingList = z.strictObject({ mappings: z.array(mapping) });
