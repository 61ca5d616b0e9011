/**
 * Hash and drift on timelines recorded from a real org and a real portal. The recordings are no part
 * of the project: they are looked for beside it or where PARTNEROS_RECORDED_DATA says, and without
 * them these facts are skipped.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mapSchema } from '../../vendors/hubspot/map-schema.ts';
import { objectSchema } from '../../vendors/hubspot/wire.ts';
import { mapDescribe } from '../../vendors/salesforce/map-describe.ts';
import { describedObject } from '../../vendors/salesforce/wire.ts';
import { diffFields } from './schema-diff.ts';
import { detailsHash, schemaHash } from './schema-hash.ts';

const beside = fileURLToPath(new URL('../../../../../../shared/data', import.meta.url));
const folder = process.env['PARTNEROS_RECORDED_DATA'] ?? beside;

function read(file: string): unknown {
  return JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
}

function contactOf(moment: string) {
  return mapDescribe(describedObject.parse(read(`salesforce/grouparoo.Contact.${moment}.json`)));
}

function differences(from: string, to: string): string[] {
  return diffFields('Contact', contactOf(from).fields, contactOf(to).fields).map(
    ({ change, field }) => `${change} ${field}`,
  );
}

const moments = {
  first: '2020-09-15.na135.e2cac4',
  second: '2020-09-17.na135.57ea53',
  third: '2020-09-19.na135.8f56a0',
};

describe.skipIf(!existsSync(folder))('recorded timelines (skipped when the data is absent)', () => {
  it('Contact from 2020-09-17 to 09-19: only child relationships moved, no drift, one hash', () => {
    expect(differences(moments.second, moments.third)).toEqual([]);
    const [before, after] = [contactOf(moments.second), contactOf(moments.third)];
    expect(schemaHash(after.fields)).toBe(schemaHash(before.fields));
    expect(detailsHash(after)).toBe(detailsHash(before));
  });

  it('Contact from 2020-09-15 to 09-17: exactly ten fields were added, all of the customer', () => {
    const told = differences(moments.first, moments.second);
    expect(told).toHaveLength(10);
    expect(told.every((each) => /^added .+__c$/.test(each))).toBe(true);
    const { vendorFields } = contactOf(moments.second);
    for (const each of told) expect(vendorFields).not.toContain(each.replace('added ', ''));
  });

  it('the way back removes the same ten', () => {
    const there = differences(moments.first, moments.second);
    const back = differences(moments.second, moments.first);
    expect(back).toEqual(there.map((each) => each.replace('added', 'removed')));
  });

  it('two reads of a HubSpot object a second apart have other bytes and one hash', () => {
    const files = ['4f9bff272401.2022-02-22T182446', 'fecaa61bfd49.2022-02-22T182447'].map(
      (name) => `hubspot/nondeterminism/${name}.json`,
    );
    const texts = files.map((file) => readFileSync(`${folder}/${file}`, 'utf8'));
    expect(texts[0]).not.toBe(texts[1]);
    const [one, other] = files.map((file) => mapSchema(objectSchema.parse(read(file))));
    if (!one || !other) throw new Error('Two files in, fewer out.');
    expect(one.fields.length).toBeGreaterThan(10);
    expect(schemaHash(other.fields)).toBe(schemaHash(one.fields));
    expect(diffFields('contacts', one.fields, other.fields)).toEqual([]);
  });
});
