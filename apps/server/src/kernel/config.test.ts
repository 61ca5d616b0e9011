import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigurationError, readConfig } from './config.ts';

const key = Buffer.alloc(32, 1).toString('base64');
const secret = 'x'.repeat(32);
const server = {
  DATABASE_URL: 'postgres://owner@db.example/partneros',
  ENCRYPTION_KEY: key,
  SESSION_SECRET: secret,
};

function sentenceOf(variables: Record<string, string>): string {
  try {
    readConfig(variables);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('the environment', () => {
  it('may be empty: the embedded database in ./data, loopback, no demo', () => {
    expect(readConfig({})).toMatchObject({
      production: false,
      port: 3000,
      host: '127.0.0.1',
      publicUrl: null,
      role: 'all',
      database: { kind: 'pglite', folder: expect.stringMatching(/\/data\/database$/) },
      demo: { enabled: false, password: null, crmPort: 3001 },
      encryptionKeys: null,
      sessionSecrets: null,
      trustedProxies: [],
      rateLimitScale: 1,
      schemaTtlHours: 24,
      embedding: null,
    });
  });

  it('names a PostgreSQL server with its owner and, if given, its own login', () => {
    expect(readConfig(server).database).toEqual({
      kind: 'postgres',
      ownerUrl: server.DATABASE_URL,
      appUrl: null,
      poolSize: 10,
    });
    const appUrl = 'postgresql://app@db.example/partneros';
    const { database } = readConfig({ ...server, DATABASE_APP_URL: appUrl });
    expect(database).toMatchObject({ appUrl });
  });

  it('takes lists of keys and secrets, newest first', () => {
    const older = Buffer.alloc(32, 2).toString('hex');
    const config = readConfig({
      ENCRYPTION_KEY: `${key}, ${older}`,
      SESSION_SECRET: `${secret},${secret}`,
    });
    expect(config.encryptionKeys).toEqual([key, older]);
    expect(config.sessionSecrets).toEqual([secret, secret]);
  });

  it('treats an empty variable as absent and drops the slash at the end of addresses', () => {
    const config = readConfig({ PORT: '', PUBLIC_URL: 'https://acme.example/', ROLE: 'worker' });
    expect(config).toMatchObject({ port: 3000, publicUrl: 'https://acme.example', role: 'worker' });
  });

  it('reads NAME_FILE in place of NAME, without the line’s end', () => {
    const folder = mkdtempSync(join(tmpdir(), 'partneros-config-'));
    const file = join(folder, 'secret');
    writeFileSync(file, `${secret}\n`);
    try {
      expect(readConfig({ SESSION_SECRET_FILE: file }).sessionSecrets).toEqual([secret]);
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(sentenceOf({ SESSION_SECRET_FILE: join(folder, 'gone') })).toBe(
      'SESSION_SECRET_FILE names a file that cannot be read.',
    );
  });
});

describe('a wrong variable', () => {
  const wrong: [string, Record<string, string>][] = [
    ['PORT', { PORT: 'http' }],
    ['PORT', { PORT: '70000' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'acme.example' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'ftp://acme.example' }],
    ['ROLE', { ROLE: 'everything' }],
    ['DATABASE_URL', { ...server, DATABASE_URL: 'mysql://db.example/x' }],
    ['DATABASE_POOL_SIZE', { DATABASE_POOL_SIZE: '1' }],
    ['DEMO', { DEMO: 'yes' }],
    ['DEMO_PASSWORD', { DEMO_PASSWORD: 'short' }],
    ['SALESFORCE_API_VERSION', { SALESFORCE_API_VERSION: 'v67' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '10.0.0.1,proxy.example' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '10.0.0.0/33' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: 'fd00::/129' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '10.0.0.0/8/8' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '10.0.0.0/' }],
    ['METRICS_TOKEN', { METRICS_TOKEN: 'short' }],
    ['RATE_LIMIT_SCALE', { RATE_LIMIT_SCALE: '0' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['ENCRYPTION_KEY', { ENCRYPTION_KEY: 'too short' }],
    ['ENCRYPTION_KEY', { ENCRYPTION_KEY: `${key},too short` }],
    ['SESSION_SECRET', { SESSION_SECRET: 'too short' }],
  ];

  it.each(wrong)('%s stops the program with a sentence that names it', (name, variables) => {
    const sentence = sentenceOf(variables);
    expect(sentence.startsWith(`${name} `), sentence).toBe(true);
    expect(sentence).toMatch(/\.$/);
    for (const value of ['too short', 'proxy.example', 'mysql:'])
      expect(sentence).not.toContain(value);
  });

  it('that is none is taken: proxies as addresses and networks of both families', () => {
    const TRUSTED_PROXIES = '10.0.0.1, 10.0.0.0/8, ::1, fd00::/8';
    expect(readConfig({ TRUSTED_PROXIES }).trustedProxies.length).toBe(4);
  });
});

describe('a combination that is not safe', () => {
  const unsafe: [RegExp, Record<string, string>][] = [
    [/^ENCRYPTION_KEY and SESSION_SECRET are required/, { DATABASE_URL: server.DATABASE_URL }],
    [/^ENCRYPTION_KEY and SESSION_SECRET are required/, { ...server, SESSION_SECRET: '' }],
    [/^DATABASE_APP_URL needs DATABASE_URL/, { DATABASE_APP_URL: server.DATABASE_URL }],
    [/^RATE_LIMIT_SCALE must be 1/, { NODE_ENV: 'production', RATE_LIMIT_SCALE: '2' }],
    [/^DEMO=1 serves loopback only/, { DEMO: '1', HOST: '0.0.0.0' }],
    [/^EMBEDDING_BASE_URL and EMBEDDING_MODEL/, { EMBEDDING_PROVIDER: 'openai-compatible' }],
    [/^S3_ENDPOINT, .* go together/, { S3_ENDPOINT: 'https://s3.example', S3_BUCKET: 'files' }],
  ];

  it.each(unsafe)('is refused: %s', (sentence, variables) => {
    expect(sentenceOf(variables)).toMatch(sentence);
  });
});
