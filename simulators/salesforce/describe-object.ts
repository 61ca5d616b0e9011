/** The bodies of describeGlobal and describe around the fields (spec 06, 1.4; recorded v42–v59). */
import type { DescribedField } from './describe-field.ts';
import type { ObjectSpec } from './objects.ts';

export interface RecordTypeSpec {
  id: string;
  name: string;
  developerName: string;
  active: boolean;
  available: boolean;
  isDefault: boolean;
  master: boolean;
}

export interface ChildRelationshipSpec {
  childSObject: string;
  field: string;
  relationshipName: string | null;
}

/** Flags that describeGlobal lists; from v50 on also the five of the second group (spec 06: 27 or so). */
function globalFlags(object: ObjectSpec, version: number) {
  const custom = object.name.endsWith('__c');
  const newer = version >= 50;
  return {
    activateable: object.activateable,
    ...(newer && { associateEntityType: null, associateParentEntity: null }),
    createable: object.createable,
    custom,
    customSetting: false,
    ...(newer && { deepCloneable: false }),
    deletable: object.deletable,
    deprecatedAndHidden: false,
    feedEnabled: object.feedEnabled,
    hasSubtypes: false,
    ...(newer && { isInterface: false }),
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: object.layoutable,
    mergeable: object.mergeable,
    mruEnabled: object.mruEnabled,
    name: object.name,
    queryable: object.queryable,
    replicateable: object.replicateable,
    retrieveable: object.retrieveable,
    searchable: object.searchable,
    triggerable: object.triggerable,
    undeletable: object.undeletable,
    updateable: object.updateable,
  };
}

function apiUrls(object: ObjectSpec, version: string): Record<string, string> {
  const base = `/services/data/${version}/sobjects/${object.name}`;
  return {
    rowTemplate: `${base}/{ID}`,
    ...(object.layoutable && {
      compactLayouts: `${base}/describe/compactLayouts`,
      approvalLayouts: `${base}/describe/approvalLayouts`,
      listviews: `${base}/listviews`,
      quickActions: `${base}/quickActions`,
      layouts: `${base}/describe/layouts`,
    }),
    // recorded up to v48, gone at v54
    ...(majorOf(version) < 50 && { defaultValues: `${base}/defaultValues?recordTypeId&fields` }),
    describe: `${base}/describe`,
    sobject: base,
  };
}

export function describeGlobalEntry(object: ObjectSpec, version: string) {
  return { ...globalFlags(object, majorOf(version)), urls: apiUrls(object, version) };
}

/** `v58.0` → 58. */
export function majorOf(version: string): number {
  return Number(/^v(\d+)\.\d$/.exec(version)?.[1] ?? 0);
}

function describeRecordTypes(
  object: ObjectSpec,
  types: readonly RecordTypeSpec[],
  version: string,
) {
  const layouts = `/services/data/${version}/sobjects/${object.name}/describe/layouts`;
  return types.map((type) => ({
    active: type.active,
    available: type.available,
    defaultRecordTypeMapping: type.isDefault,
    developerName: type.developerName,
    master: type.master,
    name: type.name,
    recordTypeId: type.id,
    urls: { layout: `${layouts}/${type.id}` },
  }));
}

function describeChildren(children: readonly ChildRelationshipSpec[]) {
  return children.map((child) => ({
    cascadeDelete: false,
    childSObject: child.childSObject,
    deprecatedAndHidden: false,
    field: child.field,
    junctionIdListNames: [],
    junctionReferenceTo: [],
    relationshipName: child.relationshipName,
    restrictedDelete: false,
  }));
}

/** Interface members arrived at v48, the associate members at v51 or later (recorded v46, v48, v59). */
function newerMembers(major: number): Record<string, unknown> {
  return {
    ...(major >= 48 && {
      deepCloneable: false,
      defaultImplementation: null,
      extendedBy: null,
      extendsInterfaces: null,
      implementedBy: null,
      implementsInterfaces: null,
      isInterface: false,
    }),
    ...(major >= 50 && {
      associateEntityType: null,
      associateParentEntity: null,
      sobjectDescribeOption: 'FULL',
    }),
  };
}

export interface DescribeParts {
  object: ObjectSpec;
  fields: readonly DescribedField[];
  recordTypes: readonly RecordTypeSpec[];
  children: readonly ChildRelationshipSpec[];
  version: string;
  /** Origin of the org's pages. */
  instanceUrl: string;
}

export function describeObject(parts: DescribeParts): Record<string, unknown> {
  const { object, version, instanceUrl } = parts;
  const major = majorOf(version);
  const pages = object.layoutable && {
    uiDetailTemplate: `${instanceUrl}/{ID}`,
    uiEditTemplate: `${instanceUrl}/{ID}/e`,
    uiNewRecord: `${instanceUrl}/${object.keyPrefix}/e`,
  };
  const described: Record<string, unknown> = {
    ...globalFlags(object, 46),
    ...newerMembers(major),
    actionOverrides: [],
    childRelationships: describeChildren(parts.children),
    compactLayoutable: object.layoutable,
    fields: parts.fields,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: describeRecordTypes(object, parts.recordTypes, version),
    searchLayoutable: object.searchable,
    supportedScopes: [
      { label: `All ${object.labelPlural.toLowerCase()}`, name: 'everything' },
      { label: `My ${object.labelPlural.toLowerCase()}`, name: 'mine' },
    ],
    urls: { ...apiUrls(object, version), ...pages },
  };
  return Object.fromEntries(Object.entries(described).sort(([a], [b]) => (a < b ? -1 : 1)));
}
