/**
 * The environment, read once at boot. A wrong value stops the program with a sentence naming it.
 *
 * Secrets may come as `NAME_FILE` (a path whose content is the value). On the embedded database,
 * missing secrets are generated into the data folder (see `local-secrets.ts`); nothing else here
 * touches the disk.
 */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { isKey } from './crypto/secret-box.ts';

/** A mistake of the operator's: its message is shown as it is, without a stack. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

const flag = z
  .enum(['0', '1', 'true', 'false', ''])
  .transform((value) => value === '1' || value === 'true');
const port = z.coerce.number().int().min(0).max(65535);
const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''));
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const environment = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: url.optional(),
  ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_APP_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
  DATA_DIR: z.string().min(1).default('./data'),
  DEMO: flag.default(false),
  DEMO_PASSWORD: z.string().min(8).max(128).optional(),
  DEMO_CRM_PORT: port.optional(),
  ENCRYPTION_KEY: list.optional(),
  SESSION_SECRET: list.optional(),
  SALESFORCE_LOGIN_URL: url.optional(),
  SALESFORCE_CLIENT_ID: z.string().min(1).optional(),
  SALESFORCE_CLIENT_SECRET: z.string().min(1).optional(),
  SALESFORCE_API_VERSION: z
    .string()
    .regex(/^\d{2}\.0$/)
    .default('67.0'),
  HUBSPOT_APP_URL: url.optional(),
  HUBSPOT_API_URL: url.optional(),
  HUBSPOT_CLIENT_ID: z.string().min(1).optional(),
  HUBSPOT_CLIENT_SECRET: z.string().min(1).optional(),
  EMBEDDING_PROVIDER: z.enum(['built-in', 'openai-compatible']).default('built-in'),
  EMBEDDING_BASE_URL: url.optional(),
  EMBEDDING_API_KEY: z.string().min(1).optional(),
  EMBEDDING_MODEL: z.string().min(1).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().min(3).max(320).default('PartnerOS <partneros@localhost>'),
  MAIL: z.enum(['on', 'off']).default('on'),
  S3_ENDPOINT: url.optional(),
  S3_REGION: z.string().min(1).optional(),
  S3_BUCKET: z.string().min(1).optional(),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  FETCH_ALLOW_HOSTS: list
    .refine((entries) => entries.every(isHostAndPort), 'host:port pairs, separated by commas')
    .default([]),
  TRUSTED_PROXIES: list
    .refine((entries) => entries.every(isNetwork), 'addresses or CIDR ranges, separated by commas')
    .default([]),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  METRICS_TOKEN: z.string().min(16).optional(),
  RATE_LIMIT_SCALE: z.coerce.number().positive().max(100_000).default(1),
  SCHEMA_TTL_HOURS: z.coerce
    .number()
    .positive()
    .max(24 * 30)
    .default(24),
});

/** `10.0.0.7`, `10.0.0.0/8`, `fd00::/8`. */
function isNetwork(entry: string): boolean {
  const [address = '', prefix, more] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || more !== undefined) return false;
  return (
    prefix === undefined ||
    (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128))
  );
}

/** `127.0.0.1:4100`, `[::1]:4100`, `simulator.test:80`; in lower case, as URLs have it. */
function isHostAndPort(entry: string): boolean {
  return /^(\[[0-9a-f:]+\]|[a-z0-9.-]+):\d{1,5}$/.test(entry);
}

type Environment = z.infer<typeof environment>;

export interface ClientDefaults {
  clientId: string;
  clientSecret: string;
}

