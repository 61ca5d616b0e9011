/**
 * The fields of one org's objects: what the seed gives, changed by edits. Edits are kept as a list,
 * so that they can be saved and done again after a restart.
 */
import { describeField } from './describe-field.ts';
import {
  type ChildRelationshipSpec,
  describeObject,
  majorOf,
  type RecordTypeSpec,
} from './describe-object.ts';
import type { FieldSpec } from './field-spec.ts';
import type { ObjectSpec } from './objects.ts';

export type SchemaEdit =
  | { kind: 'add'; object: string; field: FieldSpec }
  | { kind: 'change'; object: string; field: string; change: Partial<FieldSpec> }
  | { kind: 'remove'; object: string; field: string }
  | { kind: 'children'; object: string };

/** What an org is made of before anybody edits it. */
export interface SchemaSeed {
  objects: readonly ObjectSpec[];
  /** The fields of an object; called once per object, when first asked for. */
  fieldsOf(object: string): FieldSpec[];
  recordTypesOf(object: string): readonly RecordTypeSpec[];
}

interface ObjectState {
  spec: ObjectSpec;
  fields: FieldSpec[];
  children: ChildRelationshipSpec[];
  lastModified: number;
}

/** When the seeded schemas are said to have last changed. */
const SEEDED_AT = Date.UTC(2026, 0, 12, 9, 30, 0);

export class OrgSchema {
  readonly #seed: SchemaSeed;
  readonly #specs: Map<string, ObjectSpec>;
  readonly #states = new Map<string, ObjectState>();
  #edits: { edit: SchemaEdit; at: number }[] = [];

  constructor(seed: SchemaSeed) {
    this.#seed = seed;
    // describe finds an object whatever the case of its name [hypothesis, as SOQL does]
    this.#specs = new Map(seed.objects.map((object) => [object.name.toLowerCase(), object]));
  }

  get objects(): readonly ObjectSpec[] {
    return [...this.#specs.values()];
  }

  get edits(): readonly { edit: SchemaEdit; at: number }[] {
    return this.#edits;
  }

  findObject(name: string): ObjectSpec | undefined {
    return this.#specs.get(name.toLowerCase());
  }

  addObject(object: ObjectSpec): void {
    this.#specs.set(object.name.toLowerCase(), object);
  }

  fields(object: string): readonly FieldSpec[] {
    return this.#state(object).fields;
  }

  /** Epoch milliseconds, whole seconds. */
  lastModified(object: string): number {
    return this.#state(object).lastModified;
  }

  /** When any object last changed, as far as anybody has looked; never empty. */
  touchedAt(): number[] {
    return [SEEDED_AT, ...[...this.#states.values()].map((state) => state.lastModified)];
  }

  /**
   * The change counts from the next whole second on: HTTP dates have no fractions, and a reader who
   * asked within this second must not be told “not modified” about something that came after.
   */
  apply(edit: SchemaEdit, now: number): void {
    const state = this.#state(edit.object);
    perform(state, edit);
    const nextSecond = (Math.floor(now / 1000) + 1) * 1000;
    state.lastModified = Math.max(nextSecond, state.lastModified + 1000);
    this.#edits.push({ edit, at: now });
  }

  describe(name: string, version: string, instanceUrl: string): Record<string, unknown> {
    const state = this.#state(name);
    const visible = state.fields.filter((field) => field.visible !== false);
    const major = majorOf(version);
    return describeObject({
      object: state.spec,
      fields: visible.map((field) =>
        describeField(field, controllingValues(field, visible), major),
      ),
      recordTypes: this.#seed.recordTypesOf(state.spec.name),
      children: state.children,
      version,
      instanceUrl,
    });
  }

  #state(name: string): ObjectState {
    const spec = this.findObject(name);
    if (!spec) throw new Error(`the org has no object ${name}`);
    const known = this.#states.get(spec.name);
    if (known) return known;
    const state = {
      spec,
      fields: this.#seed.fieldsOf(spec.name),
      children: childrenOf(spec.name),
      lastModified: SEEDED_AT,
    };
    this.#states.set(spec.name, state);
    return state;
  }
}

/** A boolean controls by unchecked and checked, in this order (vendor SOAP guide). */
function controllingValues(
  field: FieldSpec,
  fields: readonly FieldSpec[],
): readonly string[] | undefined {
  if (field.controller === undefined) return undefined;
  const controller = fields.find((other) => other.name === field.controller);
  if (controller?.type === 'boolean') return ['false', 'true'];
  return (controller?.picklist ?? []).map((entry) => entry.value);
}

function perform(state: ObjectState, edit: SchemaEdit): void {
  if (edit.kind === 'add') {
    if (state.fields.some((field) => field.name === edit.field.name)) {
      throw new Error(`${edit.object} already has a field ${edit.field.name}`);
    }
    state.fields.push(edit.field);
    return;
  }
  if (edit.kind === 'children') {
    const number = state.children.length;
    state.children.push({
      childSObject: `Linked_Object_${number}__c`,
      field: `${state.spec.name}__c`,
      relationshipName: `Linked_Objects_${number}__r`,
    });
    return;
  }
  const index = state.fields.findIndex((field) => field.name === edit.field);
  const field = state.fields[index];
  if (!field) throw new Error(`${edit.object} has no field ${edit.field}`);
  if (edit.kind === 'remove') state.fields.splice(index, 1);
  else state.fields[index] = { ...field, ...edit.change };
}

/** A few of the child relationships that every object has; recorded orgs show 50 to 100. */
function childrenOf(object: string): ChildRelationshipSpec[] {
  const family = ['Feed', 'History', 'Share'].map((suffix) => ({
    childSObject: `${object}${suffix}`,
    field: suffix === 'Feed' ? 'ParentId' : `${object}Id`,
    relationshipName: suffix === 'Feed' ? 'Feeds' : null,
  }));
  return [
    ...family,
    {
      childSObject: 'AttachedContentDocument',
      field: 'LinkedEntityId',
      relationshipName: 'AttachedContentDocuments',
    },
    { childSObject: 'Attachment', field: 'ParentId', relationshipName: 'Attachments' },
    { childSObject: 'Event', field: 'WhatId', relationshipName: 'Events' },
    {
      childSObject: 'ProcessInstance',
      field: 'TargetObjectId',
      relationshipName: 'ProcessInstances',
    },
    { childSObject: 'Task', field: 'WhatId', relationshipName: 'Tasks' },
  ];
}
