/** What the tests need of the machine beyond Node: PostgreSQL's programs and a Chromium. */
import { accessSync, constants, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { runCommand } from './command.ts';

/** Where a needed thing is, or a sentence that says what to do about its absence. */
export type Found =
  | { state: 'found'; path: string }
  | { state: 'missing'; sentence: string }
  | { state: 'install-failed'; output: string };

interface Need {
  find: () => string | undefined;
  /** Packages of Debian that bring it. */
  packages: readonly string[];
  sentence: string;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const pathFolders = () => (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);

/** Debian keeps the server's programs out of the PATH, in a folder for each major version. */
function debianPostgresFolders(): string[] {
  const base = '/usr/lib/postgresql';
  try {
    const versions = readdirSync(base).sort((a, b) => Number(b) - Number(a));
    return versions
      .filter((version) => Number(version) >= 15)
      .map((name) => join(base, name, 'bin'));
  } catch {
    return [];
  }
}

/** The folder with `initdb` and `postgres`, links followed: `initdb` looks beside itself. */
function findPostgres(): string | undefined {
  const linked = pathFolders()
    .map((folder) => join(folder, 'initdb'))
    .filter(isProgram)
    .map((program) => dirname(realpathSync(program)));
  return [...debianPostgresFolders(), ...linked].find(
    (folder) => isProgram(join(folder, 'initdb')) && isProgram(join(folder, 'postgres')),
  );
}

function findChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined) return isProgram(named) ? named : undefined;
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
  return pathFolders()
    .concat('/usr/bin')
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .concat('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome')
    .find(isProgram);
}

const howToInstall = 'or on Debian run "npm test -- --install" as root';

const postgres: Need = {
  find: findPostgres,
  packages: ['postgresql'],
  sentence: `PostgreSQL 15 or newer is not on this machine: install it, set TEST_DATABASE_URL, ${howToInstall}.`,
};

const chromium: Need = {
  find: findChromium,
  packages: ['chromium', 'fonts-liberation'],
  sentence: `Chromium is not on this machine: install it, set CHROMIUM_PATH, ${howToInstall}.`,
};

/** True where this process may install Debian's packages. */
function canInstall(): boolean {
  const hasApt = pathFolders().some((folder) => isProgram(join(folder, 'apt-get')));
  return hasApt && process.getuid?.() === 0;
}

/** Debian's packages, installed without a question; the output is kept for the one that fails. */
async function installPackages(
  packages: readonly string[],
  signal: AbortSignal,
): Promise<{ exitCode: number; output: string }> {
  const options = { environment: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, signal };
  const update = await runCommand('apt-get', ['update', '--quiet'], options);
  if (update.exitCode !== 0) return update;
  const install = ['install', '--yes', '--quiet', '--no-install-recommends', ...packages];
  return runCommand('apt-get', install, options);
}

async function provide(need: Need, mayInstall: boolean, signal: AbortSignal): Promise<Found> {
  const path = need.find();
  if (path !== undefined) return { state: 'found', path };
  if (!mayInstall || !canInstall()) return { state: 'missing', sentence: need.sentence };
  process.stdout.write(`Installing ${need.packages.join(' and ')} …\n`);
  const { exitCode, output } = await installPackages(need.packages, signal);
  const installed = need.find();
  if (exitCode !== 0 || installed === undefined) return { state: 'install-failed', output };
  return { state: 'found', path: installed };
}

export interface Machine {
  /** The folder of PostgreSQL's programs. */
  postgres: Found;
  /** Chromium's program. */
  chromium: Found;
}

/**
 * Finds PostgreSQL and Chromium. What is missing is installed from Debian's packages if allowed and
 * possible; an installation that was tried and failed is told apart from one that was not tried.
 */
export async function provideMachine(mayInstall: boolean, signal: AbortSignal): Promise<Machine> {
  // One after the other: Debian's package tool works for one caller at a time.
  const foundPostgres = await provide(postgres, mayInstall, signal);
  const foundChromium = await provide(chromium, mayInstall, signal);
  return { postgres: foundPostgres, chromium: foundChromium };
}
