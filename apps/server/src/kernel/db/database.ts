/**
 * The three ways to the database, and nothing beside them.
 *
 * - `withOrganization`: the product's data. The transaction is bound to one organization (and for
 *   portal users to one partner) and row security refuses everything else.
 * - `withIdentity`: the tables of the auth library and the look-ups that come before an
 *   organization is known. No organization's data is visible in it.
 * - `withEveryOrganization`: for jobs, one organization after the other, each in its own scope.
 *
 * Stores take the transaction first. A transaction inside a transaction, or a call to the network
 * inside one, is a broken promise and throws (on the embedded database it would wait for ever).
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Db as QueueDatabase } from 'pg-boss';
import type { OrganizationScope } from './scope.ts';

export type Orm = PgDatabase<PgQueryResultHKT, Record<string, never>>;

/** A statement for the hot paths: prepared once per connection under its name. */
export interface Statement {
  name: string;
  text: string;
  values: readonly unknown[];
}

export interface Transaction {
  /** Typed queries over the feature's tables. */
  readonly orm: Orm;
  /**
   * One prepared statement. Column types must be ones that both databases read alike: text, uuid,
   * int4, boolean, timestamptz (Date), jsonb, bytea. The caller parses what it gets.
   */
  query(statement: Statement): Promise<Record<string, unknown>[]>;
  /** For the job queue: the same transaction in the form that pg-boss takes. */
  readonly jobs: QueueDatabase;
}

export interface OrganizationTransaction extends Transaction {
  readonly scope: OrganizationScope;
}

export interface IdentityTransaction extends Transaction {
  readonly identity: true;
}

export interface Database {
  readonly kind: 'pglite' | 'postgres';
  withOrganization<Result>(
    scope: OrganizationScope,
    work: (tx: OrganizationTransaction) => Promise<Result>,
  ): Promise<Result>;
  withIdentity<Result>(work: (tx: IdentityTransaction) => Promise<Result>): Promise<Result>;
  /** Runs the work for each organization in turn, each in a transaction and scope of its own. */
  withEveryOrganization(
    job: string,
    work: (tx: OrganizationTransaction) => Promise<void>,
  ): Promise<void>;
  /**
   * One prepared statement outside any transaction: only for functions that the migrations made
   * for the time before an organization is known, and for tables without a tenant.
   */
  lookUp(statement: Statement): Promise<Record<string, unknown>[]>;
  /** The embedded database as a compressed archive, as of one moment; null on a server. */
  readonly archive: (() => Promise<Blob>) | null;
  /** The queue's own access, outside any transaction of ours. */
  readonly jobs: QueueDatabase;
  /**
   * Hears what transactions of any process told the channel with `pg_notify`, from their commit on.
   * @param lost told when notices may have been missed; listening goes on by itself
   * @returns stops listening
   */
  listen(
    channel: string,
    hear: (text: string) => void,
    lost: () => void,
  ): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

const open = new AsyncLocalStorage<string>();

/** Runs the work marked as being inside a transaction. */
export function insideTransaction<Result>(
  what: string,
  work: () => Promise<Result>,
): Promise<Result> {
  assertOutsideTransaction(what);
  return open.run(what, work);
}

/**
 * Throws when a transaction is open in the calling flow.
 * @param what what was about to happen, for the message
 */
export function assertOutsideTransaction(what: string): void {
  const outer = open.getStore();
  if (outer !== undefined) throw new Error(`${what} inside a transaction (${outer}).`);
}
