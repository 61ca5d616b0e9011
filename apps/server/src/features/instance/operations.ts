import { instanceAnswer } from '@partneros/contract/instance';
import type { Operation } from '../../kernel/http/routes.ts';

export const getInstance = {
  method: 'get',
  path: '/api/instance',
  id: 'getInstance',
  summary: 'Whether this installation is in quarantine',
  description:
    'In quarantine everything can be read, but nothing outside is called: operations with `x-effect: external` answer 503 `unavailable`, no mail goes out and no job runs.',
  tag: 'Administration',
  access: 'signed_in',
  limit: 'read',
  answer: { kind: 'json', schema: instanceAnswer },
} as const satisfies Operation;
