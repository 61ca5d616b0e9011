/**
 * `npm run demo`: the main job without a browser, on a fresh data folder. Signs in, authorises a
 * Salesforce and a HubSpot, discovers their schemas, asks for mapping suggestions, disconnects, and
 * prints what it found. Ends non-zero when a step falls short.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { giveConsent } from '../simulators/index.ts';
import { createApiClient } from './demo-client.ts';

const program = fileURLToPath(new URL('../apps/server/src/main.ts', import.meta.url));
const password = 'demo-without-a-browser';
const startMilliseconds = 60_000;

/** What is connected, and the object pairs that suggestions are asked for. */
const tour = [
  {
    platform: 'salesforce',
    account: 'partners',
    pairs: ['partner--Account', 'deal_registration--Opportunity', 'contact--Contact'],
  },
  {
    platform: 'hubspot',
    account: 'bluepeak',
    pairs: ['partner--companies', 'deal--deals', 'contact--contacts'],
  },
] as const;

const folder = mkdtempSync(join(tmpdir(), 'partneros-demo-'));
const server = spawn(process.execPath, ['--max-semi-space-size=4', program], {
  env: {
    ...process.env,
    DATA_DIR: folder,
    PORT: '0',
    DEMO: '1',
    DEMO_PASSWORD: password,
    LOG_LEVEL: 'error',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});

const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
try {
  await walk(await readyUrl());
  say('\nDone: every step came out as it should.');
} catch (error) {
  say(`\nFell short: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  server.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}

async function walk(url: string): Promise<void> {
  say(`PartnerOS runs at ${url}, on a fresh data folder.`);
  const api = createApiClient(url);
  await step('Sign in', async () => {
    await api.post('/api/auth/sign-in/email', { email: 'owner@demo.example', password });
    return 'as owner@demo.example';
  });
  for (const { platform, account, pairs } of tour) {
    const id = await step(`Connect ${platform}`, () => connect(api, platform, account));
    await step(`Discover ${platform}`, () => discover(api, id));
    for (const pair of pairs) await step(`Suggest ${pair}`, () => suggest(api, id, pair));
    await step(`Disconnect ${platform}`, () => disconnect(api, id));
  }
}

type Api = ReturnType<typeof createApiClient>;

async function connect(api: Api, platform: string, account: string): Promise<string> {
  const { url } = await api.post(`/api/integrations/${platform}/authorize`, {
    environment: 'demo',
  });
  const back = new URL(await giveConsent(String(url), { account }));
  const landed = await api.redirect(`${back.pathname}${back.search}`);
  const outcome = landed.searchParams.get('outcome');
  if (outcome !== 'connected') throw new Error(`connecting ended with “${outcome}”`);
  return landed.searchParams.get('connection') ?? '';
}

async function discover(api: Api, id: string): Promise<string> {
  const result = await api.post(`/api/integrations/${id}/schema/refresh`);
  const objects = listOf(result.objects).map(
    (object) => `${String(object.objectType)} ${String(object.fieldCount)}`,
  );
  if (objects.length === 0) throw new Error('no object was discovered');
  return `${String(result.totalFields)} fields: ${objects.join(', ')}`;
}

async function suggest(api: Api, id: string, objectPair: string): Promise<string> {
  const path = `/api/integrations/${id}/mapping/ai-suggest`;
  const { suggestions, unmappedPartnerosFields, engine } = await api.post(path, { objectPair });
  const pairs = listOf(suggestions);
  if (pairs.length === 0) throw new Error('no pair was suggested');
  const sure = pairs.filter(({ confidence }) => Number(confidence) >= 0.9);
  for (const { partnerosField, crmField, confidence } of sure.slice(0, 4)) {
    const share = Number(confidence).toFixed(2);
    say(`      ${String(partnerosField)} ↔ ${String(crmField)}  ${share}`);
  }
  const open = listOf(unmappedPartnerosFields).length;
  return `${pairs.length} pairs, ${sure.length} of them at 0.9 or more, ${open} fields without (${String(engine)})`;
}

async function disconnect(api: Api, id: string): Promise<string> {
  await api.post(`/api/integrations/${id}/disconnect`);
  const { status } = await api.get(`/api/integrations/${id}/status`);
  if (status !== 'disconnected') throw new Error(`the status is “${String(status)}”`);
  return 'tokens revoked and erased';
}

/** Runs one step and prints how it ended and how long it took; gives on what it found. */
async function step(title: string, work: () => Promise<string>): Promise<string> {
  const startedAt = performance.now();
  const found = await work().catch((error: unknown) => {
    throw new Error(`${title}: ${error instanceof Error ? error.message : String(error)}`);
  });
  say(`  ✓ ${title}  ${Math.round(performance.now() - startedAt)} ms  ${found}`);
  return found;
}

async function readyUrl(): Promise<string> {
  const timer = setTimeout(() => server.kill('SIGKILL'), startMilliseconds);
  for await (const line of createInterface({ input: server.stdout })) {
    const url = /^PartnerOS ready at (\S+)$/.exec(line)?.[1];
    if (!url) continue;
    clearTimeout(timer);
    server.stdout.resume();
    return url;
  }
  clearTimeout(timer);
  throw new Error('the program did not start');
}

function listOf(value: unknown): Record<string, unknown>[] {
  const entries: unknown[] = Array.isArray(value) ? value : [];
  return entries.map((entry) => (typeof entry === 'object' && entry !== null ? { ...entry } : {}));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
