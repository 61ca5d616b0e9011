/** Statements over the registered columns. Names come from the catalogue, values are parameters. */
import type { Statement } from '../../kernel/db/database.ts';
import type { PersonalColumn, PersonalTable } from './catalogue.ts';
import { erasedMention, erasedName } from './person.ts';
import { ownRows } from './registry.ts';

export interface Sought {
  /** See `mentionsOf`. */
  mentions: string;
  /** The address alone. */
  addressMentions: string;
  address: string;
  userIds: string[];
  contactIds: string[];
}

/** $1 mentions, $2 users, $3 contacts: the person's own rows and those that mention them. */
function isAbout(table: PersonalTable): string {
  const mentions = table.columns
    .filter((column) => isSought(table, column))
    .map(({ name }) => `${quoted(name)}::text ~* $1`);
  return [ownOf(table), ...mentions].join(' or ');
}

function ownOf({ name }: PersonalTable): string {
  const { user, contact } = ownRows[name] ?? {};
  const parts = [];
  if (user !== undefined) parts.push(`coalesce(${quoted(user)} = any ($2::uuid[]), false)`);
  if (contact !== undefined) parts.push(`coalesce(${quoted(contact)} = any ($3::uuid[]), false)`);
  // Each parameter is named, whether the table has such rows or not: the server must know its type.
  parts.push('cardinality($2::uuid[]) + cardinality($3::uuid[]) < 0');
  return parts.join(' or ');
}

/** A name in a row that is somebody's own is theirs alone, even where two are called the same. */
function isSought({ name }: PersonalTable, { handling }: PersonalColumn): boolean {
  return handling !== 'name' || ownRows[name] === undefined;
}

/** Overwrites and replaces all that is about the person; null where there is nothing to change. */
export function eraseStatement(table: PersonalTable, sought: Sought): Statement | null {
  if (table.columns.length === 0) return null;
  const changes = table.columns.map(
    (column) => `${quoted(column.name)} = ${erased(table, column)}`,
  );
  return {
    name: `erase-${table.name}`,
    text: `update ${quoted(table.name)} set ${changes.join(', ')}
      where ($4::text is not null) and (${isAbout(table)})`,
    values: [sought.mentions, sought.userIds, sought.contactIds, sought.address],
  };
}

function erased(table: PersonalTable, column: PersonalColumn): string {
  const name = quoted(column.name);
  const { handling } = column;
  if (handling === 'address') return replaced(column, '$4');
  const rest = isSought(table, column) ? replaced(column, `'${erasedMention}'`) : name;
  if (handling === 'text' || ownRows[table.name] === undefined) return rest;
  const empty = column.nullable ? 'null' : `''`;
  const own = handling === 'name' ? `'${erasedName}'` : empty;
  return `case when ${ownOf(table)} then ${own} else ${rest} end`;
}

function replaced({ name, type }: PersonalColumn, substitute: string): string {
  const column = quoted(name);
  const inText = (text: string) => `regexp_replace(${text}, $1, ${substitute}, 'gi')`;
  if (type === 'text') return inText(column);
  if (type === 'jsonb') return `${inText(`${column}::text`)}::jsonb`;
  return `case when ${column} is not null then array(
    select ${inText('word')} from unnest(${column}) with ordinality as each (word, place)
    order by place) end`;
}

/** Rows about the person, each as JSON without secrets. */
export function gatherStatement(table: PersonalTable, sought: Sought): Statement {
  return {
    name: `gather-${table.name}`,
    text: `select to_jsonb(found) - $4::text[] as row from ${quoted(table.name)} found
      where ($1::text is not null) and (${isAbout(table)}) limit 10000`,
    values: [sought.mentions, sought.userIds, sought.contactIds, table.secrets],
  };
}

/**
 * In tables beside organizations, what mentions the address is a proof or link of the person's: the
 * row goes. Rows that are somebody's own go with their user.
 */
export function deleteStatement(table: PersonalTable, sought: Sought): Statement | null {
  if (ownRows[table.name]) return null;
  const mentions = table.columns.map(({ name }) => `${quoted(name)}::text ~* $1`);
  if (mentions.length === 0) return null;
  return {
    name: `erase-rows-${table.name}`,
    text: `delete from ${quoted(table.name)} where ${mentions.join(' or ')}`,
    values: [sought.addressMentions],
  };
}

/** Payloads hold ids; what a failed job left as its reason may hold more. */
export function eraseJobsStatement(sought: Sought): Statement {
  return {
    name: 'erase-jobs',
    text: `update pgboss.job set
        data = regexp_replace(data::text, $1, '${erasedMention}', 'gi')::jsonb,
        output = regexp_replace(output::text, $1, '${erasedMention}', 'gi')::jsonb
      where data::text ~* $1 or output::text ~* $1`,
    values: [sought.mentions],
  };
}

function quoted(name: string): string {
  return `"${name}"`;
}
