/** Hash and diff of a large object’s fields, as each refresh computes them. */
import { diffFields } from '../apps/server/src/features/integrations/schema-diff.ts';
import { schemaHash } from '../apps/server/src/features/integrations/schema-hash.ts';
import { mapDescribe } from '../apps/server/src/vendors/salesforce/map-describe.ts';
import { describedObject } from '../apps/server/src/vendors/salesforce/wire.ts';
import { startDemoCrms } from '../simulators/index.ts';
import { atMost, type Bench, format, type Report } from './support/report.ts';
import { timeWork } from './support/timing.ts';

/** The demo's large org has 900 fields on Account, options and odd custom fields included. */
async function readLargeObject() {
  const crms = await startDemoCrms();
  try {
    const { salesforce } = crms;
    const text = salesforce.describeText(salesforce.org('enterprise'), 'Account', '67.0');
    return mapDescribe(describedObject.parse(JSON.parse(text))).fields;
  } finally {
    await crms.close();
  }
}

export const hashBench: Bench = {
  name: 'hash',
  async run(): Promise<Report[]> {
    const before = await readLargeObject();
    const after = before.map((field, index) =>
      index % 90 === 0 ? { ...field, label: `${field.label} (new)` } : field,
    );
    const works = {
      hash: () => schemaHash(after),
      diff: () => diffFields('Account', before, after),
      both: () => [schemaHash(after), diffFields('Account', before, after)],
    };
    if (diffFields('Account', before, after).length !== 10) throw new Error('The diff is wrong.');
    const rows = Object.entries(works).map(
      ([what, work]) => [what, timeWork(work, { rounds: 100, warmUp: 10 })] as const,
    );
    const both = rows.find(([what]) => what === 'both')?.[1].p50 ?? Number.NaN;
    return [
      {
        title: `Schema hash and diff of ${after.length} fields`,
        head: ['what', 'p50 ms', 'p95 ms', 'processor ms'],
        rows: rows.map(([what, { p50, p95, processor }]) => [
          what,
          format(p50),
          format(p95),
          format(processor),
        ]),
        notes: ['The demo’s large Account; ten fields differ.'],
        verdicts: [atMost('schema hash + diff of 900 fields', both, 15, 'ms')],
      },
    ];
  },
};
