/** The CRM objects of a portal (spec 06, 2.2; recorded schemas of contacts, deals, a custom object). */
export interface ObjectTypeSpec {
  /** `0-1` contact, `0-2` company, `0-3` deal, `2-…` custom. */
  objectTypeId: string;
  /** `CONTACT`, or the custom object's own name. */
  name: string;
  /** `CONTACT`, or `p<portal>_<name>`. */
  fullyQualifiedName: string;
  /** Plural in paths: `contacts`; custom objects go by their qualified name. */
  path: string;
  singular: string;
  plural: string;
  description: string;
  primaryDisplayProperty: string;
  secondaryDisplayProperties: readonly string[];
  requiredProperties: readonly string[];
  searchableProperties: readonly string[];
  custom: boolean;
  /** Any one of these scopes opens the object's definitions. */
  scopes: readonly string[];
}

function standard(
  objectTypeId: string,
  name: string,
  singular: string,
  plural: string,
  rest: Pick<
    ObjectTypeSpec,
    'primaryDisplayProperty' | 'secondaryDisplayProperties' | 'searchableProperties'
  >,
): ObjectTypeSpec {
  const path = plural.toLowerCase();
  return {
    objectTypeId,
    name,
    fullyQualifiedName: name,
    path,
    singular,
    plural,
    description: '',
    requiredProperties: [],
    custom: false,
    scopes: [`crm.schemas.${path}.read`, `crm.objects.${path}.read`],
    ...rest,
  };
}

export const STANDARD_OBJECT_TYPES: readonly ObjectTypeSpec[] = [
  standard('0-1', 'CONTACT', 'Contact', 'Contacts', {
    primaryDisplayProperty: 'firstname',
    secondaryDisplayProperties: ['lastname', 'email', 'phone'],
    searchableProperties: ['firstname', 'lastname', 'email', 'phone', 'company'],
  }),
  standard('0-2', 'COMPANY', 'Company', 'Companies', {
    primaryDisplayProperty: 'name',
    secondaryDisplayProperties: ['domain', 'city', 'phone'],
    searchableProperties: ['name', 'domain', 'website', 'phone'],
  }),
  standard('0-3', 'DEAL', 'Deal', 'Deals', {
    primaryDisplayProperty: 'dealname',
    secondaryDisplayProperties: ['amount', 'dealstage', 'closedate'],
    searchableProperties: ['pipeline', 'dealname', 'dealstage', 'description', 'dealtype'],
  }),
];

/** @param number the digits of its `2-…` type id */
export function customObjectType(
  portalId: number,
  number: number,
  name: string,
  labels: { singular: string; plural: string },
  properties: { primary: string; required: readonly string[] },
): ObjectTypeSpec {
  const fullyQualifiedName = `p${portalId}_${name}`;
  return {
    objectTypeId: `2-${number}`,
    name,
    fullyQualifiedName,
    path: fullyQualifiedName,
    ...labels,
    description: '',
    primaryDisplayProperty: properties.primary,
    secondaryDisplayProperties: [],
    requiredProperties: properties.required,
    searchableProperties: [properties.primary],
    custom: true,
    scopes: ['crm.schemas.custom.read', 'crm.objects.custom.read'],
  };
}

/** Whether a path part names this type: plural, singular, type id, qualified or short custom name. */
export function goesBy(type: ObjectTypeSpec, text: string): boolean {
  const wanted = text.toLowerCase();
  return [type.path, type.name, type.objectTypeId, type.singular, type.fullyQualifiedName].some(
    (name) => name.toLowerCase() === wanted,
  );
}
