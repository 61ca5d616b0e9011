/** Directions that products shipped and the authored cases name, against the matcher's choice. */
import { readFileSync } from 'node:fs';
import type { Direction } from '@partneros/contract/mapping';
import { z } from 'zod';
import { chooseDirection } from '../../apps/server/src/schema-matching/directions.ts';
import { prepareSchema } from '../../apps/server/src/schema-matching/prepare.ts';
import type { MatchField } from '../../apps/server/src/schema-matching/types.ts';
import type { MappingCase } from './cases.ts';

const words: Record<'inbound' | 'outbound' | 'bidirectional', Direction> = {
  inbound: 'from_crm',
  outbound: 'to_crm',
  bidirectional: 'bidirectional',
};

const leadFile = z.object({
  fields: z.array(
    z.object({
      field: z.string(),
      access: z.string(),
      direction: z.enum(['inbound', 'outbound', 'bidirectional']),
    }),
  ),
});

export interface DirectionFigures {
  title: string;
  pairs: number;
  right: number;
  /** How many a matcher gets that says “bidirectional” always. */
  alwaysBidirectional: number;
}

function tally(title: string, results: readonly [Direction, Direction][]): DirectionFigures {
  return {
    title,
    pairs: results.length,
    right: results.filter(([chosen, wanted]) => chosen === wanted).length,
    alwaysBidirectional: results.filter(([, wanted]) => wanted === 'bidirectional').length,
  };
}

function caseDirections(input: MappingCase): [Direction, Direction][] {
  const side = (objectType: string, fields: MatchField[]) =>
    prepareSchema({ objectType, platform: null, fields, vectors: new Map() });
  const left = side('', input.left);
  const right = side('', input.right);
  return [...input.directions]
    .flatMap(([name, wanted]) => {
      const [answer] = input.answers.get(name) ?? [];
      const mine = left.fields.find(({ field }) => field.name === name);
      const theirs = right.fields.find(({ field }) => field.name === answer);
      if (!mine || !theirs) return [];
      return [[chooseDirection(mine, theirs).direction, words[wanted]] as const];
    })
    .map(([chosen, wanted]): [Direction, Direction] => [chosen, wanted]);
}

/** A lead of a vendor's platform: read-only fields are worked out there, the CRM side takes all. */
function leadDirections(): [Direction, Direction][] {
  const text = readFileSync(new URL('cases/directions-lead.json', import.meta.url), 'utf8');
  const { fields } = leadFile.parse(JSON.parse(text));
  const toField = (name: string, computed: boolean): MatchField => ({
    name,
    label: name,
    type: 'string',
    description: null,
    options: [],
    group: null,
    required: false,
    createable: true,
    updateable: true,
    calculated: false,
    custom: false,
    unique: false,
    externalId: false,
    restricted: false,
    maxLength: null,
    referenceTo: [],
    compoundOf: null,
    computed,
  });
  const side = (all: MatchField[]) =>
    prepareSchema({ objectType: 'lead', platform: null, fields: all, vectors: new Map() }).fields;
  const left = side(fields.map(({ field, access }) => toField(field, access === 'Read Only')));
  const right = side(fields.map(({ field }) => toField(field, false)));
  return fields.flatMap(({ field, direction }): [Direction, Direction][] => {
    const mine = left.find((candidate) => candidate.field.name === field);
    const theirs = right.find((candidate) => candidate.field.name === field);
    return mine && theirs ? [[chooseDirection(mine, theirs).direction, words[direction]]] : [];
  });
}

export function directionFigures(cases: readonly MappingCase[]): DirectionFigures[] {
  const known = cases.filter((input) => input.directions.size > 0);
  return [
    ...known.map((input) => tally(input.id, caseDirections(input))),
    tally('lead fields of a vendor platform', leadDirections()),
  ];
}