export interface Config {
  production: boolean;
  port: number;
  host: string;
  /** Null: links are made from the loopback name that a request came by. */
  publicUrl: string | null;
  role: 'all' | 'web' | 'worker';
  database:
    | { kind: 'pglite'; folder: string }
    | { kind: 'postgres'; ownerUrl: string; appUrl: string | null; poolSize: number };
  dataDirectory: string;
  demo: { enabled: boolean; password: string | null; crmPort: number };
  /** Null on the embedded database until `local-secrets.ts` fills them in. */
  encryptionKeys: string[] | null;
  sessionSecrets: string[] | null;
  salesforce: { loginUrl: string | null; client: ClientDefaults | null; apiVersion: string };
  hubspot: { appUrl: string | null; apiUrl: string | null; client: ClientDefaults | null };
  embedding: { baseUrl: string; apiKey: string | null; model: string } | null;
  /** Where mail goes: a server, a folder of files, or nowhere. */
  mail: { kind: 'smtp'; url: string } | { kind: 'outbox'; folder: string } | { kind: 'off' };
  mailFrom: string;
  /** Where uploaded files go: a store that speaks S3, or a folder. */
  files:
    | { kind: 'folder'; folder: string }
    | {
        kind: 's3';
        endpoint: string;
        region: string;
        bucket: string;
        accessKeyId: string;
        secretAccessKey: string;
      };
  /** `host:port` pairs that guarded requests may reach although they are not public. */
  fetchAllowHosts: string[];
  trustedProxies: string[];
  logLevel: string;
  metricsToken: string | null;
  rateLimitScale: number;
  schemaTtlHours: number;
}

/**
 * Parses the environment.
 * @throws ConfigurationError with a sentence that names the variable
 */
export function readConfig(variables: NodeJS.ProcessEnv = process.env): Config {
  const parsed = environment.safeParse(withFiles(variables));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigurationError(
      `${String(issue?.path[0])} is not usable: ${issue?.message ?? 'wrong value'}.`,
    );
  }
  refuseUnsafe(parsed.data);
  return toConfig(parsed.data);
}

function withFiles(variables: NodeJS.ProcessEnv): Record<string, string> {
  const known = Object.keys(environment.shape);
  const values: Record<string, string> = {};
  for (const name of known) {
    const file = variables[`${name}_FILE`];
    const value = file ? readSecretFile(name, file) : variables[name];
    if (value !== undefined && value !== '') values[name] = value;
  }
  return values;
}

function readSecretFile(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new ConfigurationError(`${name}_FILE names a file that cannot be read.`);
  }
}

/** Combinations that no single variable's schema can refuse, each with its sentence. */
const rules: readonly { broken: (env: Environment) => boolean; sentence: string }[] = [
  {
    broken: (env) => !(env.ENCRYPTION_KEY ?? []).every(isKey),
    sentence: 'ENCRYPTION_KEY must be 32 bytes in base64 or hex.',
  },
  {
    broken: (env) => (env.SESSION_SECRET ?? []).some((secret) => secret.length < 32),
    sentence: 'SESSION_SECRET must have at least 32 characters.',
  },
  {
    broken: (env) =>
      env.DATABASE_URL !== undefined && !(env.ENCRYPTION_KEY?.length && env.SESSION_SECRET?.length),
    sentence: 'ENCRYPTION_KEY and SESSION_SECRET are required with DATABASE_URL.',
  },
  {
    broken: (env) => env.DATABASE_APP_URL !== undefined && env.DATABASE_URL === undefined,
    sentence: 'DATABASE_APP_URL needs DATABASE_URL beside it.',
  },
  {
    broken: (env) => env.NODE_ENV === 'production' && env.RATE_LIMIT_SCALE !== 1,
    sentence: 'RATE_LIMIT_SCALE must be 1 in production.',
  },
  {
    broken: (env) => env.NODE_ENV === 'production' && env.FETCH_ALLOW_HOSTS.length > 0,
    sentence: 'FETCH_ALLOW_HOSTS must be empty in production.',
  },
  {
    broken: (env) => env.DEMO && !['127.0.0.1', '::1', 'localhost'].includes(env.HOST),
    sentence: 'DEMO=1 serves loopback only: leave HOST at 127.0.0.1.',
  },
  {
    broken: (env) => env.NODE_ENV === 'production' && env.MAIL === 'on' && !env.SMTP_URL,
    sentence: 'SMTP_URL is required in production; MAIL=off says that no mail is meant to go out.',
  },
  {
    broken: (env) =>
      env.EMBEDDING_PROVIDER !== 'built-in' && !(env.EMBEDDING_BASE_URL && env.EMBEDDING_MODEL),
    sentence: 'EMBEDDING_BASE_URL and EMBEDDING_MODEL go with EMBEDDING_PROVIDER.',
  },
  {
    broken: (env) => new Set(s3Of(env).map((value) => value === undefined)).size > 1,
    sentence:
      'S3_ENDPOINT, S3_REGION, S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY go together.',
  },
];

