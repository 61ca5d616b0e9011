/**
 * Rate limits by class, per user with a ceiling per organization, or per address.
 *
 * The counters live in the database, so they hold across processes. Sensitive classes count every
 * request there; read and write take blocks of a tenth of their limit and count within them in
 * memory, so that a busy reader costs one statement in sixty requests (spec 09, “Identities”).
 * Headers follow draft-ietf-httpapi-ratelimit-headers-10: `RateLimit-Policy: "read";q=600;w=60`,
 * `RateLimit: "read";r=599;t=42`.
 */
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { Problem } from './problem.ts';

/** Requests per minute of each class (spec 01). */
export const limitClasses = {
  read: { perMinute: 600, exact: false },
  write: { perMinute: 120, exact: false },
  upload: { perMinute: 20, exact: true },
  ai: { perMinute: 20, exact: true },
  public: { perMinute: 30, exact: true },
  sign_in: { perMinute: 10, exact: true },
  /** Everything from one address that says it is somebody: as much as an organization may read. */
  address: { perMinute: 6000, exact: false },
} as const;

export type LimitClass = keyof typeof limitClasses;

const windowSeconds = 60;
const organizationFactor = 10;

/** Who is counted: an id or a hashed address, and whether it is an organization's ceiling. */
export interface Subject {
  kind: 'user' | 'service' | 'organization' | 'address' | 'account';
  id: string;
}

export interface Limits {
  /**
   * Counts one request for each subject in turn, up to the first that has none left.
   * @returns the headers of the tightest one
   * @throws Problem rate_limited with Retry-After
   */
  take(limitClass: LimitClass, subjects: readonly Subject[]): Promise<Record<string, string>>;
}

interface Block {
  left: number;
  /**
   * What the shared counter still had beyond this block when it was taken. With none, the window is
   * spent once the block is: further requests are refused without asking the database.
   */
  beyond: number;
  endsAt: number;
}

interface Standing {
  quota: number;
  remaining: number;
  resetSeconds: number;
}

export function createLimits(database: Database, clock: Clock, scale: number): Limits {
  const counter = createCounter(database);
  const blocks = createBlocks(counter, clock);

  async function takeExact(key: string, quota: number): Promise<Standing> {
    const result = await counter(key, quota, 1);
    return {
      quota,
      remaining: quota - result.consumedPoints,
      resetSeconds: Math.ceil(result.msBeforeNext / 1000),
    };
  }

  return {
    async take(limitClass, subjects) {
      const { perMinute, exact } = limitClasses[limitClass];
      const standings: Standing[] = [];
      for (const subject of subjects) {
        const factor = subject.kind === 'organization' ? organizationFactor : 1;
        const quota = Math.max(1, Math.round(perMinute * factor * scale));
        const key = `${limitClass}:${subject.kind}:${subject.id}`;
        const standing = await (exact ? takeExact(key, quota) : blocks(key, quota));
        standings.push(standing);
        // What one person is refused must not use up the ceiling of the whole organization.
        if (standing.remaining < 0) break;
      }
      return answerFor(limitClass, standings);
    },
  };
}

type Counter = (key: string, quota: number, points: number) => Promise<RateLimiterRes>;

/** The shared counter: takes points of a key's quota, and tells when there were not enough. */
function createCounter(database: Database): Counter {
  const storeClient = {
    async query(statement: { name?: string; text: string; values?: unknown[] }) {
      const rows = await database.lookUp({
        name: statement.name ?? 'rate-limit',
        text: statement.text,
        values: statement.values ?? [],
      });
      return { rows, rowCount: rows.length };
    },
  };
  const limiters = new Map<number, RateLimiterPostgres>();
  const limiterOf = (quota: number) => {
    const limiter =
      limiters.get(quota) ??
      new RateLimiterPostgres({
        storeClient,
        storeType: 'client',
        tableName: 'rate_limits',
        tableCreated: true,
        keyPrefix: '',
        points: quota,
        duration: windowSeconds,
        clearExpiredByTimeout: limiters.size === 0,
      });
    limiters.set(quota, limiter);
    return limiter;
  };
  return async (key, quota, points) => {
    try {
      return await limiterOf(quota).consume(key, points);
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return refusal;
      throw refusal;
    }
  };
}

/**
 * Counting within blocks of a tenth of the quota, each taken from the shared counter. Requests that
 * come while a block is being taken wait for it: were each to take its own, ten at once would use up
 * the whole quota.
 */
function createBlocks(counter: Counter, clock: Clock) {
  const blocks = new Map<string, Block>();
  const beingTaken = new Map<string, Promise<void>>();

  async function takeBlock(key: string, quota: number): Promise<void> {
    try {
      const size = Math.max(1, Math.floor(quota / 10));
      const result = await counter(key, quota, size);
      const over = Math.max(0, result.consumedPoints - quota);
      const now = clock.now().getTime();
      if (blocks.size > 20_000) forgetEnded(blocks, now);
      blocks.set(key, {
        left: Math.max(0, size - over),
        beyond: Math.max(0, quota - result.consumedPoints),
        endsAt: now + result.msBeforeNext,
      });
    } finally {
      beingTaken.delete(key);
    }
  }

  function usable(key: string, now: number): Block | null {
    const block = blocks.get(key);
    if (!block || block.endsAt <= now) return null;
    return block.left > 0 || block.beyond === 0 ? block : null;
  }

  return async (key: string, quota: number): Promise<Standing> => {
    let now = clock.now().getTime();
    let block = usable(key, now);
    while (!block) {
      const taking = beingTaken.get(key) ?? takeBlock(key, quota);
      beingTaken.set(key, taking);
      await taking;
      now = clock.now().getTime();
      block = usable(key, now);
    }
    block.left -= 1;
    const resetSeconds = Math.max(1, Math.ceil((block.endsAt - now) / 1000));
    const remaining = block.left < 0 ? -1 : block.left + block.beyond;
    return { quota, remaining, resetSeconds };
  };
}

function answerFor(limitClass: LimitClass, standings: Standing[]): Record<string, string> {
  const tightest = standings.reduce<Standing | null>(
    (worst, one) => (worst === null || one.remaining < worst.remaining ? one : worst),
    null,
  );
  if (!tightest) return {};
  const headers = {
    'RateLimit-Policy': `"${limitClass}";q=${tightest.quota};w=${windowSeconds}`,
    RateLimit: `"${limitClass}";r=${Math.max(0, tightest.remaining)};t=${tightest.resetSeconds}`,
  };
  if (tightest.remaining >= 0) return headers;
  const wait = Math.max(1, tightest.resetSeconds);
  throw new Problem('rate_limited', `Too many requests. Try again in ${wait} seconds.`, {
    headers: { ...headers, 'Retry-After': String(wait) },
  });
}

function forgetEnded(blocks: Map<string, Block>, now: number): void {
  for (const [key, block] of blocks) {
    if (block.endsAt <= now) blocks.delete(key);
  }
}
