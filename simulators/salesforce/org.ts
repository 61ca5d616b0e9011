/** One simulated org: who is signed in, its schema, its limits, and handles to change them. */
import type { Clock } from '../shared/clock.ts';
import type { Grants } from '../shared/grants.ts';
import type { FieldSpec } from './field-spec.ts';
import { makeId, toLongId } from './ids.ts';
import { OrgSchema, type SchemaEdit, type SchemaSeed } from './org-schema.ts';
import { makeRecords, type SObject } from './records.ts';

export interface OrgUser {
  id: string;
  username: string;
  email: string;
  firstName: string;
  lastName: string;
}

export type ObjectAccess = 'open' | 'forbidden' | 'missing';

export interface OrgSettings {
  key: string;
  name: string;
  /** Two characters that tell its ids from another org's. */
  pod: string;
  edition: 'Developer Edition' | 'Enterprise Edition';
  sandbox: boolean;
  /** Calls per rolling 24 hours: 15,000 in a Developer Edition (recorded). */
  dailyCalls: number;
}

export interface OrgState {
  edits: { edit: SchemaEdit; at: number }[];
  access: Record<string, ObjectAccess>;
  used: number;
  max: number;
}

export class SalesforceOrg {
  readonly key: string;
  readonly name: string;
  readonly edition: string;
  readonly sandbox: boolean;
  /** 18 characters. */
  readonly id: string;
  readonly user: OrgUser;
  readonly schema: OrgSchema;
  /** Calls to the token endpoint that were about this org, failed ones too. */
  tokenCalls = 0;
  /** Refreshes that gave a new access token. */
  refreshes = 0;
  /** Bodies of `GET /limits` and the header `Sforce-Limit-Info` show these. */
  limit: { used: number; max: number };
  readonly #grants: Grants;
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #pod: string;
  readonly #records = new Map<string, readonly SObject[]>();
  readonly #access = new Map<string, ObjectAccess>();

  constructor(
    settings: OrgSettings,
    seed: SchemaSeed,
    parts: { grants: Grants; clock: Clock; changed: () => void },
  ) {
    this.key = settings.key;
    this.#pod = settings.pod;
    this.name = settings.name;
    this.edition = settings.edition;
    this.sandbox = settings.sandbox;
    this.id = toLongId(`00D${settings.pod}0000000${settings.pod}AA`.slice(0, 15));
    this.user = {
      id: makeId('005', settings.pod, 1),
      username: `integration@${settings.key}.example`,
      email: `integration@${settings.key}.example`,
      firstName: 'Robin',
      lastName: 'Integration',
    };
    this.limit = { used: 118, max: settings.dailyCalls };
    this.schema = new OrgSchema(seed);
    this.#grants = parts.grants;
    this.#clock = parts.clock;
    this.#changed = parts.changed;
  }

  fields(object: string): readonly FieldSpec[] {
    return this.schema.fields(object);
  }

  /** The org's records of an object; none of most objects. */
  records(object: string): readonly SObject[] {
    const known = this.#records.get(object);
    if (known) return known;
    const made = makeRecords(this.key, object, this.#pod, this.fields(object));
    this.#records.set(object, made);
    return made;
  }

  addField(object: string, field: FieldSpec): void {
    this.#edit({ kind: 'add', object, field });
  }

  changeField(object: string, field: string, change: Partial<FieldSpec>): void {
    this.#edit({ kind: 'change', object, field, change });
  }

  removeField(object: string, field: string): void {
    this.#edit({ kind: 'remove', object, field });
  }

  /** False takes away the connected user's right to read the field: a describe leaves it out. */
  setFieldVisible(object: string, field: string, visible: boolean): void {
    this.changeField(object, field, { visible });
  }

  /** Changes the describe (and its date) in a way that no field shows: recorded as false drift. */
  touchChildRelationships(object: string): void {
    this.#edit({ kind: 'children', object });
  }

  /** `missing`: 404 as if the object did not exist; `forbidden`: 403. */
  setObjectAccess(object: string, access: ObjectAccess): void {
    this.#access.set(object.toLowerCase(), access);
    this.#changed();
  }

  accessTo(object: string): ObjectAccess {
    return this.#access.get(object.toLowerCase()) ?? 'open';
  }

  /** Every access token of the org dies now; refresh tokens live on. */
  expireAccessTokens(): void {
    this.#grants.expireAllOf(this.key);
    this.#changed();
  }

  /** What an admin does in Setup: every app's grant on this org is gone. */
  revokeGrant(): void {
    this.#grants.revokeAllOf(this.key);
    this.#changed();
  }

  setLimit(limit: { used?: number; max?: number }): void {
    this.limit = { ...this.limit, ...limit };
    this.#changed();
  }

  /** The refresh token that would work now: of the newest living grant (of one app, if told). */
  liveRefreshToken(clientId?: string): string | null {
    const grants = this.#grants.livingOf(this.key, clientId);
    return grants.findLast((grant) => grant.refreshToken !== null)?.refreshToken ?? null;
  }

  livingGrants(clientId?: string): number {
    return this.#grants.livingOf(this.key, clientId).length;
  }

  snapshot(): OrgState {
    return {
      edits: [...this.schema.edits],
      access: Object.fromEntries(this.#access),
      used: this.limit.used,
      max: this.limit.max,
    };
  }

  restore(state: OrgState): void {
    this.limit = { used: state.used, max: state.max };
    for (const [object, access] of Object.entries(state.access)) this.#access.set(object, access);
    for (const { edit, at } of state.edits) this.schema.apply(edit, at);
  }

  #edit(edit: SchemaEdit): void {
    this.schema.apply(edit, this.#clock.now());
    this.#changed();
  }
}
