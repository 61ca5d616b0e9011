import { id, success } from '@partneros/contract/common';
import {
  notificationList,
  notificationPreferences,
  notificationQuery,
} from '@partneros/contract/notifications';
import { z } from 'zod';
import type { Operation } from '../../kernel/http/routes.ts';

const tag = 'Notifications';
/** A person's own affair, whatever their role: no permission, but an organization. */
const own = { tag, access: 'signed_in', errors: ['no_active_organization', 'forbidden'] } as const;

export const listNotifications = {
  ...own,
  method: 'get',
  path: '/api/notifications',
  id: 'listNotifications',
  summary: 'Your notifications in the active organization, newest first',
  limit: 'read',
  query: notificationQuery,
  answer: { kind: 'json', schema: notificationList },
} as const satisfies Operation;

export const readNotification = {
  ...own,
  method: 'post',
  path: '/api/notifications/{notificationId}/read',
  id: 'readNotification',
  summary: 'Mark one as read',
  limit: 'write',
  params: z.object({ notificationId: id }),
  answer: { kind: 'json', schema: success },
} as const satisfies Operation;

export const readAllNotifications = {
  ...own,
  method: 'post',
  path: '/api/notifications/read-all',
  id: 'readAllNotifications',
  summary: 'Mark all as read',
  limit: 'write',
  answer: { kind: 'json', schema: success },
} as const satisfies Operation;

export const getNotificationPreferences = {
  ...own,
  method: 'get',
  path: '/api/notifications/preferences',
  id: 'getNotificationPreferences',
  summary: 'What you hear of, and by which way',
  description: 'Every kind that your role may be told of, with your choice or the usual one.',
  limit: 'read',
  answer: { kind: 'json', schema: notificationPreferences },
} as const satisfies Operation;

export const putNotificationPreferences = {
  ...own,
  method: 'put',
  path: '/api/notifications/preferences',
  id: 'putNotificationPreferences',
  summary: 'Choose what you hear of',
  description: 'Replaces all choices; kinds left out go back to the usual.',
  limit: 'write',
  body: notificationPreferences,
  answer: { kind: 'json', schema: notificationPreferences },
} as const satisfies Operation;
