/**
 * How a feature puts its operations on the wire. One declaration says what an operation takes,
 * answers, who may call it and in which limit class it counts; from it come the checks, in the
 * order of spec 01, and the OpenAPI document. A route that is mounted is documented.
 */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ErrorCode } from '@partneros/contract/errors';
import type { Permission } from '@partneros/contract/identity';
import type { z } from 'zod';
import type { ActingCaller, Caller, OrganizationCaller } from './caller.ts';
import type { LimitClass } from './limits.ts';
import type { Kept, Once } from './replays.ts';
import type { UploadedFile, UploadRule } from './upload.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** `public`: anybody; `signed_in`: a session; else the permission in the active organization. */
export type Access = 'public' | 'signed_in' | Permission;

/** What an operation answers when all is well. */
export type Answer =
  | { kind: 'json'; schema: z.ZodType; status?: 200 | 202 }
  /** A download; the first media type is the default. */
  | { kind: 'file'; media: readonly [string, ...string[]] }
  | { kind: 'redirect'; status?: 302 | 303 }
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
  /** Takes a file as multipart/form-data in place of a JSON body. */
  upload?: UploadRule;
  answer: Answer;
  /** Codes beyond those that follow from access, limit and input. */
  errors?: readonly ErrorCode[];
  /** `external`: it acts outside (a CRM) and may answer 502 after having done so. */
  effect?: 'external';
  /** Needs a proof of identity within the last 15 minutes. */
  freshIdentity?: boolean;
  /**
   * A service account may not do it, whatever its permissions. Follows from `freshIdentity`, which no
   * program can give.
   */
  personOnly?: boolean;
  /**
   * Takes an `Idempotency-Key`: the first good answer is kept 24 hours per caller and replayed. For
   * POSTs that create, or act, in the database alone. Mounted by `routes.once`, whose handler does its
   * whole work in `once(work)`: one transaction with the key's row, so that neither can stand alone.
   */
  idempotent?: boolean;
  /** Needs `If-Match: "<version>"`. */
  versioned?: boolean;
  /** Answers 304 to an `If-None-Match` that holds the answer's ETag. */
  revalidates?: boolean;
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
  /** The file of an operation that takes one. */
  upload: UploadedFile | null;
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

/** The request of an idempotent operation, with the one transaction that it is done in. */
export interface OnceRequest<Params, Query, Body, Who>
  extends RouteRequest<Params, Query, Body, Who> {
  once: Once;
}

/** Answers with what `once` gave: no other way leads to a `Kept`. */
export type OnceHandler<Params, Query, Body, Who> = (
  request: OnceRequest<Params, Query, Body, Who>,
) => Promise<Kept<object>>;

/** Where only a person may, the handler sees a person; else whoever acts in the organization. */
export type CallerFor<PersonOnly, Fresh> = true extends PersonOnly | Fresh
  ? OrganizationCaller
  : ActingCaller;

export interface MountedOperation {
  operation: Operation;
  /** With the types of its declaration forgotten. */
  handler: (request: never) => Promise<unknown>;
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
  organization<
    P extends z.ZodType,
    Q extends z.ZodType,
    B extends z.ZodType,
    PersonOnly extends boolean = false,
    Fresh extends boolean = false,
  >(
    operation: Operation<P, Q, B> & {
      access: Permission;
      personOnly?: PersonOnly;
      freshIdentity?: Fresh;
      idempotent?: false;
    },
    handler: Handler<z.infer<P>, z.infer<Q>, z.infer<B>, CallerFor<PersonOnly, Fresh>>,
  ): void;
  /** As `organization`, for operations that take an Idempotency-Key. */
  once<
    P extends z.ZodType,
    Q extends z.ZodType,
    B extends z.ZodType,
    PersonOnly extends boolean = false,
    Fresh extends boolean = false,
  >(
    operation: Operation<P, Q, B> & {
      access: Permission;
      personOnly?: PersonOnly;
      freshIdentity?: Fresh;
      idempotent: true;
    },
    handler: OnceHandler<z.infer<P>, z.infer<Q>, z.infer<B>, CallerFor<PersonOnly, Fresh>>,
  ): void;
}

/** Whether a service account is refused. */
export function isPersonOnly(operation: Operation): boolean {
  return (
    operation.access === 'signed_in' ||
    (operation.personOnly ?? false) ||
    (operation.freshIdentity ?? false)
  );
}

/** The application's router type, in one place. */
export type Router = OpenAPIHono;
