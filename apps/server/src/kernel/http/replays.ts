/**
 * Idempotency keys: an act that a client repeats, because it never saw the answer, is done once.
 *
 * The work, the key's row and the answer are one transaction: a process that dies leaves all or
 * nothing. A key is claimed by an advisory lock, so that a second request with it is told to wait
 * instead of waiting on a connection. Answers are sealed, because some hold a secret that is shown
 * once; keys are hashed. Rows are the caller's own, good for 24 hours (spec 01, “Safe retries”).
 */
import { z } from 'zod';
import { canonicalJson } from '../canonical-json.ts';
import type { SecretBox, SecretPlace } from '../crypto/secret-box.ts';
import { sha256 } from '../crypto/tokens.ts';
import type { Database, OrganizationTransaction, Transaction } from '../db/database.ts';
import { actorIdOf, type OrganizationScope } from '../db/scope.ts';
import { newId } from '../ids.ts';
import type { JobKind, Jobs } from '../jobs/jobs.ts';
import { Problem } from './problem.ts';

declare const kept: unique symbol;
/** An answer that `once` gave: an idempotent operation can answer with nothing else. */
export type Kept<Answer extends object> = Answer & { readonly [kept]: true };

/**
 * Does the work in a transaction of the caller's organization, or replays what it answered before.
 * @param access what must hold as of now, before a replay too: throws when it does not
 */
export type Once = <Answer extends object>(
  work: (tx: OrganizationTransaction) => Promise<Answer>,
  access?: (tx: OrganizationTransaction) => Promise<unknown>,
) => Promise<Kept<Answer>>;

/** A request as a key remembers it. */
export interface KeyedRequest {
  scope: OrganizationScope;
  /** Null when the client sent none: then the work is simply done. */
  key: string | null;
  /** What was asked: the same key with another is a mistake of the client's. */
  asked: unknown;
  status: number;
  /** Told when the answer is an earlier one. */
  onReplay(): void;
}

export interface Replays {
  once(request: KeyedRequest): Once;
}

const rows = z.array(
  z.object({ id: z.string(), fingerprint: z.string(), answer_sealed: z.string() }),
);
const claim = z.tuple([z.object({ free: z.boolean() })]);

export function createReplays(database: Database, box: SecretBox): Replays {
  return {
    once: (request) => async (work, access) => {
      const answer = await database.withOrganization(request.scope, async (tx) => {
        if (request.key === null) {
          await access?.(tx);
          return work(tx);
        }
        const keyed = keyOf(request.scope, request.key, request.asked);
        await claimKey(tx, keyed);
        await access?.(tx);
        const before = await findAnswer(tx, box, keyed);
        if (before !== null) {
          request.onReplay();
          // Stored by the line below, under the fingerprint of this very operation and input.
          return before as Awaited<ReturnType<typeof work>>;
        }
        const made = await work(tx);
        await keepAnswer(tx, box, keyed, request.status, made);
        return made;
      });
      // The one place where the mark is given: after the transaction with the key's row.
      return answer as Kept<typeof answer>;
    },
  };
}

interface Keyed {
  organizationId: string;
  actorId: string;
  contactId: string | null;
  keyHash: string;
  fingerprint: string;
}

function keyOf({ organizationId, actor }: OrganizationScope, key: string, asked: unknown): Keyed {
  const actorId = actorIdOf(actor);
  if (actorId === null) throw new Error('The program itself sends no Idempotency-Key.');
  return {
    organizationId,
    actorId,
    contactId: actor.kind === 'portal' ? actor.contactId : null,
    keyHash: sha256(key),
    fingerprint: sha256(canonicalJson(asked)),
  };
}

/** Held until the transaction ends; the embedded database runs one transaction at a time anyway. */
async function claimKey(tx: Transaction, keyed: Keyed): Promise<void> {
  const { organizationId, actorId, keyHash } = keyed;
  const found = await tx.query({
    name: 'claim-idempotency-key',
    text: 'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as free',
    values: [`idempotency ${organizationId} ${actorId} ${keyHash}`],
  });
  if (claim.parse(found)[0].free) return;
  throw new Problem(
    'idempotency_in_progress',
    'The first request with this Idempotency-Key is still under way.',
    { headers: { 'Retry-After': '1' } },
  );
}

async function findAnswer(tx: Transaction, box: SecretBox, keyed: Keyed): Promise<unknown> {
  const found = await tx.query({
    name: 'find-idempotency-key',
    text: `select id, fingerprint, answer_sealed from idempotency_keys
      where organization_id = $1 and actor_id = $2 and key_hash = $3 and expires_at > now()`,
    values: [keyed.organizationId, keyed.actorId, keyed.keyHash],
  });
  const [row] = rows.parse(found);
  if (!row) return null;
  if (row.fingerprint !== keyed.fingerprint) {
    throw new Problem(
      'idempotency_key_reused',
      'This Idempotency-Key was used for another request. Take a new one.',
    );
  }
  return JSON.parse(box.open(placeOf(keyed.organizationId, row.id), row.answer_sealed));
}

async function keepAnswer(
  tx: Transaction,
  box: SecretBox,
  keyed: Keyed,
  status: number,
  answer: object,
): Promise<void> {
  const id = newId();
  const sealed = box.seal(placeOf(keyed.organizationId, id), JSON.stringify(answer));
  await tx.query({
    name: 'keep-idempotency-key',
    text: `insert into idempotency_keys (id, organization_id, actor_id, contact_id, key_hash,
        fingerprint, status, answer_sealed, expires_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, now() + interval '24 hours')
      on conflict (organization_id, actor_id, key_hash) do update set id = excluded.id,
        fingerprint = excluded.fingerprint, status = excluded.status,
        answer_sealed = excluded.answer_sealed, created_at = now(), expires_at = excluded.expires_at`,
    values: [
      id,
      keyed.organizationId,
      keyed.actorId,
      keyed.contactId,
      keyed.keyHash,
      keyed.fingerprint,
      status,
      sealed,
    ],
  });
}

function placeOf(organizationId: string, rowId: string): SecretPlace {
  return { table: 'idempotency_keys', column: 'answer_sealed', organizationId, rowId };
}

const forgetAnswers: JobKind<Record<string, never>> = {
  name: 'requests.forget-answers',
  payload: z.strictObject({}),
  expireInSeconds: 300,
  concurrency: 1,
};

/** Every hour, answers older than their 24 hours go. */
export function registerReplayJobs({ jobs, database }: { jobs: Jobs; database: Database }): void {
  jobs.register(forgetAnswers, () =>
    database.withEveryOrganization(forgetAnswers.name, async (tx) => {
      await tx.query({
        name: 'forget-idempotency-keys',
        text: 'delete from idempotency_keys where expires_at < now()',
        values: [],
      });
    }),
  );
  jobs.schedule(forgetAnswers, '17 * * * *');
}
