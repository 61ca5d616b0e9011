/**
 * Requests per second on PostgreSQL: the real program beside a bare server that does the same
 * statements, and beside one bare query. Generator, program, bare server and database share the
 * machine, and take turns.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  compare,
  comparisonHead,
  comparisonRows,
  type Target,
  type TargetFigures,
} from './load/load.ts';
import { type Child, startChild } from './support/child.ts';
import { serverVersion, withPostgres } from './support/postgres.ts';
import { connectCrm, type Program, startProgram } from './support/program.ts';
import { atLeast, type Bench, type Report } from './support/report.ts';

const bareServer = fileURLToPath(new URL('load/bare-server.ts', import.meta.url));

interface Stage {
  program: Program;
  bare: Child;
  cookie: string;
  connectionId: string;
  database: string;
}

/** `GET …/status`: at least half of the bare server's rate. */
export const statusBench: Bench = {
  name: 'status',
  run: () =>
    onStage(async (stage) => {
      const { program, bare, cookie, connectionId } = stage;
      const path = `/api/integrations/${connectionId}/status`;
      const figures = await compare(
        [
          targetOf('PartnerOS, GET …/status', program, `${program.url}${path}`, cookie),
          targetOf('bare node:http + pg, same statements', bare, `${bare.told}/status`, cookie),
          targetOf('bare node:http + pg, one query', bare, `${bare.told}/one-query`, cookie),
        ],
        { concurrency: 32, turns: 5, seconds: 3 },
      );
      const title = 'Authenticated status on PostgreSQL, 32 requests at once';
      return [reportOf(title, figures, stage, 'status, of the bare server’s requests/s')];
    }),
};

/** `GET …/schema?objectType=` with 900 fields: at least half of one bare query's rate. */
export const schemaBench: Bench = {
  name: 'schema',
  run: () =>
    onStage(async (stage) => {
      const { program, bare, cookie, connectionId } = stage;
      const path = `/api/integrations/${connectionId}/schema?objectType=Account`;
      const figures = await compare(
        [
          targetOf('PartnerOS, GET …/schema, 900 fields', program, `${program.url}${path}`, cookie),
          targetOf('bare node:http + pg, one query', bare, `${bare.told}/schema`, cookie),
        ],
        { concurrency: 8, turns: 5, seconds: 3 },
      );
      const title = 'Schema of an object with 900 fields on PostgreSQL, 8 requests at once';
      return [reportOf(title, figures, stage, 'schema, of one bare query’s requests/s')];
    }),
};

function targetOf(title: string, server: Child, url: string, cookie: string): Target {
  return { title, url, cookie, pid: server.pid };
}

function reportOf(
  title: string,
  figures: readonly TargetFigures[],
  { database }: Stage,
  figure: string,
): Report {
  const [own, peer] = figures;
  const share = ((own?.perSecond ?? 0) / (peer?.perSecond ?? 1)) * 100;
  return {
    title,
    head: comparisonHead,
    rows: comparisonRows(figures),
    notes: [
      `${database}. Turns A B C A B C of 3 s, medians. “share”: PartnerOS’ rate against the row’s.`,
    ],
    verdicts: [atLeast(figure, share, 50, '%')],
  };
}

/** The program with a connected demo Salesforce of 900 fields on Account, and the bare server. */
async function onStage(work: (stage: Stage) => Promise<Report[]>): Promise<Report[]> {
  const folder = mkdtempSync(join(tmpdir(), 'partneros-bench-'));
  try {
    return await withPostgres(async (url) => {
      const program = await startProgram(folder, url);
      try {
        const api = await program.signIn();
        const connectionId = await connectCrm(api, 'salesforce', 'enterprise');
        await api.post(`/api/integrations/${connectionId}/schema/refresh`);
        const bare = await startChild([bareServer], 'Bare server ready at', {
          BARE_DATABASE_URL: url,
          BARE_CONNECTION_ID: connectionId,
        });
        try {
          const database = await serverVersion(url);
          return await work({ program, bare, cookie: api.cookie, connectionId, database });
        } finally {
          await bare.stop();
        }
      } finally {
        await program.stop();
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
