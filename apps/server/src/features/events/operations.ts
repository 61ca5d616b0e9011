import { appEvent } from '@partneros/contract/events';
import type { Operation } from '../../kernel/http/routes.ts';

export const followEvents = {
  method: 'get',
  path: '/api/events',
  id: 'followEvents',
  summary: 'What changes while the web application is open',
  description:
    'One stream for everything. It beats every 15 seconds, lives 15 minutes and ends when the session changes; after each (re)connection read anew what is on the screen. At most five streams a session.',
  tag: 'Session',
  access: 'signed_in',
  limit: 'read',
  answer: { kind: 'events', schema: appEvent },
} as const satisfies Operation;
