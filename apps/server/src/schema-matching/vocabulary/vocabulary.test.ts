import { fieldCatalogue } from '@partneros/contract/field-catalogue';
import { describe, expect, it } from 'vitest';
import { toMatchField } from '../from-contract.ts';
import { textWords } from '../normalise.ts';
import { featureNames } from '../pair-features.ts';
import { prepared } from '../test-fields.ts';
import weights from '../weights.json' with { type: 'json' };
import {
  conceptAffinity,
  conceptPhrases,
  relatedTo,
  standardFields,
  wordVariants,
} from './index.ts';
import { relatedConcepts } from './relations.ts';

describe('the vocabulary', () => {
  it('gives each phrase to one concept only', () => {
    const owners = new Map<string, string>();
    for (const [concept, phrases] of conceptPhrases) {
      for (const phrase of phrases) {
        const split = phrase.indexOf('/') + 1;
        const key = phrase.slice(0, split) + textWords(phrase.slice(split)).join(' ');
        expect(owners.get(key) ?? concept, phrase).toBe(concept);
        owners.set(key, concept);
      }
    }
    expect(owners.size).toBeGreaterThan(1000);
  });

  it('gives each short form to one word only', () => {
    const owners = new Map<string, string>();
    for (const [word, variants] of wordVariants) {
      for (const variant of variants) {
        expect(owners.get(variant) ?? word, variant).toBe(word);
        owners.set(variant, word);
      }
    }
  });

  it('relates concepts that exist', () => {
    const known = new Set(conceptPhrases.map(([concept]) => concept));
    known.add('record.own_id');
    for (const line of relatedConcepts.trim().split('\n')) {
      const [first = '', second = ''] = line.split(' ');
      expect(known.has(first), first).toBe(true);
      expect(known.has(second), second).toBe(true);
      expect(conceptAffinity(first, second)).toBe(conceptAffinity(second, first));
    }
    expect(relatedTo('company.website')).toContain('company.domain');
  });

  it('knows the standard objects of both CRMs', () => {
    expect([...standardFields.keys()].sort()).toEqual([
      'hubspot companies',
      'hubspot contacts',
      'hubspot deals',
      'salesforce Account',
      'salesforce Contact',
      'salesforce Lead',
      'salesforce Opportunity',
    ]);
  });

  it('recognises most of our own fields', () => {
    for (const [object, fields] of Object.entries(fieldCatalogue)) {
      const own = prepared(object, fields.map(toMatchField)).fields;
      const known = own.filter(({ concepts }) => concepts.some(({ weight }) => weight === 1));
      expect(known.length / own.length, object).toBeGreaterThan(0.8);
    }
  });
});

describe('the shipped weights', () => {
  it('belong to the features as they are', () => {
    expect(weights.features).toEqual([...featureNames]);
    expect(weights.pair.length).toBe(featureNames.length);
  });
});
