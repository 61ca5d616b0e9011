/**
 * Seals every stored secret with the newest key, so that the older ones can be taken off the list.
 *
 * Small transactions; each row is a compare-and-set on the text that was read, so that a token
 * refreshed meanwhile is not set back. Killed anywhere, each row is sealed with one key of the list
 * or another, and running it again goes on with what is left.
 */
import { z } from 'zod';
import { keyCheckValue, type SecretBox } from '../../kernel/crypto/secret-box.ts';
import type { Database, Statement } from '../../kernel/db/database.ts';
import { organizationIds } from '../../kernel/db/organizations.ts';
import { systemScope } from '../../kernel/db/scope.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { type SealedColumn, sealedColumns } from './sealed-columns.ts';

export interface RotateParts {
  database: Database;
  box: SecretBox;
  /** ENCRYPTION_KEY, newest first. */
  encryptionKeys: readonly string[];
}

type Run = (statement: Statement) => Promise<Record<string, unknown>[]>;

const sealedRows = z.array(
  z.object({ key: z.string(), organization: z.string().nullable(), sealed: z.string() }),
);
const counts = z.tuple([z.object({ count: z.number() })]);
const rowsAtOnce = 20;
/** A pass that finds nothing ends it; each pass meets at most what was written during the one before. */
const mostPasses = 20;

/**
 * @returns how many values were sealed anew
 * @throws Problem prerequisite_missing while a running process seals with another key, or when a
 *   value opens with no key of the list
 */
export async function rotateKeys(parts: RotateParts): Promise<number> {
  await refuseOtherWriters(parts);
  let total = 0;
  for (let pass = 1; pass <= mostPasses; pass += 1) {
    const done = await onePass(parts);
    total += done.sealed;
    if (done.lost.length > 0) throw unreadable(done.lost);
    if (done.sealed === 0) {
      await noteNewestKey(parts);
      return total;
    }
  }
  throw new Problem('prerequisite_missing', 'Something keeps sealing with an older key.');
}

/** A process that seals with an older key would leave values behind that nobody can open later. */
async function refuseOtherWriters({ database, box }: RotateParts): Promise<void> {
  const found = await database.lookUp({
    name: 'processes-with-other-keys',
    text: `select count(*)::int as count from heartbeats
      where beat_at > now() - interval '30 seconds' and newest_key is distinct from $1`,
    values: [box.newestMark],
  });
  const [{ count }] = counts.parse(found);
  if (count === 0) return;
  throw new Problem(
    'prerequisite_missing',
    `${count} running ${count === 1 ? 'process seals' : 'processes seal'} with another key. Restart all with the new key first in ENCRYPTION_KEY and the older ones after it, then run this again half a minute later.`,
  );
}

interface Passed {
  sealed: number;
  /** Columns with a value that no key opens. */
  lost: string[];
}

async function onePass(parts: RotateParts): Promise<Passed> {
  const passed: Passed = { sealed: 0, lost: [] };
  const organizations = await organizationIds(parts.database);
  for (const column of sealedColumns) {
    for (const inScope of scopesOf(parts.database, column, organizations)) {
      await sealColumn(parts, column, inScope, passed);
    }
  }
  return passed;
}

type InScope = (work: (run: Run) => Promise<Batch>) => Promise<Batch>;

function scopesOf(
  database: Database,
  { scope }: SealedColumn,
  organizations: readonly string[],
): InScope[] {
  if (scope === 'instance') return [(work) => work((statement) => database.lookUp(statement))];
  if (scope === 'identity') {
    return [(work) => database.withIdentity((tx) => work((statement) => tx.query(statement)))];
  }
  return organizations.map(
    (id): InScope =>
      (work) =>
        database.withOrganization(systemScope(id, 'rotate-keys'), (tx) =>
          work((statement) => tx.query(statement)),
        ),
  );
}

interface Batch {
  last: string | null;
  sealed: number;
  lost: boolean;
}

async function sealColumn(
  { box }: RotateParts,
  column: SealedColumn,
  inScope: InScope,
  passed: Passed,
): Promise<void> {
  for (let after: string | null = ''; after !== null; ) {
    const from: string = after;
    const batch = await inScope((run) => sealBatch(run, box, column, from));
    passed.sealed += batch.sealed;
    if (batch.lost) passed.lost.push(`${column.table}.${column.column}`);
    after = batch.last;
  }
}

async function sealBatch(
  run: Run,
  box: SecretBox,
  { table, column, organization, key }: SealedColumn,
  after: string,
): Promise<Batch> {
  const name = `${table}-${column}`;
  const found = await run({
    name: `rotate-read-${name}`,
    text: `select ${key}::text as key, ${organization ?? 'null'}::text as organization, ${column} as sealed
      from ${table} where ${column} is not null and not starts_with(${column}, $1) and ${key}::text > $2
      order by ${key}::text limit ${rowsAtOnce}`,
    values: [box.newestMark, after],
  });
  const batch: Batch = { last: null, sealed: 0, lost: false };
  for (const row of sealedRows.parse(found)) {
    batch.last = row.key;
    const place = { table, column, organizationId: row.organization ?? 'none', rowId: row.key };
    const plain = openOrNull(box, place, row.sealed);
    if (plain === null) {
      batch.lost = true;
      continue;
    }
    await run({
      name: `rotate-write-${name}`,
      text: `update ${table} set ${column} = $1 where ${key}::text = $2 and ${column} = $3`,
      values: [box.seal(place, plain), row.key, row.sealed],
    });
    batch.sealed += 1;
  }
  return batch;
}

function openOrNull(box: SecretBox, place: Parameters<SecretBox['open']>[0], sealed: string) {
  try {
    return box.open(place, sealed);
  } catch {
    return null;
  }
}

function unreadable(columns: readonly string[]): Problem {
  const places = [...new Set(columns)].join(', ');
  return new Problem(
    'prerequisite_missing',
    `Values in ${places} open with no key of the list; all others are sealed anew. Keep every older key in ENCRYPTION_KEY.`,
  );
}

async function noteNewestKey({ database, encryptionKeys }: RotateParts): Promise<void> {
  await database.lookUp({
    name: 'note-newest-key',
    text: 'update instance set encryption_key_check = $1',
    values: [keyCheckValue(encryptionKeys[0] ?? '')],
  });
}
