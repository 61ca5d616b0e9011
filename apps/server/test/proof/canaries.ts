/** What may show in no answer, and the search for it. */
import { isTenant, organizationColumn, type Table } from '../catalogue.ts';
import { otherName, secondPartnerNames, type World } from './world.ts';

/** Ids and texts, by what they belong to. */
export interface Canaries {
  /** Of the other organization and the one without people: for everybody of ours. */
  foreign: ReadonlySet<string>;
  /** Of our organization: for everybody else. */
  ours: ReadonlySet<string>;
  /** What each portal user may not see of our organization, by partner. */
  portal: Readonly<Record<string, ReadonlySet<string>>>;
}

const uuidPattern = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const textPattern = /planted-\d+|canary-[a-z-]+/g;

/** Reads all rows again, because requests that were allowed have added some. */
export async function collectCanaries(world: World): Promise<Canaries> {
  const { ours, theirs, planted, partners } = world;
  const foreign = new Set<string>();
  for (const organizationId of [theirs.id, planted.organizationId]) {
    for (const mark of await marksOf(world, organizationId)) foreign.add(mark);
  }
  foreign.add(otherName);
  const own = await marksOf(world, ours.organizationId);
  const hiddenFromSecond = await hiddenFrom(world, partners.second);
  // Their own names stand also where they may not look, such as in the audit log.
  for (const name of Object.values(secondPartnerNames)) hiddenFromSecond.delete(name);
  const portal = {
    [partners.first]: await hiddenFrom(world, partners.first),
    [partners.second]: hiddenFromSecond,
  };
  return { foreign, ours: own, portal };
}

/** The ids and planted texts of an organization's rows and of its people. */
async function marksOf(world: World, organizationId: string): Promise<Set<string>> {
  const marks = new Set<string>([organizationId]);
  const { t, tables } = world;
  for (const table of tables.filter(isTenant)) {
    const key = organizationColumn(table);
    const rows = await t.db.asOwner(
      `select row_to_json(x)::text as text from ${table.name} x where ${key} = $1`,
      [organizationId],
    );
    for (const { text } of rows) addMarks(marks, table, String(text));
  }
  return marks;
}

/** A row's own id and its planted texts; ids that it points at belong to other rows. */
function addMarks(
  marks: Set<string>,
  { columns }: Table,
  text: string,
  of: 'rows and people' | 'rows alone' = 'rows and people',
): void {
  const id = columns.some(({ name }) => name === 'id') ? /"id":"([0-9a-f-]{36})"/.exec(text) : null;
  if (id?.[1]) marks.add(id[1]);
  const people = of === 'rows alone' ? [] : text.matchAll(/"user_id":"([0-9a-f-]{36})"/g);
  for (const [, userId = ''] of people) marks.add(userId);
  for (const [found] of text.matchAll(textPattern)) marks.add(found);
}

/** Ids and texts of our rows that a portal user of that partner may not see. */
async function hiddenFrom({ t, tables, ours }: World, partnerId: string): Promise<Set<string>> {
  const hidden = new Set<string>();
  for (const table of tables.filter(isTenant)) {
    const visible = visibleRows(table);
    if (visible === null) continue;
    const rows = await t.db.asOwner(
      `select row_to_json(x)::text as text from ${table.name} x
        where ${organizationColumn(table)} = $1 and not coalesce(${visible}, false)`,
      [ours.organizationId, partnerId],
    );
    for (const { text } of rows) addMarks(hidden, table, String(text), 'rows alone');
  }
  return hidden;
}

/** SQL: which of its rows a table declares for portal users of partner $2; null for all of them. */
function visibleRows({ name, comment, columns }: Table): string | null {
  if (comment === 'tenant; portal: published') return null;
  const key = name === 'partners' ? 'id' : 'partner_id';
  const hasKey = columns.some((column) => column.name === key);
  // $2 stands in it in any case, for a statement must use all its values.
  return comment === 'tenant; portal: none' || !hasKey ? '$2::uuid is null' : `x.${key} = $2`;
}

/** The canaries in a text, those apart that the request itself held. */
export function findCanaries(text: string, canaries: ReadonlySet<string>, sent: string): string[] {
  const found = [...text.matchAll(uuidPattern), ...text.matchAll(textPattern)].map(([hit]) => hit);
  return [...new Set(found)].filter((hit) => canaries.has(hit) && !sent.includes(hit));
}
