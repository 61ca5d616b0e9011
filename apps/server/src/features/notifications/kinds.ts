/**
 * Every kind of notification: who hears of it, by which way unless they chose another, and in which
 * words. What is stored are the details; the words are found anew each time they are read.
 */
import type { Permission } from '@partneros/contract/identity';
import {
  type MailTiming,
  type NotificationKind,
  notificationKind,
} from '@partneros/contract/notifications';
import { z } from 'zod';

export interface Words {
  title: string;
  text: string;
}

interface Kind<Details extends z.ZodType> {
  /** Members with the permission; `person`: the one whom it concerns. */
  audience: Permission | 'person';
  usually: { inApp: boolean; mail: MailTiming };
  /** On the button of its letter. */
  label: string;
  details: Details;
  tell: (details: z.infer<Details>) => Words;
}

function kind<Details extends z.ZodType>(declared: Kind<Details>): Kind<Details> {
  return declared;
}

const platformNames = { salesforce: 'Salesforce', hubspot: 'HubSpot' } as const;
const platform = z.enum(['salesforce', 'hubspot']);

export const kinds = {
  connection_needs_attention: kind({
    audience: 'connection.connect',
    usually: { inApp: true, mail: 'at_once' },
    label: 'Open the connection',
    details: z.object({ platform, sentence: z.string() }),
    tell: (details) => ({
      title: `The ${platformNames[details.platform]} connection needs you`,
      text: details.sentence,
    }),
  }),
  schema_drift: kind({
    audience: 'mapping.write',
    usually: { inApp: true, mail: 'daily' },
    label: 'See what changed',
    details: z.object({ platform, fields: z.number().int(), example: z.string() }),
    tell: (details) => ({
      title: `${platformNames[details.platform]} changed ${details.fields === 1 ? 'a mapped field' : `${details.fields} mapped fields`}`,
      text: `Changed: ${details.example}${details.fields > 1 ? ` and ${details.fields - 1} more` : ''}. Check the mapping before data is written.`,
    }),
  }),
  member_joined: kind({
    audience: 'member.invite',
    usually: { inApp: true, mail: 'daily' },
    label: 'See the members',
    details: z.object({ name: z.string(), role: z.string() }),
    tell: ({ name, role }) => ({
      title: `${name} joined`,
      text: `${name} is now a member in the role ${role}.`,
    }),
  }),
  role_changed: kind({
    audience: 'person',
    usually: { inApp: true, mail: 'at_once' },
    label: 'See what you may do',
    details: z.object({ role: z.string(), by: z.string() }),
    tell: ({ role, by }) => ({
      title: 'Your role changed',
      text: `${by} gave you the role ${role}.`,
    }),
  }),
  service_account_created: kind({
    audience: 'service_account.read',
    usually: { inApp: true, mail: 'at_once' },
    label: 'See the service accounts',
    details: z.object({ name: z.string(), by: z.string() }),
    tell: ({ name, by }) => ({
      title: `A service account was created: ${name}`,
      text: `${by} created the service account ${name}, which may call the API without a person.`,
    }),
  }),
  export_ready: kind({
    audience: 'person',
    usually: { inApp: true, mail: 'at_once' },
    label: 'Get the export',
    details: z.object({ what: z.string() }),
    tell: ({ what }) => ({ title: 'Your export is ready', text: `${what} can be downloaded now.` }),
  }),
} as const satisfies Record<NotificationKind, unknown>;

export type DetailsOf<Name extends NotificationKind> = z.infer<(typeof kinds)[Name]['details']>;

/** The words of a stored notification; null when its kind or details are unknown by now. */
export function wordsOf(
  storedKind: string,
  details: unknown,
): (Words & { kind: NotificationKind; label: string }) | null {
  const name = notificationKind.safeParse(storedKind);
  if (!name.success) return null;
  // Each kind's words take what its own schema gives, which the union of all kinds hides.
  const found = kinds[name.data] as Kind<z.ZodType>;
  const parsed = found.details.safeParse(details);
  if (!parsed.success) return null;
  return { ...found.tell(parsed.data), kind: name.data, label: found.label };
}
