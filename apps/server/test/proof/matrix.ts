/**
 * Every mounted operation, tried by every actor, with everybody's ids, in every variant. What must be
 * refused comes first and together: after it no row of anybody may have changed. What is allowed
 * comes then: it may change the actor's own organization alone, and show no canary.
 */
import { createHash } from 'node:crypto';
import type { Operation } from '../../src/kernel/http/routes.ts';
import { newId } from '../../src/kernel/ids.ts';
import { type Actor, listActors, type Standing } from './actors.ts';
import { type Canaries, collectCanaries } from './canaries.ts';
import { type Attempt, type Choice, expectationOf } from './expectation.ts';
import { expectedAccess } from './expected.ts';
import { differencesOf, faultsOf, leaksOf } from './judge.ts';
import { createSender, type Send } from './request.ts';
import { createRandom, inLanes, isFullProof, proofSeed } from './scale.ts';
import { isGoodForAll, plain, sampleRequest, variants } from './variants.ts';
import { changedTables, type Digests, digestOf, untilQuiet, type World } from './world.ts';

export interface MatrixResult {
  attempts: number;
  failures: string[];
  details: Record<string, number>;
}

const enoughFailures = 100;

export async function runMatrix(world: World): Promise<MatrixResult> {
  const actors = await listActors(world);
  const operations = world.t.app.api.operations.map(({ operation }) => operation);
  const attempts = operations.flatMap((operation) => attemptsOf(world, actors, operation));
  const isAllowed = ({ expectation }: Attempt) => expectation.kind === 'allowed';
  const refused = attempts.filter((attempt) => !isAllowed(attempt));
  const allowed = attempts.filter(isAllowed);
  const failures: string[] = [];
  const { send, close } = createSender(world.t.url);
  const run = createRunner(world, send, failures);
  await untilQuiet(world.t);
  await tryRefused(world, operations, refused, run, failures);
  await tryAllowed(world, operations, allowed, run, failures);
  close();
  return {
    attempts: attempts.length,
    failures,
    details: {
      operations: operations.length,
      actors: actors.length,
      variants: variants.length + 1,
      'to be refused': refused.length,
      'to be allowed': allowed.length,
    },
  };
}

/** Nothing of anybody may change, but for what counts and tells refusals. */
async function tryRefused(
  world: World,
  operations: readonly Operation[],
  attempts: readonly Attempt[],
  run: Run,
  failures: string[],
): Promise<void> {
  const canaries = await collectCanaries(world);
  const digests = () => Promise.all(everybody(world).map((id) => digestOf(world, id, false)));
  let before = await digests();
  for (const operation of operations) {
    if (failures.length > enoughFailures) return;
    await run(
      attempts.filter((attempt) => attempt.operation === operation),
      'kept',
      canaries,
    );
    const after = await digests();
    const changed = changes(before, after);
    if (changed.length > 0) {
      failures.push(`${operation.id}: refused, yet changed ${changed.join(', ')}.`);
    }
    before = after;
  }
}

/** Only the actor's own organization may change. */
async function tryAllowed(
  world: World,
  operations: readonly Operation[],
  attempts: readonly Attempt[],
  run: Run,
  failures: string[],
): Promise<void> {
  const standings: readonly Standing[] = ['inside', 'elsewhere', 'homeless', 'nobody'];
  for (const operation of operations) {
    const canaries = await collectCanaries(world);
    for (const standing of standings) {
      const ofThis = attempts.filter(
        (attempt) => attempt.operation === operation && attempt.actor.standing === standing,
      );
      if (ofThis.length === 0 || failures.length > enoughFailures) continue;
      const others = everybody(world).filter((id) => id !== ownOf(world, standing));
      const digests = () => Promise.all(others.map((id) => digestOf(world, id, true)));
      const before = await digests();
      await run(ofThis, 'fresh', canaries);
      const changed = changes(before, await digests());
      if (changed.length > 0 && expectedAccess(operation.id) !== 'public') {
        failures.push(`${operation.id} (${standing}): changed others’ ${changed.join(', ')}.`);
      }
    }
  }
}

