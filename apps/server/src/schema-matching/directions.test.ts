import { describe, expect, it } from 'vitest';
import { chooseDirection } from './directions.ts';
import { field, optionList, prepared } from './test-fields.ts';
import type { MatchField } from './types.ts';

function direction(left: MatchField, right: MatchField) {
  const [mine] = prepared('deal_registration', [left]).fields;
  const [theirs] = prepared('Opportunity', [right], { platform: 'salesforce' }).fields;
  if (!mine || !theirs) throw new Error('Both sides have a field.');
  return chooseDirection(mine, theirs);
}

const readOnly = { createable: false, updateable: false };

describe('direction', () => {
  it('goes both ways where nothing speaks against it', () => {
    expect(direction(field('nextStep'), field('NextStep')).direction).toBe('bidirectional');
  });

  it('comes from the CRM where the CRM cannot be written, whatever else holds', () => {
    const ours = field('fitScore', { computed: true });
    expect(direction(ours, field('Score__c', readOnly)).direction).toBe('from_crm');
  });

  it('goes to the CRM at creation where only that is allowed', () => {
    const theirs = field('Origin__c', { updateable: false });
    expect(direction(field('source'), theirs).direction).toBe('to_crm');
  });

  it('goes to the CRM for what is worked out here, our id among it', () => {
    const ours = field('submittedAt', { type: 'datetime', computed: true });
    expect(direction(ours, field('Reg_Date__c', { type: 'datetime' })).direction).toBe('to_crm');
    const id = field('id', { type: 'id', computed: true });
    expect(direction(id, field('PartnerOS_Id__c', { externalId: true })).direction).toBe('to_crm');
  });

  it('never writes our time of creation over the CRM’s', () => {
    const ours = field('createdAt', { type: 'datetime', computed: true });
    const theirs = field('CreatedDate', { type: 'datetime' });
    expect(direction(ours, theirs).direction).toBe('from_crm');
  });

  it.each([
    [
      field('status', { type: 'picklist', options: optionList('Open', 'Won') }),
      field('S__c', { type: 'picklist', options: optionList('Open'), restricted: true }),
    ],
    [field('notes', { type: 'text' }), field('Note__c', { maxLength: 255 })],
    [field('dueAt', { type: 'datetime' }), field('Due__c', { type: 'date' })],
    [field('products', { type: 'multipicklist' }), field('P__c', { type: 'picklist' })],
    [field('amount', { type: 'currency' }), field('A__c', { type: 'number' })],
  ])('asks for a transform before it writes what would be lost', (ours, theirs) => {
    const choice = direction(ours, theirs);
    expect(choice.direction).toBe('from_crm');
    expect(choice.reason).toContain('needs_transform');
  });

  it('goes both ways when the restricted options cover ours', () => {
    const ours = field('status', { type: 'picklist', options: optionList('Open') });
    const options = optionList('Open', 'Won');
    const theirs = field('S__c', { type: 'picklist', options, restricted: true });
    expect(direction(ours, theirs).direction).toBe('bidirectional');
  });
});
