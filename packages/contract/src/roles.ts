/** Roles and permissions as they cross the wire. */
import { z } from 'zod';
import { id, nextCursor, timestamp } from './common.ts';
import { grant, permission, reach, role } from './permissions.ts';

const name = z.string().trim().min(1).max(60);
const description = z.string().trim().max(300);
const grants = z
  .array(grant)
  .max(200)
  .meta({ description: 'Permissions, each with a reach where it has some: `partner.write:team`.' });

/** A role of the organization's own. */
export const customRole = z
  .strictObject({
    id,
    name: z.string(),
    description: z.string(),
    grants: z.array(z.string()),
    memberCount: z.number().int(),
    version: z.number().int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'CustomRole' });
export type CustomRole = z.infer<typeof customRole>;

export const roleList = z.strictObject({ roles: z.array(customRole), nextCursor });
export const roleAnswer = z.strictObject({ role: customRole });
export const createRoleBody = z.strictObject({
  name,
  description: description.default(''),
  grants,
});
export const updateRoleBody = z.strictObject({
  name: name.optional(),
  description: description.optional(),
  grants: grants.optional(),
});
export const oneRole = z.strictObject({ roleId: id });

/** What the Permissions screen is drawn from. */
export const permissionsAnswer = z.strictObject({
  areas: z.array(
    z
      .strictObject({
        name: z.string(),
        permissions: z.array(
          z.strictObject({
            permission,
            sentence: z.string(),
            reaches: z.array(reach),
            mayGrant: z.boolean().meta({ description: 'Whether the caller holds it themselves.' }),
          }),
        ),
      })
      .meta({ id: 'PermissionArea' }),
  ),
  roles: z.array(z.strictObject({ role, name: z.string(), grants: z.array(z.string()) })),
  templates: z.array(
    z
      .strictObject({
        key: z.string(),
        name: z.string(),
        description: z.string(),
        grants: z.array(z.string()),
      })
      .meta({ id: 'RoleTemplate' }),
  ),
});
