import type { CatalogueField, Field, ObjectSchema, Platform } from '../../lib/api-types.ts';

/** What the parts of the workbench need to know about the two objects. */
export interface MappingSubject {
  connectionId: string;
  platform: Platform;
  objectPair: string;
  schema: ObjectSchema;
  ours: ReadonlyMap<string, CatalogueField>;
  crm: ReadonlyMap<string, Field>;
}
