/** The simulated HubSpot: several portals behind one consent page, and handles to script them. */
import type { Clock } from '../shared/clock.ts';
import { type GrantState, Grants } from '../shared/grants.ts';
import { CodeStore, type OAuthApp, randomText } from '../shared/oauth.ts';
import { isRecord, type Persistent } from '../shared/state-file.ts';
import { HubspotPortal, type PortalSettings, type PortalState } from './portal.ts';
import { type PortalFlavour, type PortalSize, seedPortal } from './seeds.ts';

export interface HubspotApp extends OAuthApp {
  name: string;
  appId: number;
  /** Life of an access token in seconds; 1800 is what HubSpot gives. */
  expiresIn: number;
  /** Refresh tokens do not rotate today; a client must live with it if they do. */
  rotation: boolean;
}

export type NewHubspotApp = Partial<HubspotApp> & Pick<HubspotApp, 'clientId' | 'clientSecret'>;

export interface NewPortal extends PortalSize {
  key: string;
  flavour?: PortalFlavour;
  name?: string;
  portalId?: number;
  settings?: Partial<PortalSettings>;
}

const DEMO_APPS: readonly NewHubspotApp[] = [
  {
    clientId: 'partneros-demo-hubspot',
    clientSecret: 'demo-secret-hubspot',
    name: 'PartnerOS',
    allowLoopback: true,
  },
];

const DEMO_PORTALS: readonly NewPortal[] = [
  { key: 'aurora', name: 'Aurora Studios', portalId: 26114903, flavour: 'ordinary' },
  {
    key: 'bluepeak',
    name: 'Blue Peak Software',
    portalId: 44210977,
    flavour: 'partners',
    settings: {
      timeZone: 'Europe/Berlin',
      utcOffset: '+01:00',
      currency: 'EUR',
      uiDomain: 'app-eu1.hubspot.com',
    },
  },
  {
    key: 'large',
    name: 'Large Holdings',
    portalId: 12345678,
    flavour: 'large',
    propertiesPerObject: { contacts: 900, companies: 420, deals: 380 },
  },
];

/** What the demo service keys may read. */
const ALL_SCOPES = ['contacts', 'companies', 'deals', 'custom'].flatMap((name) => [
  `crm.schemas.${name}.read`,
  `crm.objects.${name}.read`,
]);

export class HubspotSimulator implements Persistent {
  readonly clock: Clock;
  readonly grants: Grants;
  readonly codes = new CodeStore<{ portalKey: string; scope: string }>();
  /** Calls to the token endpoint, failed ones too. */
  tokenCalls = 0;
  readonly changed: () => void;
  readonly #apps = new Map<string, HubspotApp>();
  readonly #portals = new Map<string, HubspotPortal>();
  readonly #added: { apps: NewHubspotApp[]; portals: NewPortal[] } = { apps: [], portals: [] };

  constructor(clock: Clock, changed: () => void) {
    this.clock = clock;
    this.changed = changed;
    this.grants = new Grants(clock, () => `na1-${randomText(30)}`);
    for (const app of DEMO_APPS) this.#registerApp(app);
    for (const portal of DEMO_PORTALS) this.#createPortal(portal);
  }

  get portals(): readonly HubspotPortal[] {
    return [...this.#portals.values()];
  }

  /** By key or id; throws when there is none. */
  portal(key: string): HubspotPortal {
    const portal = this.findPortal(key);
    if (!portal) throw new Error(`no demo portal ${key}`);
    return portal;
  }

  findPortal(key: string): HubspotPortal | undefined {
    return this.#portals.get(key) ?? this.portals.find((portal) => portal.id === key);
  }

  findApp(clientId: string): HubspotApp | undefined {
    return this.#apps.get(clientId);
  }

  /** Registers an app, or replaces the one of that client id. */
  addApp(app: NewHubspotApp): HubspotApp {
    this.#added.apps.push(app);
    const registered = this.#registerApp(app);
    this.changed();
    return registered;
  }

  addPortal(portal: NewPortal): HubspotPortal {
    if (this.#portals.has(portal.key)) throw new Error(`there is already a portal ${portal.key}`);
    this.#added.portals.push(portal);
    const created = this.#createPortal(portal);
    this.changed();
    return created;
  }

  snapshot(): unknown {
    const portals = this.portals.map((portal) => [portal.key, portal.snapshot()] as const);
    return {
      added: this.#added,
      grants: this.grants.snapshot(),
      portals: Object.fromEntries(portals),
    };
  }

  restore(state: unknown): void {
    if (!isRecord(state)) return;
    // The file is written by `snapshot` alone; a foreign file under its name is not defended against.
    const saved = state as {
      added: { apps: NewHubspotApp[]; portals: NewPortal[] };
      grants: GrantState;
      portals: Record<string, PortalState>;
    };
    for (const app of saved.added.apps) this.#registerApp(app);
    for (const portal of saved.added.portals) this.#createPortal(portal);
    this.#added.apps.push(...saved.added.apps);
    this.#added.portals.push(...saved.added.portals);
    this.grants.restore(saved.grants);
    for (const [key, portal] of Object.entries(saved.portals)) {
      this.findPortal(key)?.restore(portal);
    }
  }

  #registerApp(app: NewHubspotApp): HubspotApp {
    const registered = {
      name: app.clientId,
      appId: 1_000_000 + this.#apps.size,
      redirectUris: [],
      allowLoopback: app.redirectUris === undefined,
      expiresIn: 1800,
      rotation: false,
      ...app,
    };
    this.#apps.set(app.clientId, registered);
    return registered;
  }

  #createPortal(given: NewPortal): HubspotPortal {
    const portalId = given.portalId ?? 50_000_000 + this.#portals.size;
    const portal = new HubspotPortal(
      {
        key: given.key,
        name: given.name ?? given.key,
        portalId,
        timeZone: 'US/Eastern',
        utcOffset: '-05:00',
        currency: 'USD',
        uiDomain: 'app.hubspot.com',
        ...given.settings,
      },
      seedPortal(given.key, given.flavour ?? 'ordinary', portalId, given),
      { grants: this.grants, clock: this.clock, changed: this.changed },
    );
    portal.addServiceKey(`pat-demo-${given.key}`, ALL_SCOPES);
    this.#portals.set(portal.key, portal);
    return portal;
  }
}