function refuseUnsafe(env: Environment): void {
  const rule = rules.find(({ broken }) => broken(env));
  if (rule) throw new ConfigurationError(rule.sentence);
}

function toConfig(env: Environment): Config {
  const dataDirectory = resolve(env.DATA_DIR);
  const demoCrmPort = env.DEMO_CRM_PORT ?? (env.PORT === 0 ? 0 : env.PORT + 1);
  return {
    production: env.NODE_ENV === 'production',
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL ?? null,
    role: env.ROLE,
    database: databaseOf(env, dataDirectory),
    dataDirectory,
    demo: { enabled: env.DEMO, password: env.DEMO_PASSWORD ?? null, crmPort: demoCrmPort },
    encryptionKeys: env.ENCRYPTION_KEY ?? null,
    sessionSecrets: env.SESSION_SECRET ?? null,
    salesforce: {
      loginUrl: env.SALESFORCE_LOGIN_URL ?? null,
      client: clientOf(env.SALESFORCE_CLIENT_ID, env.SALESFORCE_CLIENT_SECRET),
      apiVersion: env.SALESFORCE_API_VERSION,
    },
    hubspot: {
      appUrl: env.HUBSPOT_APP_URL ?? null,
      apiUrl: env.HUBSPOT_API_URL ?? null,
      client: clientOf(env.HUBSPOT_CLIENT_ID, env.HUBSPOT_CLIENT_SECRET),
    },
    embedding: embeddingOf(env),
    mail: mailOf(env, dataDirectory),
    mailFrom: env.MAIL_FROM,
    files: filesOf(env, dataDirectory),
    fetchAllowHosts: env.FETCH_ALLOW_HOSTS,
    trustedProxies: env.TRUSTED_PROXIES,
    logLevel: env.LOG_LEVEL,
    metricsToken: env.METRICS_TOKEN ?? null,
    rateLimitScale: env.RATE_LIMIT_SCALE,
    schemaTtlHours: env.SCHEMA_TTL_HOURS,
  };
}

function databaseOf(env: Environment, dataDirectory: string): Config['database'] {
  if (!env.DATABASE_URL) return { kind: 'pglite', folder: resolve(dataDirectory, 'database') };
  return {
    kind: 'postgres',
    ownerUrl: env.DATABASE_URL,
    appUrl: env.DATABASE_APP_URL ?? null,
    poolSize: env.DATABASE_POOL_SIZE,
  };
}

function mailOf(env: Environment, dataDirectory: string): Config['mail'] {
  if (env.MAIL === 'off') return { kind: 'off' };
  if (env.SMTP_URL) return { kind: 'smtp', url: env.SMTP_URL };
  return { kind: 'outbox', folder: resolve(dataDirectory, 'outbox') };
}

function s3Of(env: Environment) {
  return [
    env.S3_ENDPOINT,
    env.S3_REGION,
    env.S3_BUCKET,
    env.S3_ACCESS_KEY_ID,
    env.S3_SECRET_ACCESS_KEY,
  ] as const;
}

function filesOf(env: Environment, dataDirectory: string): Config['files'] {
  const [endpoint, region, bucket, accessKeyId, secretAccessKey] = s3Of(env);
  if (endpoint && region && bucket && accessKeyId && secretAccessKey) {
    return { kind: 's3', endpoint, region, bucket, accessKeyId, secretAccessKey };
  }
  return { kind: 'folder', folder: resolve(dataDirectory, 'files') };
}

function clientOf(clientId: string | undefined, clientSecret: string | undefined) {
  return clientId && clientSecret ? { clientId, clientSecret } : null;
}

function embeddingOf(env: Environment): Config['embedding'] {
  if (env.EMBEDDING_PROVIDER === 'built-in') return null;
  return {
    baseUrl: env.EMBEDDING_BASE_URL ?? '',
    apiKey: env.EMBEDDING_API_KEY ?? null,
    model: env.EMBEDDING_MODEL ?? '',
  };
}
