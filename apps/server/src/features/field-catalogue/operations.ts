import { objectFields, partnerosObject } from '@partneros/contract/object-fields';
import { z } from 'zod';
import type { Operation } from '../../kernel/http/routes.ts';

export const listObjectFields = {
  method: 'get',
  path: '/api/objects/{object}/fields',
  id: 'listObjectFields',
  summary: 'The fields of a PartnerOS object',
  description: 'Portal users get the fields that partners may see.',
  tag: 'Objects',
  access: 'object_fields.read',
  limit: 'read',
  params: z.strictObject({ object: partnerosObject }),
  answer: { kind: 'json', schema: objectFields },
} as const satisfies Operation;
