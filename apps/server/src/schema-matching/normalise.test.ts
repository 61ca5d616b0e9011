import { describe, expect, it } from 'vitest';
import { isShortForm, nameWords, textWords } from './normalise.ts';

describe('words of names and labels', () => {
  it.each([
    ['Ptnr_Typ__c', 'partner type'],
    ['partnerType', 'partner type'],
    ['acme__Cust_Addr__c', 'customer address'],
    ['numberofemployees', 'number employee'],
    ['hs_lastmodifieddate', 'last modified date'],
    ['DunsNumber', 'dun number'],
    ['X6sense_Stage__c', '6sense stage'],
    ['createdAt', 'created date'],
    ['ACV__c', 'annual contract value'],
    ['aWSStage', 'aws stage'],
    ['Vertragsverlaengerung__c', 'contract renewal'],
  ])('%s reads “%s”', (name, words) => {
    expect(nameWords(name).join(' ')).toBe(words);
  });

  it.each([
    ['Billing Zip/Postal Code', 'billing postal code'],
    ['E-Mail-Adresse', 'email address'],
    ['Straße', 'street'],
    ['Companies', 'company'],
    ['Vertrag unterzeichnet am', 'contract signed date'],
    ['Partner AM', 'partner account manager'],
    ['Partnerbetreuer', 'partner manager'],
    ['Chiffre d’affaires annuel', 'revenue annual'],
    ['Prochaine étape', 'next step'],
    ['# Certified Individuals', 'number certification individual'],
    ['', ''],
  ])('“%s” reads “%s”', (label, words) => {
    expect(textWords(label).join(' ')).toBe(words);
  });

  it('keeps a name of which nothing would be left', () => {
    expect(nameWords('___')).toEqual(['___']);
    expect(nameWords('的__c').length).toBe(1);
  });
});

describe('short forms', () => {
  it('are beginnings or letters in order, with the same first letter', () => {
    expect(isShortForm('rev', 'revenue')).toBe(true);
    expect(isShortForm('mgmt', 'management')).toBe(true);
    expect(isShortForm('ref', 'revenue')).toBe(false);
    expect(isShortForm('venue', 'revenue')).toBe(false);
    expect(isShortForm('r', 'revenue')).toBe(false);
  });
});
