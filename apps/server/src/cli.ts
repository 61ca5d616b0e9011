/** The command line: `migrate`, `seed`, `user add`, `audit verify`. Exit code 0 when done, 1 with a sentence. */
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
`;

async function main(): Promise<void> {
  const config = readConfig();
  const secrets = readSecrets(config);
  const wish = await readCommand(secrets.demoPassword);
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

async function readCommand(demoPassword: string): Promise<Command> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      email: { type: 'string' },
      name: { type: 'string' },
      role: { type: 'string' },
      organization: { type: 'string' },
      'organization-name': { type: 'string' },
      password: { type: 'string' },
    },
  });
  const name = positionals.join(' ');
  const parsed = command.safeParse(await wishOf(name, values, demoPassword));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const reason =
    issue?.path[0] === 'name' ? '' : `--${String(issue?.path[0])}: ${issue?.message}\n`;
  throw new ConfigurationError(`${reason}${usage}`);
}

type Flags = Record<string, string | undefined>;

async function wishOf(name: string, flags: Flags, demoPassword: string): Promise<unknown> {
  if (name === 'seed') return { name, password: flags.password ?? demoPassword };
  if (name !== 'user add') return { name };
  return {
    name,
    email: flags.email,
    fullName: flags.name,
    role: flags.role,
    organization: flags.organization,
    ...(flags['organization-name'] && { organizationName: flags['organization-name'] }),
    password: flags.password ?? (await readLine()),
  };
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
