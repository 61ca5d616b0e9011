/** The command line. Exit code 0 when done, 1 with a sentence. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Command, command, runCommand } from './app/commands.ts';
import { askRunningServer } from './app/control-socket.ts';
import { explain } from './app/explain.ts';
import { createApp } from './app.ts';
import { ConfigurationError, readConfig } from './kernel/config.ts';
import { Problem } from './kernel/http/problem.ts';
import { readSecrets } from './kernel/local-secrets.ts';
import { createLogger } from './kernel/logger.ts';

const usage = `Usage:
  npm run cli -- migrate
  npm run cli -- audit verify
  npm run cli -- seed [--password …]
  npm run cli -- user add --email … --name … --role owner|admin|member|viewer --organization <slug>
                          [--organization-name …] (password: --password, or standard input)
  npm run cli -- rotate-keys                         seal stored secrets with the first ENCRYPTION_KEY
  npm run cli -- backup [--out <file>]
  npm run cli -- restore --from <file> [--force]     stop PartnerOS first
  npm run cli -- instance adopt --moved|--restored|--copy
`;

async function main(): Promise<void> {
  const config = readConfig();
  const secrets = readSecrets(config);
  const given = readArguments();
  if (given.name === 'restore') {
    const { from, force } = given.flags;
    if (typeof from !== 'string') throw new ConfigurationError(usage);
    // Before anything opens the database: it may not be there, or not be one that opens.
    const { restore } = await import('./app/backups/restore.ts');
    const told = await restore(config, secrets.encryptionKeys, { from, force: force === true });
    return say(told);
  }
  const wish = await readCommand(given, secrets.demoPassword);
  if (config.database.kind === 'pglite') {
    const told = await askRunningServer(config.dataDirectory, wish);
    if (told?.failed !== undefined) throw new ConfigurationError(told.failed);
    if (told) return say(told.done ?? '');
  }
  const app = await createApp({ ...config, role: 'worker' }, secrets, {
    log: createLogger('warn'),
  });
  try {
    say(await runCommand(app, wish));
  } finally {
    await app.stop();
  }
}

interface Arguments {
  name: string;
  flags: Flags;
}

function readArguments(): Arguments {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        email: { type: 'string' },
        name: { type: 'string' },
        role: { type: 'string' },
        organization: { type: 'string' },
        'organization-name': { type: 'string' },
        password: { type: 'string' },
        out: { type: 'string' },
        from: { type: 'string' },
        force: { type: 'boolean' },
        moved: { type: 'boolean' },
        restored: { type: 'boolean' },
        copy: { type: 'boolean' },
      },
    });
    return { name: positionals.join(' '), flags: values };
  } catch {
    throw new ConfigurationError(usage);
  }
}

async function readCommand({ name, flags }: Arguments, demoPassword: string): Promise<Command> {
  const parsed = command.safeParse(await wishOf(name, flags, demoPassword));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const reason =
    issue?.path[0] === 'name' ? '' : `--${String(issue?.path[0])}: ${issue?.message}\n`;
  throw new ConfigurationError(`${reason}${usage}`);
}

type Flags = Record<string, string | boolean | undefined>;

async function wishOf(name: string, flags: Flags, demoPassword: string): Promise<unknown> {
  switch (name) {
    case 'seed':
      return { name, password: flags['password'] ?? demoPassword };
    case 'backup':
      // As a whole path: a running server may stand in another folder.
      return typeof flags['out'] === 'string' ? { name, out: resolve(flags['out']) } : { name };
    case 'instance adopt': {
      const said = ['moved', 'restored', 'copy'].filter((way) => flags[way] === true);
      return { name, how: said.length === 1 ? said[0] : undefined };
    }
    case 'user add':
      return {
        name,
        email: flags['email'],
        fullName: flags['name'],
        role: flags['role'],
        organization: flags['organization'],
        ...(flags['organization-name'] !== undefined && {
          organizationName: flags['organization-name'],
        }),
        password: flags['password'] ?? (await readLine()),
      };
    default:
      return { name };
  }
}

/** A password on standard input stays out of the shell's history. */
async function readLine(): Promise<string> {
  process.stdin.setEncoding('utf8');
  let text = '';
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text.split('\n')[0] ?? '';
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

await main().catch((error: unknown) =>
  explain(error instanceof Problem ? new ConfigurationError(error.message) : error),
);
