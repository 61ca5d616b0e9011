/**
 * The hot path behind `GET …/status`: one prepared statement over one indexed row. Shares its
 * presentation with the list, which reads through drizzle.
 */
import type { Connection } from '@partneros/contract/integrations';
import { getTableColumns } from 'drizzle-orm';
import { z } from 'zod';
import type { OrganizationTransaction } from '../../kernel/db/database.ts';
import { presentConnection, type StatusRow } from './present.ts';
import { connections } from './tables.ts';

const moment = z.date().nullable();

/** The columns that the status needs; tokens are not among them. */
const statusRow = z.object({
  id: z.string(),
  platform: z.enum(['salesforce', 'hubspot']),
  status: z.enum(['active', 'error', 'disconnected', 'reauth_required']),
  environment: z.enum(['production', 'sandbox', 'custom', 'demo']),
  instanceUrl: z.string().nullable(),
  accountId: z.string(),
  accountName: z.string().nullable(),
  connectedAs: z.string().nullable(),
  lastSyncAt: moment,
  lastErrorAt: moment,
  lastErrorMessage: z.string().nullable(),
  apiUsed: z.number().nullable(),
  apiLimit: z.number().nullable(),
  apiResetsAt: moment,
  objectCount: z.number(),
  totalFields: z.number(),
  schemaExpiresAt: moment,
  createdAt: z.date(),
} satisfies Record<keyof StatusRow, z.ZodType>);

const columns = getTableColumns(connections);
const selected = Object.keys(statusRow.shape)
  .map((name) => `${nameOf(name)} as "${name}"`)
  .join(', ');
const text = `select ${selected} from connections where id = $1`;

/** Null when the organization has no such connection. */
export async function readStatus(
  tx: OrganizationTransaction,
  connectionId: string,
  now: Date,
): Promise<Connection | null> {
  const [row] = await tx.query({ name: 'connection-status', text, values: [connectionId] });
  return row ? presentConnection(statusRow.parse(row), now) : null;
}

function nameOf(property: string): string {
  const column = Object.entries(columns).find(([name]) => name === property);
  if (!column) throw new Error(`connections has no column for ${property}.`);
  return column[1].name;
}
