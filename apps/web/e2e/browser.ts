/** A Chromium of its own for each journey, which remembers what went wrong on its pages. */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';

export interface JourneyBrowser {
  page: Page;
  /** Console errors and warnings and uncaught errors so far. */
  troubles: string[];
  close(): Promise<void>;
}

export interface BrowserOptions {
  url: string;
  colorScheme?: 'light' | 'dark';
  width?: number;
}

const screensFolder = fileURLToPath(new URL('../../../docs/screens/', import.meta.url));

/** Chromium's own line for a request that failed; a journey that provokes one says so. */
const networkLine = /^Failed to load resource: the server responded with a status of (\d+)/;

export async function openBrowser(options: BrowserOptions): Promise<JourneyBrowser> {
  const { url, colorScheme = 'light', width = 1280 } = options;
  const profile = await mkdtemp(join(tmpdir(), 'partneros-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    baseURL: url,
    colorScheme,
    reducedMotion: 'reduce',
    viewport: { width, height: 860 },
  });
  context.setDefaultTimeout(15_000);
  const page = context.pages()[0] ?? (await context.newPage());
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    const status = networkLine.exec(message.text())?.[1];
    const { origin, pathname } = new URL(message.location().url || url);
    // The consent pages of the demo CRMs are somebody else's site.
    if (origin !== new URL(url).origin) return;
    troubles.push(status === undefined ? message.text() : `${status} ${pathname}`);
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  const close = async (): Promise<void> => {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  };
  return { page, troubles, close };
}

const require = createRequire(import.meta.url);

interface Violation {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

/**
 * What axe finds on the page as it is, one line a finding. The script goes in past the content
 * security policy, which would rightly refuse it from a page.
 */
export async function axeFindings(page: Page): Promise<string[]> {
  const script = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  const violations = await page.evaluate<Violation[]>(
    `(async () => { ${script}; return (await window.axe.run(document)).violations; })()`,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** A picture for the documentation, when the environment asks for pictures. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (process.env['PARTNEROS_SCREENS'] === undefined) return;
  await mkdir(screensFolder, { recursive: true });
  await page.screenshot({ path: join(screensFolder, `${name}.png`) });
}
