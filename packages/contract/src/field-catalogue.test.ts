import { describe, expect, it } from 'vitest';
import { fieldCatalogue } from './field-catalogue.ts';
import { catalogueField, partnerosObject } from './object-fields.ts';

const required: Record<string, string> = {
  partner: `name domain logo industry description employees companyRevenue regions languages services
    products type subtype category tier tierSource tags stage partnerManagerId region contractStart
    contractRenewal joinedPlatformAt lastActivityAt includedInIntelligence sourcedPipeline
    sourcedRevenue influencedRevenue payments fitScore healthScore aiInsights website phone street
    city state postalCode country parentPartnerId agreementSignedAt externalIds domains`,
  contact: `firstName lastName email phone mobile jobTitle department role isPrimary language timezone
    portalState optOut partnerId`,
  deal_registration: `partnerId accountName accountDomain contactName contactEmail dealName amount
    currency expectedCloseDate products notes status waitingOn decideBy outcomeReason crmOutcome`,
  deal: `name accountName accountDomain amount currency stage pipeline probability closeDate type
    products ownerId nextStep lossReason closedAt partners`,
  lead: `company domain firstName lastName email phone country interest source partnerId state
    acceptBy`,
};

describe.each(partnerosObject.options)('the fields of %s', (object) => {
  const fields = fieldCatalogue[object];

  it('have the shape of the contract', () => {
    for (const field of fields) expect(catalogueField.parse(field)).toEqual(field);
  });

  it('have unique camelCase names', () => {
    const names = fields.map((field) => field.name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-zA-Z0-9]*$/);
  });

  it('have labels that tell them apart', () => {
    const labels = fields.map((field) => field.label.toLowerCase());
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('include every field that the product promises', () => {
    const names = fields.map((field) => field.name);
    expect(names).toEqual(expect.arrayContaining((required[object] ?? '').split(/\s+/)));
  });

  it('offer options exactly where one chooses from a list, each value once', () => {
    for (const field of fields) {
      const isChoice = field.type === 'picklist' || field.type === 'multipicklist';
      expect(field.options.length > 1, field.name).toBe(isChoice);
      const values = field.options.map((option) => option.value);
      expect(new Set(values).size).toBe(values.length);
      for (const option of field.options) {
        expect(option.value).not.toBe('');
        expect(option.label).not.toBe('');
      }
    }
  });

  it('name the object that a reference leads to, and only there', () => {
    for (const field of fields) {
      expect(field.referenceTo !== null, field.name).toBe(field.type === 'reference');
    }
  });

  it('are described in a sentence', () => {
    for (const field of fields) expect(field.description, field.name).toMatch(/^[A-Z].{10,}\.$/);
  });

  it('ask nobody to type in what PartnerOS works out', () => {
    expect(fields.filter((field) => field.computed && field.required)).toEqual([]);
  });
});

describe('what portal users see', () => {
  const hidden = ['fitScore', 'healthScore', 'aiInsights', 'partnerManagerId', 'payments', 'tags'];

  it.each(hidden)('does not contain the partner’s %s', (name) => {
    const field = fieldCatalogue.partner.find((candidate) => candidate.name === name);
    expect(field?.partnerVisible).toBe(false);
  });

  it('does not tell who else registered the deal', () => {
    const names = fieldCatalogue.deal_registration
      .filter((field) => field.partnerVisible)
      .map((field) => field.name);
    expect(names).not.toContain('conflictState');
    expect(names).not.toContain('crmOutcome');
  });
});
