/**
 * How a feature puts its operations on the wire. One declaration says what an operation takes,
 * answers, who may call it and in which limit class it counts; from it come the checks, in the
 * order of spec 01, and the OpenAPI document. A route that is mounted is documented.
 */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ErrorCode } from '@partneros/contract/errors';
import type { Permission } from '@partneros/contract/identity';
import type { z } from 'zod';
import type { Caller, OrganizationCaller } from './caller.ts';
import type { LimitClass } from './limits.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** `public`: anybody; `signed_in`: a session; else the permission in the active organization. */
export type Access = 'public' | 'signed_in' | Permission;

/** What an operation answers when all is well. */
export type Answer =
  | { kind: 'json'; schema: z.ZodType; status?: 200 | 202 }
  | { kind: 'redirect'; status?: 302 | 303 }
  | { kind: 'document'; media: string }
  | { kind: 'events'; schema: z.ZodType };

export interface Operation<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> {
  method: Method;
  /** OpenAPI form: `/api/integrations/{connectionId}/status`. */
  path: string;
  id: string;
  summary: string;
  description?: string;
  tag: string;
  access: Access;
  limit: LimitClass;
  params?: Params;
  query?: Query;
  body?: Body;
  /** True where an empty body stands for the schema's defaults. */
  bodyOptional?: boolean;
  answer: Answer;
  /** Codes beyond those that follow from access, limit and input. */
  errors?: readonly ErrorCode[];
  /** `external`: it acts outside (a CRM) and may answer 502 after having done so. */
  effect?: 'external';
  /** Needs a proof of identity within the last 15 minutes. */
  freshIdentity?: boolean;
  /** Needs `If-Match: "<version>"`. */
  versioned?: boolean;
  /**
   * `signed_form`: a form that a browser posts from another site and whose content is signed. Past
   * the origin and JSON rules; mounted only for the operations named in `exempt.ts`.
   */
  exempt?: 'signed_form';
}

export interface RouteRequest<Params, Query, Body, Who> {
  params: Params;
  query: Query;
  body: Body;
  caller: Who;
  requestId: string;
  /** The base of links in the answer. */
  baseUrl: string;
  headers: Headers;
  /** Aborts when the client goes away or the program begins to stop; for streams. */
  signal: AbortSignal;
  /** Headers for the answer. */
  answerHeaders: Headers;
  /** The client's address, for counting. */
  address: string;
}

/** A handler answers with the value of its schema, or with a whole Response (redirect, stream, 304). */
export type Handler<Params, Query, Body, Who> = (
  request: RouteRequest<Params, Query, Body, Who>,
) => Promise<unknown>;

export interface MountedOperation {
  operation: Operation;
  handler: Handler<never, never, never, never>;
}

export interface Routes {
  public<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
    operation: Operation<P, Q, B> & { access: 'public' },
    handler: Handler<z.infer<P>, z.infer<Q>, z.infer<B>, null>,
  ): void;
  signedIn<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
    operation: Operation<P, Q, B> & { access: 'signed_in' },
    handler: Handler<z.infer<P>, z.infer<Q>, z.infer<B>, Caller>,
  ): void;
  organization<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
    operation: Operation<P, Q, B> & { access: Permission },
    handler: Handler<z.infer<P>, z.infer<Q>, z.infer<B>, OrganizationCaller>,
  ): void;
}

/** The application's router type, in one place. */
export type Router = OpenAPIHono;
