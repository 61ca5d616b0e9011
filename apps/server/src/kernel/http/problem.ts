/**
 * The one way a request fails: a code from the closed list, a sentence for people, and perhaps what
 * is wrong with the input. Thrown anywhere under a route; becomes the answer at the edge.
 */
import {
  type ErrorBody,
  type ErrorCode,
  type ErrorDetail,
  errorStatus,
} from '@partneros/contract/errors';
import type { z } from 'zod';

export interface ProblemOptions {
  details?: ErrorDetail[];
  headers?: Record<string, string>;
  cause?: unknown;
}

export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ErrorCode;
  readonly details: ErrorDetail[] | null;
  readonly headers: Record<string, string>;

  /** @param sentence shown to people; never holds a secret, SQL or another system's text */
  constructor(code: ErrorCode, sentence: string, options: ProblemOptions = {}) {
    super(sentence, { cause: options.cause });
    this.code = code;
    this.details = options.details ?? null;
    this.headers = options.headers ?? {};
  }
}

/** The answer's body and status. */
export function presentProblem(problem: Problem): { status: number; body: ErrorBody } {
  const body: ErrorBody = { error: problem.message, code: problem.code };
  if (problem.details) body.details = problem.details;
  return { status: errorStatus[problem.code], body };
}

/** `Partner not found.` — also for what belongs to another organization. */
export function notFound(what: string): Problem {
  return new Problem('not_found', `${what} not found.`);
}

/** Turns zod's findings into `validation_failed` with a path and a sentence each. */
export function validationFailed(error: z.ZodError, where: 'body' | 'query' | 'path'): Problem {
  const details = error.issues.slice(0, 50).map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: unknownKeys(issue) ?? issue.message,
  }));
  const sentence =
    where === 'body'
      ? 'The request body is not valid.'
      : `The ${where === 'query' ? 'query' : 'path'} is not valid.`;
  return new Problem('validation_failed', sentence, { details });
}

function unknownKeys(issue: z.core.$ZodIssue): string | null {
  if (issue.code !== 'unrecognized_keys') return null;
  return `Unknown ${issue.keys.length === 1 ? 'property' : 'properties'}: ${issue.keys.join(', ').slice(0, 200)}.`;
}
