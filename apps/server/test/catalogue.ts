/**
 * What the database itself says about its tables, and rows for all of them made from that alone: a
 * table that a later migration adds is covered by every test that plants or walks.
 */
import { newId } from '../src/kernel/ids.ts';

/** Statements as the owner; rows as plain objects. */
export type OwnerQuery = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

export interface Column {
  name: string;
  type: string;
  nullable: boolean;
}

export interface ForeignKey {
  columns: string[];
  target: string;
  targetColumns: string[];
}

export interface Table {
  name: string;
  /** What the stamping routine noted: `tenant; portal: none`, `identity`, `instance`. */
  comment: string;
  columns: Column[];
  foreignKeys: ForeignKey[];
  /** Column → the values that a check allows, where it lists them. */
  choices: Map<string, string[]>;
}

export type Row = Record<string, unknown>;

/** All tables of `public`, those that others point at first. */
export async function readTables(query: OwnerQuery): Promise<Table[]> {
  const found = await query(`
    select c.relname as name, coalesce(obj_description(c.oid), '') as comment,
      (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', t.typname,
          'nullable', not a.attnotnull) order by a.attnum)
        from pg_attribute a join pg_type t on t.oid = a.atttypid
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      coalesce((select jsonb_agg(jsonb_build_object(
          'columns', (select jsonb_agg(a.attname order by k.place)
            from unnest(f.conkey) with ordinality k(number, place)
            join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.number),
          'target', f.confrelid::regclass::text,
          'targetColumns', (select jsonb_agg(a.attname order by k.place)
            from unnest(f.confkey) with ordinality k(number, place)
            join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.number)))
        from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'), '[]') as "foreignKeys",
      coalesce((select jsonb_agg(pg_get_constraintdef(k.oid))
        from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'), '[]') as checks
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    order by c.relname`);
  // The statement above builds exactly this shape.
  const tables = found as unknown as (Omit<Table, 'choices'> & { checks: string[] })[];
  return parentsFirst(
    tables.map(({ checks, ...table }) => ({ ...table, choices: choicesOf(checks) })),
  );
}

export function isTenant(table: Table): boolean {
  return table.comment.startsWith('tenant; ');
}

/** The column that says whose row it is. */
export function organizationColumn(table: Table): string {
  return table.name === 'organizations' ? 'id' : 'organization_id';
}

/**
 * One row in every table that belongs to tenants, and in those that they point at, with a value in
 * every column.
 * @param existing rows that stand already, such as the organization to plant into
 * @returns the planted rows by table
 */
export async function plantRows(
  query: OwnerQuery,
  tables: readonly Table[],
  existing: Record<string, Row> = {},
): Promise<Map<string, Row>> {
  const planted = new Map(Object.entries(existing));
  const pointedAt = new Set(tables.flatMap(({ foreignKeys }) => foreignKeys.map((f) => f.target)));
  for (const table of tables) {
    if (planted.has(table.name)) continue;
    if (!isTenant(table) && !pointedAt.has(table.name)) continue;
    const organization = planted.get('organizations');
    const row = rowFor(table, planted, organization);
    const names = Object.keys(row);
    const places = names.map((_, index) => `$${index + 1}`).join(', ');
    const [made] = await query(
      // Of some tables an organization has one row, and may have it already.
      `insert into ${table.name} (${names.join(', ')}) values (${places}) on conflict do nothing returning *`,
      Object.values(row),
    );
    planted.set(table.name, made ?? row);
  }
  return planted;
}

let counter = 0;

function rowFor(table: Table, planted: Map<string, Row>, organization: Row | undefined): Row {
  const row: Row = {};
  for (const column of table.columns) row[column.name] = valueFor(table, column);
  if (organization && row.organization_id !== undefined) row.organization_id = organization.id;
  for (const { columns, target, targetColumns } of table.foreignKeys) {
    const parent = planted.get(target);
    columns.forEach((name, index) => {
      if (parent) row[name] = parent[targetColumns[index] ?? ''];
      else if (name !== 'organization_id') row[name] = null;
    });
  }
  return row;
}

function valueFor(table: Table, { name, type }: Column): unknown {
  counter += 1;
  const values: Record<string, () => unknown> = {
    uuid: newId,
    text: () => table.choices.get(name)?.[0] ?? `planted-${counter}`,
    bool: () => true,
    int4: () => counter,
    int8: () => counter,
    float4: () => 0.5,
    timestamptz: () => new Date('2031-02-03T04:05:06.789Z'),
    date: () => '2031-02-03',
    jsonb: () => '{}',
    bytea: () => Buffer.from(`planted-${counter}`),
    _text: () => [`planted-${counter}`],
    _float4: () => [0.5],
  };
  const make = values[type];
  if (!make) throw new Error(`Teach plantRows a value of type ${type} (${table.name}.${name}).`);
  return make();
}

function choicesOf(checks: readonly string[]): Map<string, string[]> {
  const choices = new Map<string, string[]>();
  for (const check of checks) {
    const [, column, list] = /^CHECK \(\((\w+) = ANY \(ARRAY\[(.*)\]\)\)\)$/.exec(check) ?? [];
    if (!column || !list) continue;
    choices.set(
      column,
      [...list.matchAll(/'([^']*)'/g)].map(([, value = '']) => value),
    );
  }
  return choices;
}

function parentsFirst(tables: readonly Table[]): Table[] {
  const sorted: Table[] = [];
  const visit = (table: Table, path: readonly Table[]): void => {
    if (sorted.includes(table) || path.includes(table)) return;
    for (const { target } of table.foreignKeys) {
      const parent = tables.find(({ name }) => name === target);
      if (parent) visit(parent, [...path, table]);
    }
    sorted.push(table);
  };
  for (const table of tables) visit(table, []);
  return sorted;
}
