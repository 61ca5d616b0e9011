/**
 * A discovered object as the ready text of its answer. What depends on the time of reading
 * (`discoveredAt`, `expiresAt`, `isExpired`) is added when it is served; the rest is written once.
 */
import { type ObjectSchema, objectSchema } from '@partneros/contract/integrations';
import type { DiscoveredObject } from '../../vendors/port.ts';

/** JSON text without its closing brace. */
export function schemaText(object: DiscoveredObject, schemaHash: string): string {
  const fields = [...object.fields].sort((a, b) => (a.name < b.name ? -1 : 1));
  const text = JSON.stringify({
    objectType: object.objectType,
    label: object.label,
    custom: object.custom,
    fields,
    requiredForCreate: object.requiredForCreate,
    recordTypes: object.recordTypes,
    pipelines: object.pipelines,
    schemaHash,
  });
  return text.slice(0, -1);
}

export interface SchemaTimes {
  discoveredAt: Date;
  expiresAt: Date;
}

/** The whole answer. */
export function completeText(body: string, times: SchemaTimes, now: Date): string {
  const { discoveredAt, expiresAt } = times;
  return `${body},"discoveredAt":"${discoveredAt.toISOString()}","expiresAt":"${expiresAt.toISOString()}","isExpired":${expiresAt <= now}}`;
}

/** The stored text as a value again; checked, because it crosses the database's border. */
export function parseSchemaText(body: string, times: SchemaTimes, now: Date): ObjectSchema {
  return objectSchema.parse(JSON.parse(completeText(body, times, now)));
}
