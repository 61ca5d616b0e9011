/** How a sign-in fails: a code for the page that the browser comes to, and a line in the log. */
import type { SsoOutcome } from '@partneros/contract/single-sign-on';
import { systemScope } from '../../../kernel/db/scope.ts';
import { describeError } from '../../../kernel/logger.ts';
import { SsoFailure } from '../../../vendors/single-sign-on/port.ts';
import { recordAudit } from '../../audit/index.ts';
import type { SingleSignOnParts } from '../parts.ts';
import { organizationOfProvider } from '../store.ts';

/** Thrown where a sign-in ends without a session. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly outcome: SsoOutcome;
  readonly reason: string;

  /** @param reason one of our own short words, for the administrator; the outcome when absent */
  constructor(outcome: SsoOutcome, reason: string = outcome) {
    super(`Single sign-on refused: ${outcome}.`);
    this.outcome = outcome;
    this.reason = reason;
  }
}

const outcomeOfFailure = {
  unreachable: 'provider_failed',
  denied: 'denied',
  invalid: 'answer_invalid',
} as const satisfies Record<SsoFailure['kind'], SsoOutcome>;

/** Where the browser goes, and the cookies that it gets. */
export interface Ending {
  location: string;
  cookies: string[];
}

/**
 * Runs a step of a sign-in. Whatever is wrong with what came in, a person sits before the browser:
 * they are sent to a page that says so, and the provider's organization finds a line in its log.
 */
export async function endingWell(
  parts: SingleSignOnParts,
  step: { providerId: string; requestId: string; baseUrl: string },
  work: () => Promise<Ending>,
): Promise<Ending> {
  try {
    return await work();
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    if (error instanceof SsoFailure) parts.log.warn('Single sign-on failed', describeError(error));
    await note(parts, step, refusal);
    const location = new URL('/sign-in', step.baseUrl);
    location.searchParams.set('outcome', refusal.outcome);
    return { location: location.href, cookies: [] };
  }
}

function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  if (!(error instanceof SsoFailure)) return null;
  return new Refusal(outcomeOfFailure[error.kind], error.reason);
}

async function note(
  { database }: SingleSignOnParts,
  { providerId, requestId }: { providerId: string; requestId: string },
  { outcome, reason }: Refusal,
): Promise<void> {
  const organizationId = await organizationOfProvider(database, providerId);
  if (organizationId === null) return;
  await database.withOrganization(systemScope(organizationId, 'single-sign-on'), (tx) =>
    recordAudit(tx, {
      action: 'sso.refused',
      target: { type: 'sso_provider', id: providerId },
      outcome: 'refused',
      details: { code: outcome, reason },
      requestId,
    }),
  );
}
