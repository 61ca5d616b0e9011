/** Holds an answer against what must come of the attempt. */
import { errorCodes, errorStatus } from '@partneros/contract/errors';
import { type Canaries, findCanaries } from './canaries.ts';
import type { Attempt, Expectation } from './expectation.ts';
import { expectedAccess } from './expected.ts';
import { codeOf, type RawAnswer } from './request.ts';
import { plain } from './variants.ts';
import type { World } from './world.ts';

/** What is wrong with the answer itself. */
export function faultsOf(attempt: Attempt, answer: RawAnswer): string[] {
  const told = `${answer.status} ${codeOf(answer)}`;
  if (isOurFault(answer)) return [`${told} ${answer.text.slice(0, 200)}`];
  if (!answer.headers['x-request-id']) return ['no x-request-id'];
  const fault = faultOf(attempt, attempt.expectation, answer);
  return fault === null ? [] : [`${told} ${fault}`];
}

function isOurFault(answer: RawAnswer): boolean {
  return answer.status >= 500 && answer.status !== 502 && !isPage(answer);
}

function faultOf(attempt: Attempt, expected: Expectation, answer: RawAnswer): string | null {
  const { status } = answer;
  switch (expected.kind) {
    case 'refused':
      return isCode(answer, expected.code) ? null : `instead of ${expected.code}`;
    case 'hidden':
      return hiddenFault(attempt, expected.byPath, status);
    case 'bypass':
      return status >= 400 || isPage(answer) ? null : 'by a way that is none';
    case 'spoiled':
      return [400, 404].includes(status) ? null : 'for wrong input';
    case 'allowed':
      return allowedFault(expected.mayRefuse, status);
  }
}

function allowedFault(mayRefuse: boolean, status: number): string | null {
  return !mayRefuse && [401, 403].includes(status) ? 'although allowed' : null;
}

function hiddenFault({ variant }: Attempt, byPath: boolean, status: number): string | null {
  if (byPath && variant === plain && status !== 404) return 'instead of 404';
  return status >= 400 ? null : 'with ids of others';
}

/** An answer to HEAD has no body to tell its code: the status must do. */
function isCode(answer: RawAnswer, expected: string): boolean {
  if (answer.text !== '') return codeOf(answer) === expected;
  return errorStatus[errorCodes.parse(expected)] === answer.status;
}

/** The web application's page (or word that it is not built), at every path that is not the API's. */
function isPage({ headers, text }: RawAnswer): boolean {
  return text === '' || /^text\/(html|plain)/.test(headers['content-type'] ?? '');
}

/** Canaries by who asks: nobody is to see anything but their own. */
export function leaksOf(
  world: World,
  { actor, operation, request }: Attempt,
  answer: RawAnswer,
  canaries: Canaries,
): string[] {
  const isOpen = expectedAccess(operation.id) === 'public';
  const sets: ReadonlySet<string>[] = [];
  if (actor.standing !== 'elsewhere') sets.push(canaries.foreign);
  if (['elsewhere', 'nobody'].includes(actor.standing) && !isOpen) sets.push(canaries.ours);
  const hidden = actor.partnerId ? canaries.portal[actor.partnerId] : undefined;
  if (hidden) sets.push(hidden);
  const sent = `${request.path}${String(request.body ?? '')}${world.theirs.owner.email}`;
  const text = `${answer.text}${JSON.stringify(answer.headers)}`;
  return sets.flatMap((set) => findCanaries(text, set, sent)).map((found) => `leaks ${found}`);
}

/** Another organization's id must be answered in the same bytes as one that nobody has. */
export function differencesOf(
  { operation, actor, whose, variant, expectation }: Attempt,
  answer: RawAnswer,
  toNone: Map<string, string>,
): string[] {
  if (expectation.kind !== 'hidden' || variant !== plain || whose === 'mixed') return [];
  const key = `${operation.id} ${actor.name}`;
  const told = `${answer.status} ${answer.text}`;
  if (whose === 'random') toNone.set(key, told);
  const none = toNone.get(key);
  const differs = none !== undefined && none !== told;
  return differs ? [`tells others’ ids from none: ${told.slice(0, 120)}`] : [];
}
