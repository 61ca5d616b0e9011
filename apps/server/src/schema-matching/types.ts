/** The shapes that schema matching takes in and hands back. */

import type { FieldType } from '@partneros/contract/field';
import type { Platform } from '@partneros/contract/integrations';
import type { Direction } from '@partneros/contract/mapping';

/** A field of either side, reduced to what says which field of the other side it is. */
export interface MatchField {
  name: string;
  label: string;
  type: FieldType;
  description: string | null;
  options: readonly { value: string; label: string }[];
  group: string | null;
  required: boolean;
  createable: boolean;
  updateable: boolean;
  calculated: boolean;
  custom: boolean;
  unique: boolean;
  externalId: boolean;
  /** Only the listed options are accepted. */
  restricted: boolean;
  maxLength: number | null;
  referenceTo: readonly string[];
  compoundOf: string | null;
  /** Worked out by PartnerOS and never typed in; always false for CRM fields. */
  computed: boolean;
}

/** One side as the caller has it. */
export interface SchemaInput {
  /** `partner`, `Account`, `companies`, … */
  objectType: string;
  /** null for PartnerOS's own objects and where it is not known. */
  platform: Platform | null;
  fields: readonly MatchField[];
  /** By content hash, as `embedField` made them; what is missing is made on the way. */
  vectors: ReadonlyMap<string, Uint8Array>;
}

export interface Pair {
  partnerosField: string;
  crmField: string;
}

/** How sure each kind of evidence is by itself, each 0..1. */
export interface Evidence {
  name: number;
  description: number;
  type: number;
  values: number;
}

export interface RankedField {
  crmField: string;
  confidence: number;
}

/** Everything found out about one field of the left side. */
export interface FieldMatch {
  partnerosField: string;
  /** The field chosen by the assignment, whatever its confidence; null: no counterpart. */
  crmField: string | null;
  /** A field that another field on the left has already and that this one could be read from too. */
  mirrors: string | null;
  /** Chance that a CRM administrator would accept the pair, 0..1; 0 without one. */
  confidence: number;
  direction: Direction;
  reasons: string[];
  evidence: Evidence;
  /** Best first, the chosen one in front; their confidences sum to at most 1. */
  ranked: RankedField[];
}
