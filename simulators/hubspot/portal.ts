/** One simulated portal: its objects, properties, pipelines, limits, and handles to change them. */
import type { Clock } from '../shared/clock.ts';
import type { Grants } from '../shared/grants.ts';
import { goesBy, type ObjectTypeSpec } from './object-types.ts';
import type { PipelineSpec } from './pipelines.ts';
import type { PropertySpec } from './property-spec.ts';

export interface PortalSettings {
  key: string;
  name: string;
  portalId: number;
  timeZone: string;
  utcOffset: string;
  currency: string;
  uiDomain: string;
}

export interface PortalSeed {
  objectTypes: readonly ObjectTypeSpec[];
  propertiesOf(type: ObjectTypeSpec): PropertySpec[];
  pipelinesOf(type: ObjectTypeSpec): readonly PipelineSpec[];
}

type Edit =
  | { kind: 'add'; object: string; property: PropertySpec }
  | { kind: 'change'; object: string; property: string; change: Partial<PropertySpec> }
  | { kind: 'remove'; object: string; property: string };

export interface PortalState {
  edits: { edit: Edit; at: number }[];
  limit: PortalLimit;
}

export interface PortalLimit {
  /** Calls of one app in ten seconds: 110 for OAuth apps (spec 06, 2.4). */
  perTenSeconds: number;
  /** Calls a day of all private apps and service keys; OAuth apps do not count. */
  daily: number;
}

interface Window {
  startedAt: number;
  used: number;
}

const TEN_SECONDS = 10_000;

export class HubspotPortal {
  readonly settings: PortalSettings;
  readonly key: string;
  readonly portalId: number;
  /** Portal number as text: what the connection stores. */
  readonly id: string;
  readonly user = { id: 9123456, email: '' };
  /** Calls to the token endpoint that were about this portal, failed ones too. */
  tokenCalls = 0;
  refreshes = 0;
  usedToday = 0;
  limit: PortalLimit = { perTenSeconds: 110, daily: 250_000 };
  readonly #seed: PortalSeed;
  readonly #grants: Grants;
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #properties = new Map<string, PropertySpec[]>();
  readonly #archived = new Map<string, PropertySpec[]>();
  readonly #windows = new Map<string, Window>();
  readonly #serviceKeys = new Map<string, readonly string[]>();
  readonly #edits: { edit: Edit; at: number }[] = [];

  constructor(
    settings: PortalSettings,
    seed: PortalSeed,
    parts: { grants: Grants; clock: Clock; changed: () => void },
  ) {
    this.settings = settings;
    this.key = settings.key;
    this.portalId = settings.portalId;
    this.id = String(settings.portalId);
    this.user.email = `integration@${settings.key}.example`;
    this.#seed = seed;
    this.#grants = parts.grants;
    this.#clock = parts.clock;
    this.#changed = parts.changed;
  }

  get objectTypes(): readonly ObjectTypeSpec[] {
    return this.#seed.objectTypes;
  }

  findType(text: string): ObjectTypeSpec | undefined {
    return this.objectTypes.find((type) => goesBy(type, text));
  }

  /** The live properties of an object, by any of its names. */
  properties(object: string): readonly PropertySpec[] {
    return this.#live(this.#type(object));
  }

  archivedProperties(object: string): readonly PropertySpec[] {
    return this.#archived.get(this.#type(object).path) ?? [];
  }

  pipelines(type: ObjectTypeSpec): readonly PipelineSpec[] {
    return this.#seed.pipelinesOf(type);
  }

  addProperty(object: string, property: PropertySpec): void {
    this.#apply({ kind: 'add', object, property: { custom: true, ...property } });
  }

  changeProperty(object: string, property: string, change: Partial<PropertySpec>): void {
    this.#apply({ kind: 'change', object, property, change });
  }

  /** Archives it: gone from the list, still to be seen with `archived=true`. */
  removeProperty(object: string, property: string): void {
    this.#apply({ kind: 'remove', object, property });
  }

  /** A static bearer token (service key or private app) with these scopes. */
  addServiceKey(token: string, scopes: readonly string[]): void {
    this.#serviceKeys.set(token, scopes);
  }

  scopesOfServiceKey(token: string): readonly string[] | undefined {
    return this.#serviceKeys.get(token);
  }

  expireAccessTokens(): void {
    this.#grants.expireAllOf(this.key);
    this.#changed();
  }

  /** What an admin does under Connected Apps: every app is uninstalled. */
  revokeGrant(): void {
    this.#grants.revokeAllOf(this.key);
    this.#changed();
  }

  setLimit(limit: Partial<PortalLimit>): void {
    this.limit = { ...this.limit, ...limit };
    this.#changed();
  }

  /** The refresh token that would work now: of the newest living grant (of one app, if told). */
  liveRefreshToken(clientId?: string): string | null {
    return this.#grants.livingOf(this.key, clientId).at(-1)?.refreshToken ?? null;
  }

  livingGrants(clientId?: string): number {
    return this.#grants.livingOf(this.key, clientId).length;
  }

  /** Counts a call of `caller` (an app) and says what is left of its ten seconds; negative: too many. */
  countCall(caller: string, isDaily: boolean): number {
    const now = this.#clock.now();
    const known = this.#windows.get(caller);
    const window =
      known && now - known.startedAt < TEN_SECONDS ? known : { startedAt: now, used: 0 };
    window.used += 1;
    this.#windows.set(caller, window);
    if (isDaily) this.usedToday += 1;
    return this.limit.perTenSeconds - window.used;
  }

  snapshot(): PortalState {
    return { edits: this.#edits, limit: this.limit };
  }

  restore(state: PortalState): void {
    this.limit = state.limit;
    for (const { edit, at } of state.edits) this.#perform(edit, at);
  }

  #apply(edit: Edit): void {
    this.#perform(edit, this.#clock.now());
    this.#changed();
  }

  #perform(edit: Edit, at: number): void {
    const type = this.#type(edit.object);
    const properties = this.#live(type);
    const date = new Date(at).toISOString();
    this.#edits.push({ edit, at });
    if (edit.kind === 'add') {
      if (properties.some((property) => property.name === edit.property.name)) {
        throw new Error(`${edit.object} already has a property ${edit.property.name}`);
      }
      properties.push({ createdAt: date, updatedAt: date, ...edit.property });
      return;
    }
    const index = properties.findIndex((property) => property.name === edit.property);
    const property = properties[index];
    if (!property) throw new Error(`${edit.object} has no property ${edit.property}`);
    if (edit.kind === 'change') {
      properties[index] = { ...property, updatedAt: date, ...edit.change };
      return;
    }
    properties.splice(index, 1);
    const archived = this.#archived.get(type.path) ?? [];
    this.#archived.set(type.path, [...archived, { ...property, archived: true, updatedAt: date }]);
  }

  #type(object: string): ObjectTypeSpec {
    const type = this.findType(object);
    if (!type) throw new Error(`the portal has no object ${object}`);
    return type;
  }

  #live(type: ObjectTypeSpec): PropertySpec[] {
    const known = this.#properties.get(type.path);
    if (known) return known;
    const properties = this.#seed.propertiesOf(type);
    this.#properties.set(type.path, properties);
    return properties;
  }
}
