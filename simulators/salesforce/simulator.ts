/** The simulated Salesforce: several orgs behind one login, and handles to script them. */
import type { Clock } from '../shared/clock.ts';
import { type GrantState, Grants } from '../shared/grants.ts';
import { CodeStore, type OAuthApp, randomText } from '../shared/oauth.ts';
import { isRecord, type Persistent } from '../shared/state-file.ts';
import { type OrgState, SalesforceOrg } from './org.ts';
import { type OrgFlavour, type SeedSize, seedSchema } from './seeds.ts';

export interface SalesforceApp extends OAuthApp {
  name: string;
  /** Refresh Token Rotation, per app (spec 06, 1.3). */
  rotation: boolean;
  /** How long a refresh token may lie unused; 30 days is what the vendor asks for. */
  refreshIdleSeconds: number;
  /** Life of an access token. */
  sessionSeconds: number;
  /** All scopes of the app, given when a request names none. */
  scope: string;
  /** Org key whose integration user client-credentials calls run as; absent: not allowed. */
  runAsOrg?: string;
}

export type NewSalesforceApp = Partial<SalesforceApp> &
  Pick<SalesforceApp, 'clientId' | 'clientSecret'>;

export interface NewOrg extends SeedSize {
  key: string;
  name?: string;
  flavour?: OrgFlavour;
  sandbox?: boolean;
}

const THIRTY_DAYS = 30 * 24 * 3600;

const DEMO_APPS: readonly NewSalesforceApp[] = [
  {
    clientId: 'partneros-demo-salesforce',
    clientSecret: 'demo-secret-salesforce',
    name: 'PartnerOS',
    allowLoopback: true,
  },
  {
    clientId: 'partneros-demo-salesforce-integration',
    clientSecret: 'demo-secret-salesforce-integration',
    name: 'PartnerOS integration user',
    runAsOrg: 'partners',
  },
];

/** Field counts of the large org: 900 on Account, several hundred on the other main objects. */
const LARGE_COUNTS = { Account: 900, Opportunity: 640, Contact: 520, Lead: 410, Campaign: 260 };

const DEMO_ORGS: readonly NewOrg[] = [
  { key: 'northwind', name: 'Northwind Trading', flavour: 'ordinary' },
  { key: 'partners', name: 'Partners First', flavour: 'partners' },
  { key: 'enterprise', name: 'Global Enterprise', flavour: 'large', fieldsPerObject: LARGE_COUNTS },
  { key: 'small', name: 'Northwind Sandbox', flavour: 'bare', sandbox: true },
];

/** Describe texts kept ready; a large one is 1.6 MB, so that few are kept. */
const KEPT_DESCRIBES = 8;

export class SalesforceSimulator implements Persistent {
  readonly clock: Clock;
  readonly grants: Grants;
  readonly codes = new CodeStore<{ orgKey: string; scope: string }>();
  /** Origin of the simulator: login host and instance in one. */
  url = '';
  /** Calls to the token endpoint, failed ones too. */
  tokenCalls = 0;
  /** Called after every change that must survive a restart. */
  readonly changed: () => void;
  readonly #apps = new Map<string, SalesforceApp>();
  readonly #orgs = new Map<string, SalesforceOrg>();
  readonly #added: { apps: NewSalesforceApp[]; orgs: NewOrg[] } = { apps: [], orgs: [] };
  readonly #describes = new Map<string, { lastModified: number; text: string }>();

  constructor(clock: Clock, changed: () => void) {
    this.clock = clock;
    this.changed = changed;
    this.grants = new Grants(clock, () => `5Aep861${randomText(60)}`);
    for (const app of DEMO_APPS) this.#registerApp(app);
    for (const org of DEMO_ORGS) this.#createOrg(org);
  }

