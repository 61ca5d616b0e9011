/** The operations of suggestions and mappings: what each takes, answers and needs. */
import { id } from '@partneros/contract/common';
import {
  mappingAnswer,
  mappingList,
  objectPair,
  putMappingBody,
  suggestAnswer,
  suggestBody,
} from '@partneros/contract/mapping';
import { z } from 'zod';
import type { Operation } from '../../kernel/http/routes.ts';

const tag = 'Field mapping';
const oneConnection = z.strictObject({ connectionId: id });
const oneMapping = z.strictObject({ connectionId: id, objectPair });

export const suggestMapping = {
  method: 'post',
  path: '/api/integrations/{connectionId}/mapping/ai-suggest',
  id: 'suggestMapping',
  summary: 'Suggest field pairs for an object pair; nothing is applied',
  tag,
  access: 'mapping.suggest',
  limit: 'ai',
  params: oneConnection,
  body: suggestBody,
  answer: { kind: 'json', schema: suggestAnswer },
  errors: ['prerequisite_missing'],
} as const satisfies Operation;

export const listMappings = {
  method: 'get',
  path: '/api/integrations/{connectionId}/mappings',
  id: 'listMappings',
  summary: 'The saved mappings of a connection',
  tag,
  access: 'mapping.read',
  limit: 'read',
  params: oneConnection,
  answer: { kind: 'json', schema: mappingList },
} as const satisfies Operation;

export const getMapping = {
  method: 'get',
  path: '/api/integrations/{connectionId}/mappings/{objectPair}',
  id: 'getMapping',
  summary: 'One mapping; an empty draft with version 0 before the first save',
  tag,
  access: 'mapping.read',
  limit: 'read',
  params: oneMapping,
  answer: { kind: 'json', schema: mappingAnswer },
} as const satisfies Operation;

export const putMapping = {
  method: 'put',
  path: '/api/integrations/{connectionId}/mappings/{objectPair}',
  id: 'putMapping',
  summary: 'Save a mapping; every fault of every pair is listed in one 400',
  tag,
  access: 'mapping.write',
  limit: 'write',
  params: oneMapping,
  body: putMappingBody,
  answer: { kind: 'json', schema: mappingAnswer },
  errors: ['prerequisite_missing'],
  versioned: true,
} as const satisfies Operation;

export const confirmMapping = {
  method: 'post',
  path: '/api/integrations/{connectionId}/mappings/{objectPair}/confirm',
  id: 'confirmMapping',
  summary: 'Confirm a saved mapping, after checking it against the schema as it is now',
  tag,
  access: 'mapping.write',
  limit: 'write',
  params: oneMapping,
  answer: { kind: 'json', schema: mappingAnswer },
  errors: ['prerequisite_missing'],
  versioned: true,
} as const satisfies Operation;
