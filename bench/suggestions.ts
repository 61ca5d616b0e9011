/** Mapping suggestions through the HTTP endpoint of the real program, vectors stored and cached. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withPostgres } from './support/postgres.ts';
import { connectCrm, startProgram } from './support/program.ts';
import {
  atMost,
  type Bench,
  BenchSkipped,
  format,
  percentile,
  type Report,
} from './support/report.ts';

const objectPair = 'partner--Account';
const requests = 25;

interface Figures {
  database: string;
  first: number;
  p50: number;
  p95: number;
}

export const suggestBench: Bench = {
  name: 'suggest',
  async run(): Promise<Report[]> {
    const figures = [await measure('PGlite', null)];
    try {
      figures.push(await withPostgres((url) => measure('PostgreSQL', url)));
    } catch (error) {
      if (!(error instanceof BenchSkipped)) throw error;
    }
    return [
      {
        title: 'Suggestions over HTTP: the partner’s fields × an Account of 900',
        head: ['database', 'first ever ms', 'p50 ms', 'p95 ms'],
        rows: figures.map(({ database, first, p50, p95 }) => [
          database,
          format(first),
          format(p50),
          format(p95),
        ]),
        notes: [
          `${requests} requests one after the other. The first ever makes and stores all vectors.`,
        ],
        verdicts: figures.map(({ database, p50 }) =>
          atMost(`suggestions over HTTP, ${database}, vectors cached`, p50, 150, 'ms'),
        ),
      },
    ];
  },
};

async function measure(database: string, url: string | null): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'partneros-bench-'));
  const program = await startProgram(folder, url);
  try {
    const api = await program.signIn();
    const connectionId = await connectCrm(api, 'salesforce', 'enterprise');
    await api.post(`/api/integrations/${connectionId}/schema/refresh`);
    const path = `/api/integrations/${connectionId}/mapping/ai-suggest`;
    const timeOne = async () => {
      const startedAt = performance.now();
      await api.post(path, { objectPair });
      return performance.now() - startedAt;
    };
    const first = await timeOne();
    const times: number[] = [];
    for (let request = 0; request < requests; request += 1) times.push(await timeOne());
    return { database, first, p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
  } finally {
    await program.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
