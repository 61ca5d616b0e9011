/**
 * Reads objects from the CRM, a few at a time, and tells how far it is. Nothing is stored here:
 * a schema becomes visible whole or not at all.
 */
import type { ApiUsage, RefreshProgress } from '@partneros/contract/integrations';
import type { OrganizationScope } from '../../kernel/db/scope.ts';
import { CrmFailure, type ObjectReading } from '../../vendors/port.ts';
import { callCrm } from './call-crm.ts';
import type { IntegrationParts } from './parts.ts';
import { withRetries } from './with-retries.ts';

export interface ObjectWish {
  objectType: string;
  /** Asked for by a person, so that its absence is told; a default that is not there is ignored. */
  expected: boolean;
  validator: string | null;
  fieldCount: number | null;
}

export type DiscoveryOutcome =
  | { objectType: string; state: 'read'; reading: ObjectReading }
  | { objectType: string; state: 'skipped'; reason: string }
  | { objectType: string; state: 'absent' };

export interface Discovery {
  outcomes: DiscoveryOutcome[];
  apiUsage: ApiUsage | null;
}

/** Together with the CRM's own limits: five at once reads 5 objects in the time of one. */
const atOnce = 5;

/** @throws CrmFailure when an object cannot be read for another reason than being out of reach */
export async function discoverObjects(
  parts: IntegrationParts,
  where: { scope: OrganizationScope; connectionId: string },
  wishes: readonly ObjectWish[],
  report: (event: RefreshProgress) => void,
): Promise<Discovery> {
  const queue = [...wishes];
  const outcomes: DiscoveryOutcome[] = [];
  const total = wishes.length;
  const worker = async () => {
    for (let wish = queue.shift(); wish; wish = queue.shift()) {
      report(progressOf(wish, 'reading', outcomes.length, total, null));
      const outcome = await discoverOne(parts, where, wish);
      outcomes.push(outcome);
      report(endOf(wish, outcome, outcomes.length, total));
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, total) }, worker));
  } catch (error) {
    queue.length = 0;
    throw error;
  }
  return { outcomes, apiUsage: latestUsage(outcomes) };
}

async function discoverOne(
  parts: IntegrationParts,
  { scope, connectionId }: { scope: OrganizationScope; connectionId: string },
  wish: ObjectWish,
): Promise<DiscoveryOutcome> {
  const { objectType } = wish;
  try {
    const reading = await withRetries(parts, () =>
      callCrm(parts, scope, connectionId, (vendor, session) =>
        vendor.readObject(session, objectType, wish.validator),
      ),
    );
    return { objectType, state: 'read', reading };
  } catch (error) {
    if (!(error instanceof CrmFailure)) throw error;
    if (error.kind === 'not_found' && !wish.expected) return { objectType, state: 'absent' };
    if (error.kind !== 'not_found' && error.kind !== 'not_permitted') throw error;
    return { objectType, state: 'skipped', reason: error.message };
  }
}

function endOf(
  wish: ObjectWish,
  outcome: DiscoveryOutcome,
  done: number,
  total: number,
): RefreshProgress {
  if (outcome.state !== 'read') return progressOf(wish, 'skipped', done, total, null);
  const { reading } = outcome;
  return reading.changed
    ? progressOf(wish, 'done', done, total, reading.object.fields.length)
    : progressOf(wish, 'unchanged', done, total, wish.fieldCount);
}

function progressOf(
  { objectType }: ObjectWish,
  state: 'reading' | 'done' | 'unchanged' | 'skipped',
  done: number,
  total: number,
  fieldCount: number | null,
): RefreshProgress {
  return { event: 'object', objectType, state, fieldCount, done, total };
}

function latestUsage(outcomes: readonly DiscoveryOutcome[]): ApiUsage | null {
  let latest: ApiUsage | null = null;
  for (const outcome of outcomes) {
    const usage = outcome.state === 'read' ? outcome.reading.apiUsage : null;
    if (usage && (latest === null || usage.used >= latest.used)) latest = usage;
  }
  return latest;
}
