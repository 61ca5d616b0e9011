/** Service accounts: programs that call the API with a bearer token. */
import { z } from 'zod';
import { id, nextCursor, timestamp } from './common.ts';
import { permission } from './identity.ts';

export const serviceAccount = z
  .strictObject({
    id,
    name: z.string(),
    permissions: z.array(permission),
    createdBy: z.string().meta({ description: 'The name of who made it, as it was then.' }),
    createdAt: timestamp,
    expiresAt: timestamp,
    lastUsedAt: timestamp.nullable().meta({ description: 'Exact to a minute.' }),
  })
  .meta({ id: 'ServiceAccount' });
export type ServiceAccount = z.infer<typeof serviceAccount>;

const expiresInDays = z.number().int().min(1).max(365);

export const createServiceAccountBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  permissions: z
    .array(permission)
    .min(1)
    .max(100)
    .refine((list) => new Set(list).size === list.length, { error: 'Names each permission once.' }),
  expiresInDays,
});

export const rotateTokenBody = z.strictObject({ expiresInDays });

export const serviceAccountList = z.strictObject({
  serviceAccounts: z.array(serviceAccount),
  nextCursor,
});

/** With the token: shown in this answer and never again. */
export const serviceAccountWithToken = z.strictObject({
  serviceAccount,
  token: z.string().meta({ examples: ['pos_…'], description: 'Shown this once.' }),
});

export const serviceAccountSettings = z.strictObject({
  settings: z.strictObject({
    enabled: z.boolean().meta({ description: 'Off, every token is refused.' }),
  }),
});
export const serviceAccountSettingsBody = z.strictObject({ enabled: z.boolean() });
