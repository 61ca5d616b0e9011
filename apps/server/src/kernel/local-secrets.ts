/**
 * Secrets of a machine that was given none: generated once into the data folder, mode 600.
 * Only for the embedded database; a server database asks for them in the environment.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from './config.ts';
import { isKey } from './crypto/secret-box.ts';

const stored = z.object({
  /** A list like the variable: newest first, separated by commas. */
  encryptionKey: z.string().refine((list) => list.split(',').every(isKey), {
    error: 'holds no keys of 32 bytes',
  }),
  sessionSecret: z.string(),
  demoPassword: z.string(),
});
export type LocalSecrets = z.infer<typeof stored>;

export interface Secrets {
  encryptionKeys: string[];
  sessionSecrets: string[];
  demoPassword: string;
}

/** Those of the environment where given, else those of the data folder, made when first needed. */
export function readSecrets(config: Config): Secrets {
  const given = config.encryptionKeys && config.sessionSecrets;
  if (given && (config.demo.password || !config.demo.enabled)) {
    return {
      encryptionKeys: config.encryptionKeys ?? [],
      sessionSecrets: config.sessionSecrets ?? [],
      demoPassword: config.demo.password ?? '',
    };
  }
  const local = readOrMake(config.dataDirectory);
  return {
    encryptionKeys: config.encryptionKeys ?? local.encryptionKey.split(','),
    sessionSecrets: config.sessionSecrets ?? [local.sessionSecret],
    demoPassword: config.demo.password ?? local.demoPassword,
  };
}

function readOrMake(folder: string): LocalSecrets {
  const file = join(folder, 'secrets.json');
  if (existsSync(file)) return stored.parse(JSON.parse(readFileSync(file, 'utf8')));
  const made: LocalSecrets = {
    encryptionKey: randomBytes(32).toString('base64'),
    sessionSecret: randomBytes(32).toString('base64'),
    demoPassword: randomBytes(9).toString('base64url'),
  };
  mkdirSync(folder, { recursive: true });
  const draft = `${file}.new`;
  writeFileSync(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
  return made;
}
