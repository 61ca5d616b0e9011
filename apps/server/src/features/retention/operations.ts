import { retentionAnswer, retentionChanges } from '@partneros/contract/retention';
import type { Operation } from '../../kernel/http/routes.ts';

const tag = 'Privacy';

export const getRetention = {
  method: 'get',
  path: '/api/retention',
  id: 'getRetention',
  summary: 'How many days what is kept',
  tag,
  access: 'retention.read',
  limit: 'read',
  answer: { kind: 'json', schema: retentionAnswer },
} as const satisfies Operation;

export const patchRetention = {
  method: 'patch',
  path: '/api/retention',
  id: 'patchRetention',
  summary: 'Change how many days what is kept, within bounds; null is the default',
  tag,
  access: 'retention.write',
  limit: 'write',
  body: retentionChanges,
  answer: { kind: 'json', schema: retentionAnswer },
  versioned: true,
} as const satisfies Operation;
