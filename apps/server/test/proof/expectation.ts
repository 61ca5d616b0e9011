/** What must come of an attempt, said before it is made. */
import type { Operation } from '../../src/kernel/http/routes.ts';
import type { Actor } from './actors.ts';
import { expectedAccess, freshOperations, ignoredIds, refusedByRule } from './expected.ts';
import type { RawRequest } from './request.ts';
import type { Variant, Whose } from './variants.ts';

export type Expectation =
  /** Refused with this code. */
  | { kind: 'refused'; code: string }
  /** Refused in some way of the operation's own. */
  | { kind: 'hidden'; byPath: boolean }
  /** No operation may answer at all. */
  | { kind: 'bypass' }
  /** The input is wrong. */
  | { kind: 'spoiled' }
  /** Carried out, or refused by the state of things. */
  | { kind: 'allowed'; mayRefuse: boolean };

/** One cell of the matrix. */
export interface Choice {
  operation: Operation;
  actor: Actor;
  whose: Whose;
  variant: Variant;
}

export interface Attempt extends Choice {
  request: RawRequest;
  expectation: Expectation;
}

export function expectationOf(choice: Choice): Expectation {
  const { operation, actor, variant } = choice;
  if (variant.effect === 'bypass') return { kind: 'bypass' };
  const access = expectedAccess(operation.id) ?? 'not entered';
  if (access === 'public') return { kind: 'allowed', mayRefuse: true };
  // Two ways of saying who one is, at once: neither is believed.
  const code =
    variant.effect === 'two_callers' ? 'unauthorized' : refusalOf(operation.id, access, actor);
  if (code !== null) return { kind: 'refused', code };
  return variant.effect === 'spoiled' ? { kind: 'spoiled' } : whenLetIn(choice);
}

/** What comes of good input by somebody who may: it depends on whose ids it holds. */
function whenLetIn({ operation, actor, whose }: Choice): Expectation {
  const byRule = refusedByRule[operation.id]?.roles.includes(actor.letter) ?? false;
  // What is in an organization is refused to a session without one before any id is looked at.
  if (byRule || actor.standing === 'homeless') return { kind: 'allowed', mayRefuse: true };
  if (whose !== 'own' && !(operation.id in ignoredIds)) {
    return { kind: 'hidden', byPath: /Id\}/.test(operation.path) && whose !== 'mixed' };
  }
  return { kind: 'allowed', mayRefuse: whose !== 'own' || actor.standing !== 'inside' };
}

/** The code by which the table refuses the actor, whatever they send; null when it lets them in. */
function refusalOf(operationId: string, access: string, actor: Actor): string | null {
  if (actor.standing === 'nobody') return 'unauthorized';
  if (access !== 'signed_in') {
    if (actor.standing === 'homeless') return 'no_active_organization';
    if (!actor.may(access)) return 'forbidden';
  }
  const stale = !actor.isFresh && freshOperations.includes(operationId);
  return stale ? 'confirmation_required' : null;
}
