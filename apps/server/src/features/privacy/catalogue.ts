/** The registered columns as the database has them, with their types: what an erasure walks over. */
import { z } from 'zod';
import type { Database } from '../../kernel/db/database.ts';
import { columnHandling, type Handling } from './registry.ts';

export interface PersonalColumn {
  name: string;
  type: 'text' | 'jsonb' | '_text';
  nullable: boolean;
  handling: Handling;
}

export interface PersonalTable {
  name: string;
  scope: 'organization' | 'identity';
  columns: PersonalColumn[];
  /** Columns that no export shows. */
  secrets: string[];
}

const rows = z.array(
  z.object({
    table: z.string(),
    tenant: z.boolean(),
    column: z.string(),
    type: z.string(),
    nullable: z.boolean(),
  }),
);
const typeNames = z.enum(['text', 'jsonb', '_text']);

/** Tables of tenants and of identities that hold something about people. */
export async function readPersonalTables(database: Database): Promise<PersonalTable[]> {
  const found = await database.lookUp({
    name: 'personal-columns',
    text: `select c.relname::text as "table",
        coalesce(obj_description(c.oid), '') like 'tenant;%' as tenant,
        a.attname::text as "column", t.typname::text as type, not a.attnotnull as nullable
      from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and a.attnum > 0 and not a.attisdropped
        and coalesce(obj_description(c.oid), '') <> 'instance'
      order by c.relname, a.attnum`,
    values: [],
  });
  const tables = new Map<string, PersonalTable>();
  for (const row of rows.parse(found)) {
    const scope = row.tenant ? 'organization' : 'identity';
    const table = tables.get(row.table) ?? { name: row.table, scope, columns: [], secrets: [] };
    tables.set(row.table, table);
    const handling = columnHandling[`${row.table}.${row.column}`];
    if (handling === 'secret') table.secrets.push(row.column);
    const type = typeNames.safeParse(row.type).data;
    if (!handling || !type || handling === 'plain' || handling === 'secret') continue;
    table.columns.push({ name: row.column, type, nullable: row.nullable, handling });
  }
  return [...tables.values()];
}
