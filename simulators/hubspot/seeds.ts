/** What the seeded portals are made of. */
import { customObjectType, type ObjectTypeSpec, STANDARD_OBJECT_TYPES } from './object-types.ts';
import { makeOddProperties } from './odd-properties.ts';
import {
  LIFECYCLE_PIPELINE,
  PARTNER_PIPELINES,
  type PipelineSpec,
  SALES_PIPELINE,
} from './pipelines.ts';
import type { PortalSeed } from './portal.ts';
import type { PropertySpec } from './property-spec.ts';
import { readPropertyTable } from './property-table.ts';

export type PortalFlavour = 'ordinary' | 'partners' | 'large';

const PARTNER_TABLES: Readonly<Record<string, string>> = {
  companies: 'bluepeak-companies',
  contacts: 'bluepeak-contacts',
  deals: 'bluepeak-deals',
};

export interface PortalSize {
  /** Properties of an object, counting those that HubSpot defines. */
  propertiesPerObject?: Readonly<Record<string, number>>;
}

function pipelines(flavour: PortalFlavour, type: ObjectTypeSpec): readonly PipelineSpec[] {
  if (type.name === 'CONTACT') return [LIFECYCLE_PIPELINE];
  if (type.name !== 'DEAL') return [];
  return flavour === 'partners' ? [SALES_PIPELINE, ...PARTNER_PIPELINES] : [SALES_PIPELINE];
}

/** @param key the portal's key; the generated properties follow from it alone */
export function seedPortal(
  key: string,
  flavour: PortalFlavour,
  portalId: number,
  size: PortalSize,
): PortalSeed {
  const agreements = customObjectType(
    portalId,
    24817336,
    'partner_agreements',
    { singular: 'Partner agreement', plural: 'Partner agreements' },
    { primary: 'agreement_name', required: ['agreement_name'] },
  );
  return {
    objectTypes:
      flavour === 'partners' ? [...STANDARD_OBJECT_TYPES, agreements] : STANDARD_OBJECT_TYPES,
    propertiesOf(type): PropertySpec[] {
      if (type.custom) return [...readPropertyTable('partner-agreements')];
      const extra = flavour === 'partners' ? PARTNER_TABLES[type.path] : undefined;
      const properties = [
        ...readPropertyTable(type.path),
        ...(extra === undefined ? [] : readPropertyTable(extra)),
      ];
      const missing = (size.propertiesPerObject?.[type.path] ?? 0) - properties.length;
      if (missing <= 0) return properties;
      return [...properties, ...makeOddProperties(`${key}/${type.path}`, missing)];
    },
    pipelinesOf: (type) => pipelines(flavour, type),
  };
}