function everybody({ ours, theirs, planted }: World): string[] {
  return [ours.organizationId, theirs.id, planted.organizationId];
}

function changes(before: readonly Digests[], after: readonly Digests[]): string[] {
  return before.flatMap((digests, index) => changedTables(digests, after[index] ?? {}));
}

/** Whose rows an actor of that standing may change. */
function ownOf({ ours, theirs }: World, standing: Standing): string | null {
  if (standing === 'elsewhere') return theirs.id;
  return standing === 'nobody' ? null : ours.organizationId;
}

function attemptsOf(world: World, actors: readonly Actor[], operation: Operation): Attempt[] {
  const random = createRandom(proofSeed ^ hashOf(operation.id));
  const made: Attempt[] = [];
  for (const actor of actors) {
    for (const whose of ['own', 'foreign', 'planted', 'random', 'mixed'] as const) {
      const request = sampleRequest(world, actor, operation, whose);
      if (!request) continue;
      for (const variant of [plain, ...variants]) {
        const choice = { operation, actor, whose, variant };
        const bent = variant.bend(request, operation, newId());
        if (!bent || !isTried(choice, random)) continue;
        const expectation = expectationOf(choice);
        const mayRefuse = !isGoodForAll(world, actor, operation);
        made.push({
          ...choice,
          request: bent,
          expectation:
            expectation.kind === 'allowed' && mayRefuse
              ? { ...expectation, mayRefuse }
              : expectation,
        });
      }
    }
  }
  return made;
}

function hashOf(text: string): number {
  return createHash('sha256').update(text).digest().readInt32LE();
}

/** Among the ordinary tests a share; what acts outside is never repeated in variants. */
function isTried(choice: Choice, random: () => number): boolean {
  const { operation, actor, whose, variant } = choice;
  const { kind } = expectationOf(choice);
  const repeats = operation.effect === 'external' || operation.limit === 'sign_in';
  if (kind === 'allowed' && repeats && variant !== plain) return false;
  if (actor.standing === 'nobody' && !['own', 'foreign'].includes(whose)) return false;
  if (isFullProof) return true;
  if (variant !== plain) return random() < 0.06;
  return actor.standing === 'inside' || actor.name === 'signed out' || random() < 0.3;
}

type Run = (
  attempts: readonly Attempt[],
  cookies: 'kept' | 'fresh',
  canaries: Canaries,
) => Promise<void>;

function createRunner(world: World, send: Send, failures: string[]): Run {
  const kept = new Map<string, Record<string, string>>();
  /** What an id that nobody has was answered with, for comparison. */
  const answersToNone = new Map<string, string>();
  return async (attempts, cookies, canaries) => {
    const inOrder = attempts.toSorted((a, b) => rank(a) - rank(b));
    await inLanes(inOrder, cookies === 'kept' ? 6 : 1, async (attempt) => {
      const { operation, actor, whose, variant, request } = attempt;
      if (failures.length > enoughFailures) return;
      const known = cookies === 'kept' ? kept.get(actor.name) : undefined;
      const credentials = known ?? (await actor.credentials());
      kept.set(actor.name, credentials);
      const answer = await send({ ...request, headers: { ...request.headers, ...credentials } });
      const faults = [
        ...faultsOf(attempt, answer),
        ...leaksOf(world, attempt, answer, canaries),
        ...differencesOf(attempt, answer, answersToNone),
      ];
      for (const fault of faults) {
        failures.push(`${operation.id}, ${actor.name}, ${whose} ids, ${variant.name}: ${fault}`);
      }
    });
  };
}

/** Ids that nobody has come first: others' are compared with them. */
function rank({ whose, variant }: Attempt): number {
  return whose === 'random' && variant === plain ? 0 : 1;
}
