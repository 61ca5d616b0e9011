/**
 * What an operator does from the command line, as use cases. On PostgreSQL the command runs in its
 * own process; on the embedded database a running server runs it, because two processes on one data
 * folder would corrupt it (see `control-socket.ts`).
 */
import { role } from '@partneros/contract/identity';
import { z } from 'zod';
import { verifyAudit } from '../features/audit/index.ts';
import {
  addMember,
  createOrganization,
  ensureUser,
  findOrganizationBySlug,
  type Identity,
} from '../features/identity/index.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Config } from '../kernel/config.ts';
import type { Database } from '../kernel/db/database.ts';
import { Problem } from '../kernel/http/problem.ts';
import { type AdoptParts, adoptInstance } from './adopt-instance.ts';
import { backUp } from './backups/back-up.ts';
import { type RotateParts, rotateKeys } from './keys/rotate-keys.ts';
import { demoAddresses, seedDemo } from './seed-demo.ts';

const slug = z.string().regex(/^[a-z0-9](-?[a-z0-9])*$/, {
  error: 'must be lower-case letters, digits and single hyphens',
});

export const command = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('migrate') }),
  z.strictObject({ name: z.literal('audit verify') }),
  z.strictObject({ name: z.literal('seed'), password: z.string().min(8).max(128) }),
  z.strictObject({
    name: z.literal('user add'),
    email: z.email(),
    fullName: z.string().min(1).max(200),
    password: z.string().min(8).max(128),
    role: role.exclude(['partner', 'custom']),
    organization: slug,
    organizationName: z.string().min(1).max(100).optional(),
  }),
  z.strictObject({ name: z.literal('rotate-keys') }),
  z.strictObject({ name: z.literal('backup'), out: z.string().min(1).optional() }),
  z.strictObject({
    name: z.literal('instance adopt'),
    how: z.enum(['moved', 'restored', 'copy'], {
      error: 'say one of --moved, --restored, --copy',
    }),
  }),
]);
export type Command = z.infer<typeof command>;

export interface CommandParts extends RotateParts, AdoptParts {
  database: Database;
  identity: Identity;
  config: Config;
  clock: Clock;
}

/**
 * @returns a sentence that says what was done
 * @throws Problem duplicate, not_found
 */
export async function runCommand(parts: CommandParts, wish: Command): Promise<string> {
  switch (wish.name) {
    case 'migrate':
      // Opening the database has brought it up to date already.
      return 'The database is up to date.';
    case 'audit verify':
      return verifyAuditLogs(parts.database);
    case 'seed':
      await seedDemo(parts.database, parts.identity, wish.password);
      return `The demo organization is there. Sign in as ${demoAddresses.join(', ')}.`;
    case 'user add':
      return addUser(parts, wish);
    case 'rotate-keys':
      return `${await rotateKeys(parts)} values were sealed anew. Every stored secret opens with the newest key now.`;
    case 'backup': {
      const file = await backUp(parts.config, parts.database, parts.clock.now(), wish.out);
      return `Backup written to ${file}. Keep ENCRYPTION_KEY apart from it: it is not in there.`;
    }
    case 'instance adopt':
      return adoptInstance(parts, wish.how);
  }
}

/** @throws Problem that names the organizations whose log is not as the program wrote it */
async function verifyAuditLogs(database: Database): Promise<string> {
  const broken: string[] = [];
  let lines = 0;
  let organizations = 0;
  await database.withEveryOrganization('audit verify', async (tx) => {
    const found = await verifyAudit(tx);
    lines += found.lines;
    organizations += 1;
    if (found.verified) return;
    const place = found.firstBroken === null ? 'its beginning or end' : `line ${found.firstBroken}`;
    broken.push(`${tx.scope.organizationId}: the chain breaks at ${place}.`);
  });
  if (broken.length > 0) throw new Problem('validation_failed', broken.join('\n'));
  return `${lines} audit lines of ${organizations} organizations are as they were written.`;
}

async function addUser(
  { database, identity }: CommandParts,
  wish: Extract<Command, { name: 'user add' }>,
): Promise<string> {
  const organizationId = await organizationOf(database, wish);
  const userId = await ensureUser(database, identity.auth, { ...wish, name: wish.fullName });
  await addMember(database, organizationId, { userId, role: wish.role });
  return `${wish.email} is ${wish.role} of ${wish.organization}.`;
}

async function organizationOf(
  database: Database,
  { organization, organizationName }: Extract<Command, { name: 'user add' }>,
): Promise<string> {
  const known = await findOrganizationBySlug(database, organization);
  if (known) return known;
  if (organizationName === undefined) {
    throw new Problem(
      'not_found',
      `There is no organization ${organization}. Give --organization-name to make it.`,
    );
  }
  return createOrganization(database, { name: organizationName, slug: organization });
}