  get orgs(): readonly SalesforceOrg[] {
    return [...this.#orgs.values()];
  }

  /** By key or id; throws when there is none. */
  org(key: string): SalesforceOrg {
    const org = this.findOrg(key);
    if (!org) throw new Error(`no demo org ${key}`);
    return org;
  }

  findOrg(key: string): SalesforceOrg | undefined {
    return this.#orgs.get(key) ?? this.orgs.find((org) => org.id === key);
  }

  findApp(clientId: string): SalesforceApp | undefined {
    return this.#apps.get(clientId);
  }

  /** Registers an app, or replaces the one of that client id. */
  addApp(app: NewSalesforceApp): SalesforceApp {
    this.#added.apps.push(app);
    const registered = this.#registerApp(app);
    this.changed();
    return registered;
  }

  addOrg(org: NewOrg): SalesforceOrg {
    if (this.#orgs.has(org.key)) throw new Error(`there is already an org ${org.key}`);
    this.#added.orgs.push(org);
    const created = this.#createOrg(org);
    this.changed();
    return created;
  }

  /** `id` of token answers: on the login host, which is this server too (spec 06, 1.2). */
  identityUrl(org: SalesforceOrg): string {
    return `${this.url}/id/${org.id}/${org.user.id}`;
  }

  describeText(org: SalesforceOrg, object: string, version: string): string {
    const key = `${org.key}/${object}/${version}`;
    const lastModified = org.schema.lastModified(object);
    const kept = this.#describes.get(key);
    if (kept?.lastModified === lastModified) return kept.text;
    const text = JSON.stringify(org.schema.describe(object, version, this.url));
    this.#describes.delete(key);
    this.#describes.set(key, { lastModified, text });
    const oldest = this.#describes.keys().next().value;
    if (this.#describes.size > KEPT_DESCRIBES && oldest !== undefined) {
      this.#describes.delete(oldest);
    }
    return text;
  }

  snapshot(): unknown {
    const orgs = this.orgs.map((org) => [org.key, org.snapshot()] as const);
    return { added: this.#added, grants: this.grants.snapshot(), orgs: Object.fromEntries(orgs) };
  }

  restore(state: unknown): void {
    if (!isRecord(state)) return;
    // The file is written by `snapshot` alone; a foreign file under its name is not defended against.
    const saved = state as {
      added: { apps: NewSalesforceApp[]; orgs: NewOrg[] };
      grants: GrantState;
      orgs: Record<string, OrgState>;
    };
    for (const app of saved.added.apps) this.#registerApp(app);
    for (const org of saved.added.orgs) this.#createOrg(org);
    this.#added.apps.push(...saved.added.apps);
    this.#added.orgs.push(...saved.added.orgs);
    this.grants.restore(saved.grants);
    for (const [key, org] of Object.entries(saved.orgs)) this.findOrg(key)?.restore(org);
  }

  #registerApp(app: NewSalesforceApp): SalesforceApp {
    const registered = {
      name: app.clientId,
      rotation: true,
      redirectUris: [],
      allowLoopback: app.redirectUris === undefined,
      refreshIdleSeconds: THIRTY_DAYS,
      sessionSeconds: 7200,
      scope: 'api refresh_token openid',
      ...app,
    };
    this.#apps.set(app.clientId, registered);
    return registered;
  }

  #createOrg(given: NewOrg): SalesforceOrg {
    const pod = this.#orgs.size.toString(36).padStart(2, 'k');
    const org = new SalesforceOrg(
      {
        key: given.key,
        name: given.name ?? given.key,
        pod,
        edition: given.flavour === 'large' ? 'Enterprise Edition' : 'Developer Edition',
        sandbox: given.sandbox ?? false,
        dailyCalls: given.flavour === 'large' ? 100000 : 15000,
      },
      seedSchema(given.key, given.flavour ?? 'ordinary', pod, given),
      { grants: this.grants, clock: this.clock, changed: this.changed },
    );
    this.#orgs.set(org.key, org);
    return org;
  }
}
