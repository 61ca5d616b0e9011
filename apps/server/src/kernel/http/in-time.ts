import { Problem } from './problem.ts';

/** A sender who takes so long between two pieces of a body, or for a whole JSON body, is let go. */
export const silenceMilliseconds = 15_000;

/**
 * Waits for a piece of a request's body.
 * @throws Problem invalid_body when it does not come in time; the connection is of no further use then
 */
export async function inTime<Result>(
  work: Promise<Result>,
  milliseconds = silenceMilliseconds,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooSlow()), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function tooSlow(): Problem {
  return new Problem('invalid_body', 'The body did not arrive in time.', {
    headers: { Connection: 'close' },
  });
}
