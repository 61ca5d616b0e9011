/**
 * The auth library's way to the database.
 *
 * Its drizzle adapter runs over a stand-in that hands each call to the identity transaction open at
 * the moment; a call outside one opens its own, so that no transaction is held while a password is
 * being hashed. Session tokens are hashed on the way in (data and conditions) and given back plain,
 * so that the table never holds one. The library's own transactions would hang the embedded
 * database and are run as ours.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { sha256 } from '../../kernel/crypto/tokens.ts';
import type { Database, Orm } from '../../kernel/db/database.ts';
import { accounts, sessions, users, verifications } from './tables.ts';

type AdapterFactory = ReturnType<typeof drizzleAdapter>;
type Adapter = ReturnType<AdapterFactory>;
type Method = (argument: unknown) => Promise<unknown>;

const models = { user: users, session: sessions, account: accounts, verification: verifications };
const databaseMethods = new Set([
  'create',
  'findOne',
  'findMany',
  'count',
  'update',
  'updateMany',
  'delete',
  'deleteMany',
  'consumeOne',
  'incrementOne',
]);

export function createAuthAdapter(database: Database): AdapterFactory {
  const current = new AsyncLocalStorage<Orm>();
  const inIdentity = <Result>(work: () => Promise<Result>): Promise<Result> =>
    current.getStore() ? work() : database.withIdentity((tx) => current.run(tx.orm, work));

  const standIn = new Proxy(
    {},
    {
      get(_target, name) {
        const orm = current.getStore();
        if (!orm) throw new Error('The auth library reached for the database outside a scope.');
        const value: unknown = Reflect.get(orm, name);
        return isMethod(value) ? value.bind(orm) : value;
      },
    },
  );
  const factory = drizzleAdapter(standIn, { provider: 'pg', schema: models });
  return (options) => wrap(factory(options), inIdentity);
}

function wrap(
  adapter: Adapter,
  inIdentity: <Result>(work: () => Promise<Result>) => Promise<Result>,
): Adapter {
  const wrapped: Adapter = new Proxy(adapter, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name === 'transaction') {
        return (work: (inner: Adapter) => Promise<unknown>) => inIdentity(() => work(wrapped));
      }
      if (typeof name !== 'string' || typeof value !== 'function') return value;
      if (!databaseMethods.has(name)) return value;
      // The adapter's methods all take one object and answer with a promise.
      const method = value.bind(target) as Method;
      return (argument: unknown) => inIdentity(() => callHashed(method, argument));
    },
  });
  return wrapped;
}

async function callHashed(method: Method, argument: unknown): Promise<unknown> {
  if (!isRecord(argument) || argument.model !== 'session') return method(argument);
  const plain = tokenOf(argument);
  const result = await method({
    ...argument,
    ...(isRecord(argument.data) && { data: hashToken(argument.data) }),
    ...(isRecord(argument.update) && { update: hashToken(argument.update) }),
    ...(Array.isArray(argument.where) && { where: argument.where.map(hashCondition) }),
  });
  return plain !== null && isRecord(result) && 'token' in result
    ? { ...result, token: plain }
    : result;
}

function tokenOf(argument: Record<string, unknown>): string | null {
  const { data, where } = argument;
  if (isRecord(data) && typeof data.token === 'string') return data.token;
  if (!Array.isArray(where)) return null;
  const condition: unknown = where.find((one) => isRecord(one) && one.field === 'token');
  return isRecord(condition) && typeof condition.value === 'string' ? condition.value : null;
}

function hashToken(values: Record<string, unknown>): Record<string, unknown> {
  return typeof values.token === 'string' ? { ...values, token: sha256(values.token) } : values;
}

function hashCondition(condition: unknown): unknown {
  if (!isRecord(condition) || condition.field !== 'token') return condition;
  const { value } = condition;
  if (typeof value === 'string') return { ...condition, value: sha256(value) };
  if (!Array.isArray(value)) return condition;
  return { ...condition, value: value.map((one) => sha256(String(one))) };
}

function isMethod(value: unknown): value is (...parameters: unknown[]) => unknown {
  return typeof value === 'function';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
