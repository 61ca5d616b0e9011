/**
 * Reading five objects of 900 fields from a CRM that takes 300 ms to answer, on both databases: when
 * the first object is told, when all are stored, and how often an unchanged CRM is called.
 *
 * The program runs in role `web`, so that no job reads the schema before it is asked to here.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DemoCrms, startDemoCrms } from '../simulators/index.ts';
import { withPostgres } from './support/postgres.ts';
import { type ApiClient, connectCrm, type Program, startProgram } from './support/program.ts';
import { atMost, type Bench, BenchSkipped, format, type Report } from './support/report.ts';

const objectTypes = ['Account', 'Contact', 'Lead', 'Opportunity', 'Campaign'] as const;
const fieldsPerObject = 900;
const latencyMilliseconds = 300;
const rounds = 3;
/** Salesforce’s path begins with the version that the program asks for. */
const apiVersion = '67.0';

interface Timing {
  firstObject: number;
  all: number;
  calls: number;
}

type Kind = 'first discovery' | 'every object changed' | 'nothing changed';

export const refreshBench: Bench = {
  name: 'refresh',
  async run() {
    const rows: { database: string; kind: Kind; timings: Timing[] }[] = [];
    for (const [database, within] of databases) {
      for (const [kind, timings] of await within((url) => measure(url))) {
        rows.push({ database, kind, timings });
      }
    }
    return [reportOf(rows)];
  },
};

type Within = (
  work: (url: string | null) => Promise<Map<Kind, Timing[]>>,
) => Promise<Map<Kind, Timing[]>>;

const databases: readonly (readonly [string, Within])[] = [
  ['PGlite', (work) => work(null)],
  [
    'PostgreSQL',
    (work) =>
      withPostgres(work).catch((error: unknown) => {
        if (error instanceof BenchSkipped) return new Map();
        throw error;
      }),
  ],
];

async function measure(databaseUrl: string | null): Promise<Map<Kind, Timing[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'partneros-bench-'));
  const crms = await startDemoCrms();
  try {
    const program = await startProgram(folder, databaseUrl, {
      ROLE: 'web',
      SALESFORCE_API_VERSION: apiVersion,
      SALESFORCE_LOGIN_URL: crms.url,
      SALESFORCE_CLIENT_ID: 'partneros-demo-salesforce',
      SALESFORCE_CLIENT_SECRET: 'demo-secret-salesforce',
    });
    try {
      return await measureRounds(program, crms);
    } finally {
      await program.stop();
    }
  } finally {
    await crms.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureRounds(program: Program, crms: DemoCrms): Promise<Map<Kind, Timing[]>> {
  const api = await program.signIn();
  const timings = new Map<Kind, Timing[]>();
  for (let round = 1; round <= rounds; round += 1) {
    const key = `measured-${round}`;
    const org = crms.salesforce.addOrg({ key, flavour: 'large', fieldsPerObject });
    const connectionId = await connectCrm(api, 'salesforce', key, {});
    const time = async (kind: Kind) => {
      keepReady(crms, key);
      const timing = await timeRefresh({ program, api, crms }, connectionId, org.id);
      timings.set(kind, [...(timings.get(kind) ?? []), timing]);
    };
    await time('first discovery');
    for (const object of objectTypes) {
      const field = org.fields(object).at(-1)?.name ?? '';
      org.changeField(object, field, { label: `Changed in round ${round}` });
    }
    // A change counts from the next whole second on, as HTTP dates have no fractions.
    await sleep(1100);
    await time('every object changed');
    await time('nothing changed');
  }
  return timings;
}

/** The CRM’s own work is no part of the figure: its answers lie ready before the clock starts. */
function keepReady({ salesforce }: DemoCrms, key: string): void {
  for (const object of objectTypes) {
    salesforce.describeText(salesforce.org(key), object, apiVersion);
  }
}

async function timeRefresh(
  { program, api, crms }: { program: Program; api: ApiClient; crms: DemoCrms },
  connectionId: string,
  accountId: string,
): Promise<Timing> {
  const path = `/api/integrations/${connectionId}/schema/refresh`;
  const filter = { crm: 'salesforce', accountId } as const;
  const callsBefore = crms.requests.count(filter);
  crms.setLatency(latencyMilliseconds);
  const startedAt = performance.now();
  const refresh = api.post(path, { objectTypes });
  const firstObject = firstObjectTold(program, api, path, startedAt);
  const { text } = await refresh;
  const all = performance.now() - startedAt;
  crms.setLatency(0);
  const { totalFields } = JSON.parse(text) as { totalFields: number }; // our own answer
  if (totalFields !== fieldsPerObject * objectTypes.length) {
    throw new Error(`The refresh found ${totalFields} fields.`);
  }
  return { firstObject: await firstObject, all, calls: crms.requests.count(filter) - callsBefore };
}

/** Follows the progress, as a browser does, to the first object that is done. @returns milliseconds */
async function firstObjectTold(
  { url }: Program,
  { cookie }: ApiClient,
  path: string,
  startedAt: number,
): Promise<number> {
  for (;;) {
    const response = await fetch(new URL(`${path}/progress`, url), { headers: { cookie } });
    const milliseconds = await untilDone(response, startedAt);
    // What is told before the CRM can have answered is of the run before: look again.
    if (milliseconds > latencyMilliseconds) return milliseconds;
    await sleep(20);
  }
}

async function untilDone(response: Response, startedAt: number): Promise<number> {
  let text = '';
  const decoder = new TextDecoder();
  const body: AsyncIterable<Uint8Array> = response.body ?? new ReadableStream();
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    if (/"state":"(done|unchanged)"/.test(text)) return performance.now() - startedAt;
  }
  throw new Error(`No object was told: ${text}`);
}

function reportOf(rows: readonly { database: string; kind: Kind; timings: Timing[] }[]): Report {
  const worst = (timings: readonly Timing[], of: keyof Timing) =>
    Math.max(...timings.map((timing) => timing[of]));
  return {
    title: 'Refresh of 5 objects × 900 fields from a CRM that answers after 300 ms',
    head: ['database', 'what', 'first object ms', 'all ms', 'calls to the CRM'],
    rows: rows.map(({ database, kind, timings }) => [
      database,
      kind,
      format(worst(timings, 'firstObject')),
      format(worst(timings, 'all')),
      String(worst(timings, 'calls')),
    ]),
    notes: [
      `The slowest of ${rounds} rounds each. One round trip to the CRM is the floor: 300 ms.`,
    ],
    verdicts: [...new Set(rows.map(({ database }) => database))].flatMap((database) => {
      const own = rows.filter((row) => row.database === database);
      const unchanged = own.filter(({ kind }) => kind === 'nothing changed');
      const timings = own.flatMap((row) => row.timings);
      const seconds = (of: 'firstObject' | 'all') => worst(timings, of) / 1000;
      const calls = worst(
        unchanged.flatMap((row) => row.timings),
        'calls',
      );
      return [
        atMost(`refresh, ${database}: first object`, seconds('firstObject'), 1, 's'),
        atMost(`refresh, ${database}: all objects`, seconds('all'), 3, 's'),
        atMost(`refresh, ${database}: calls, 5 unchanged objects`, calls, 5, 'calls'),
      ];
    }),
  };
}
