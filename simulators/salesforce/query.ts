/**
 * The part of SOQL that counting and sampling need: `SELECT COUNT() FROM X` and
 * `SELECT a, b FROM X [LIMIT n]`. Conditions, order and relationships are refused as malformed.
 * Pages: 2,000 rows unless `Sforce-Query-Options: batchSize` hints otherwise (spec 06, 1.4).
 */
import { json, type WireRequest, type WireResponse } from '../shared/wire.ts';
import { restError } from './errors.ts';
import type { SalesforceOrg } from './org.ts';
import type { SObject } from './records.ts';

const STATEMENT = /^\s*SELECT\s+(.+?)\s+FROM\s+(\w+)(?:\s+LIMIT\s+(\d+))?\s*$/is;

interface Selection {
  object: string;
  /** Null: `COUNT()`. */
  fields: readonly string[] | null;
  limit: number;
}

function malformed(message: string): WireResponse {
  return restError(400, 'MALFORMED_QUERY', message);
}

function unknownObject(name: string): WireResponse {
  return restError(400, 'INVALID_TYPE', `sObject type '${name}' is not supported.`);
}

/** Which org this is: one record that every org has, readable with “View Setup” alone. */
function organizationRecord(org: SalesforceOrg): SObject {
  return {
    Id: org.id,
    Name: org.name,
    IsSandbox: org.sandbox,
    OrganizationType: org.edition,
  };
}

function recordsOf(org: SalesforceOrg, object: string): readonly SObject[] {
  return object === 'Organization' ? [organizationRecord(org)] : org.records(object);
}

/** Names that a query may select, by lower case; null for an object that is out of reach. */
function columnsOf(org: SalesforceOrg, name: string): Columns | null {
  if (org.accessTo(name) !== 'open') return null;
  if (name.toLowerCase() === 'organization') {
    const names = Object.keys(organizationRecord(org));
    return { object: 'Organization', known: new Map(names.map((one) => [one.toLowerCase(), one])) };
  }
  const object = org.schema.findObject(name);
  if (!object) return null;
  const visible = org.fields(object.name).filter((field) => field.visible !== false);
  return {
    object: object.name,
    known: new Map(visible.map((field) => [field.name.toLowerCase(), field.name])),
  };
}

interface Columns {
  object: string;
  known: ReadonlyMap<string, string>;
}

function parse(org: SalesforceOrg, text: string): Selection | WireResponse {
  const match = STATEMENT.exec(text);
  if (!match) return malformed('unexpected token in the query');
  const [, list = '', name = '', limit] = match;
  const columns = columnsOf(org, name);
  if (!columns) return unknownObject(name);
  const { object, known } = columns;
  const rows = limit === undefined ? Number.POSITIVE_INFINITY : Number(limit);
  if (/^COUNT\(\s*\)$/i.test(list)) return { object, fields: null, limit: rows };
  const fields = list.split(',').map((field) => field.trim());
  const missing = fields.find((field) => !known.has(field.toLowerCase()));
  if (missing !== undefined) {
    const message = `No such column '${missing}' on sobject of type ${object}`;
    return restError(400, 'INVALID_FIELD', message);
  }
  const selected = fields.map((field) => known.get(field.toLowerCase()) ?? field);
  return { object, fields: selected, limit: rows };
}

function present(record: SObject, object: string, fields: readonly string[], version: string) {
  return {
    attributes: {
      type: object,
      url: `/services/data/${version}/sobjects/${object}/${String(record['Id'])}`,
    },
    ...Object.fromEntries(fields.map((field) => [field, record[field] ?? null])),
  };
}

/** 200 to 2,000, a hint only; tests may ask for less to see a second page. */
function pageSize(request: WireRequest): number {
  const hint = /batchSize=(\d+)/i.exec(request.headers['sforce-query-options'] ?? '')?.[1];
  return Math.min(2000, Math.max(1, Number(hint ?? 2000)));
}

export function runQuery(org: SalesforceOrg, request: WireRequest, version: string): WireResponse {
  const statement = request.query.get('q') ?? '';
  const selection = parse(org, statement);
  if ('status' in selection) return selection;
  const records = recordsOf(org, selection.object);
  const total = Math.min(records.length, selection.limit);
  if (selection.fields === null) {
    return json(200, { totalSize: total, done: true, records: [] });
  }
  return page(org, version, statement, 0, pageSize(request));
}

/** The cursor carries statement, offset and size; a real one is opaque and dies after two days. */
export function readMore(org: SalesforceOrg, request: WireRequest, version: string): WireResponse {
  const locator = /^01g([\w-]+)-(\d+)-(\d+)$/.exec(request.params['locator'] ?? '');
  if (!locator) return restError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  const [, statement = '', offset, size] = locator;
  const text = Buffer.from(statement, 'base64url').toString('utf8');
  return page(org, version, text, Number(offset), Number(size));
}

function page(
  org: SalesforceOrg,
  version: string,
  statement: string,
  offset: number,
  size: number,
): WireResponse {
  const selection = parse(org, statement);
  if ('status' in selection) return selection;
  const { object, fields } = selection;
  const records = recordsOf(org, object).slice(0, selection.limit);
  const end = offset + size;
  const done = end >= records.length;
  const cursor = `01g${Buffer.from(statement).toString('base64url')}-${end}-${size}`;
  return json(200, {
    totalSize: records.length,
    done,
    ...(!done && { nextRecordsUrl: `/services/data/${version}/query/${cursor}` }),
    records: records
      .slice(offset, end)
      .map((record) => present(record, object, fields ?? [], version)),
  });
}
