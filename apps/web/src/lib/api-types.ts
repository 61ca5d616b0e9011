/** Short names for the shapes of the API's document. */
import type { components, operations } from '../generated/api.d.ts';

type Schemas = components['schemas'];

export type Session = Schemas['Session'];
export type Permission = Schemas['Permission'];
export type Platform = Schemas['Platform'];
export type Environment = Schemas['Environment'];
export type Connection = Schemas['Connection'];
export type ApiUsage = Schemas['ApiUsage'];
export type SchemaSummary = Schemas['SchemaSummary'];
export type ObjectSchema = Schemas['ObjectSchema'];
export type Field = Schemas['Field'];
export type FieldType = Schemas['FieldType'];
export type DriftEvent = Schemas['DriftEvent'];
export type RefreshResult = Schemas['RefreshResult'];
export type AuthorizeBody = NonNullable<
  operations['authorizeConnection']['requestBody']
>['content']['application/json'];
export type CatalogueField = Schemas['CatalogueField'];
export type PartnerosObject = Schemas['PartnerosObject'];
export type Mapping = Schemas['Mapping'];
export type MappingPair = Schemas['MappingPair'];
export type Direction = Schemas['Direction'];
export type Suggestion = Schemas['Suggestion'];
export type Suggestions = Schemas['Suggestions'];
