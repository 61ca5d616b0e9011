import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const script = fileURLToPath(new URL('match.ts', import.meta.url));
const resultFile = z.strictObject({
  results: z.record(
    z.string(),
    z.record(
      z.string(),
      z.strictObject({
        match: z.string().nullable(),
        confidence: z.number().min(0).max(1),
        direction: z.enum(['bidirectional', 'to_crm', 'from_crm']),
        reasons: z.array(z.string()),
        ranked: z
          .array(z.strictObject({ crmField: z.string(), confidence: z.number().min(0).max(1) }))
          .max(10),
      }),
    ),
  ),
});

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'partneros-match-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function match(input: unknown, ...extra: string[]) {
  const from = join(folder, 'in.json');
  const to = join(folder, 'out.json');
  writeFileSync(from, JSON.stringify(input));
  const run = spawnSync(process.execPath, [script, '--in', from, '--out', to, ...extra], {
    encoding: 'utf8',
  });
  return { run, read: () => resultFile.parse(JSON.parse(readFileSync(to, 'utf8'))) };
}

const leftSchema = [
  { name: 'name', label: 'Name', type: 'string' },
  { name: 'website', label: 'Website', type: 'url' },
  { name: 'updatedAt', label: 'Updated at', type: 'datetime', readOnly: true },
  { name: 'confetti', label: 'Confetti', type: 'string' },
];
const rightSchema = [
  { name: 'Id', label: 'Account ID', type: 'id', readOnly: true },
  { name: 'Name', label: 'Account Name', type: 'string' },
  { name: 'Website', label: 'Website', type: 'url' },
  { name: 'Fax', label: 'Account Fax', type: 'phone' },
  { name: 'LastModifiedDate', label: 'Last Modified Date', type: 'datetime', readOnly: true },
];

describe('npm run match', () => {
  it('writes a result for every left field of every case', () => {
    const { run, read } = match({ cases: [{ id: 'one', leftSchema, rightSchema }] });
    expect(run.stderr).toBe('');
    const { results } = read();
    const one = results['one'] ?? {};
    expect(Object.keys(one).sort()).toEqual(['confetti', 'name', 'updatedAt', 'website']);
    expect(one['name']?.match).toBe('Name');
    expect(one['website']?.ranked[0]?.crmField).toBe('Website');
    expect(one['updatedAt']).toMatchObject({ match: 'LastModifiedDate', direction: 'from_crm' });
    expect(one['confetti']?.match).toBeNull();
  });

  it('says what is wrong with a file', () => {
    const { run } = match({ cases: [{ id: 'one', leftSchema }] });
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('cases.0.rightSchema');
  });
});
