import { partnerosObject } from '@partneros/contract/object-fields';
import { Problem } from '../../kernel/http/problem.ts';
import { type ObjectPair, type ObjectPairFault, splitObjectPair } from './rules/object-pair.ts';

const messages: Record<ObjectPairFault, string> = {
  malformed: 'Must be <PartnerOS object>--<CRM object>, such as deal--Opportunity.',
  unknown_object: `The part before -- must be one of ${partnerosObject.options.join(', ')}.`,
};

/** @throws Problem validation_failed when it is malformed or names no object of ours */
export function requireObjectPair(text: string): ObjectPair {
  const pair = splitObjectPair(text);
  if (typeof pair !== 'string') return pair;
  throw new Problem('validation_failed', 'The object pair is not valid.', {
    details: [{ path: 'objectPair', message: messages[pair] }],
  });
}

/** The object has not been read from the CRM; says what to send to have it read. */
export function schemaMissing(connectionId: string, objectType: string): Problem {
  const body = JSON.stringify({ objectTypes: [objectType] });
  return new Problem(
    'prerequisite_missing',
    `The schema of ${objectType} has not been read yet. Send ${body} to POST /api/integrations/${connectionId}/schema/refresh first.`,
  );
}
