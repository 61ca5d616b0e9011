import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentHash } from './content-hash.ts';
import { embedField, engine, readVectors } from './embed.ts';
import { sha256 } from './sha256.ts';
import { matchFields } from './suggest.ts';
import { accountFields, field, optionList, prepared } from './test-fields.ts';

describe('stored vectors', () => {
  it('read back as sorted buckets with counts', () => {
    const text = fc.string({ maxLength: 30 });
    fc.assert(
      fc.property(text, text, text, (name, label, description) => {
        const vectors = readVectors(embedField(field(name, { label, description })));
        for (const { buckets, counts } of Object.values(vectors ?? {})) {
          expect([...buckets]).toEqual([...new Set(buckets)].sort((a, b) => a - b));
          expect(counts.every((count) => count > 0)).toBe(true);
        }
        expect(vectors?.name.buckets.length).toBeGreaterThan(0);
      }),
    );
  });

  it('give the same matches as vectors made on the way', () => {
    const ours = [field('city'), field('employees'), field('revenue', { type: 'currency' })];
    const vectors = new Map(
      [...ours, ...accountFields].map((one) => [contentHash(one), embedField(one)]),
    );
    const fresh = { left: prepared('partner', ours), right: prepared('Account', accountFields) };
    const stored = {
      left: prepared('partner', ours, { vectors }),
      right: prepared('Account', accountFields, { vectors }),
    };
    expect(matchFields(stored)).toEqual(matchFields(fresh));
  });

  it('of another format or cut short do no harm', () => {
    const vectors = new Map(
      accountFields.map((one, index) => [
        contentHash(one),
        index % 2 === 0 ? Uint8Array.of(255, 1, 2) : embedField(one).slice(0, 20),
      ]),
    );
    const right = prepared('Account', accountFields, { vectors });
    const [match] = matchFields({ left: prepared('partner', [field('Website')]), right });
    expect(match?.confidence).toBeGreaterThanOrEqual(0);
    expect(readVectors(new Uint8Array())).toBeNull();
  });
});

describe('the engine', () => {
  it('is renamed whenever the same fields get other vectors', () => {
    const bytes = accountFields.map((one) => [...embedField(one)].join(' '));
    expect({ engine, digest: sha256(bytes.join('\n')) }).toEqual({
      engine: 'built-in-2',
      digest: 'e36a8af1b86877432c621ed4b30b856344c706c69d55d40ae52d9373649db752',
    });
  });
});

describe('the content hash', () => {
  const base = field('Tier', { label: 'Tier', options: optionList('Gold', 'Silver') });

  it('changes with what the vector is made of and with nothing else', () => {
    expect(contentHash({ ...base, label: 'Level' })).not.toBe(contentHash(base));
    expect(contentHash({ ...base, options: optionList('Gold') })).not.toBe(contentHash(base));
    expect(contentHash({ ...base, required: true, maxLength: 5 })).toBe(contentHash(base));
    expect(contentHash({ ...base, options: optionList('Silver', 'Gold') })).toBe(contentHash(base));
  });

  it('does not confuse where one text ends and the next begins', () => {
    const first = field('ab', { label: 'c' });
    const second = field('a', { label: 'bc' });
    expect(contentHash(first)).not.toBe(contentHash(second));
  });
});
