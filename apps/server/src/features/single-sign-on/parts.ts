/** What the feature is built from; handed in by the composition root. */
import type { Clock } from '../../kernel/clock.ts';
import type { SecretBox } from '../../kernel/crypto/secret-box.ts';
import type { Database } from '../../kernel/db/database.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { FetchPublic } from '../../kernel/outbound/fetch-public.ts';
import type { OidcVendor, SamlVendor, TxtResolver } from '../../vendors/single-sign-on/port.ts';
import type { Identity } from '../identity/index.ts';

export interface SingleSignOnParts {
  database: Database;
  clock: Clock;
  log: Logger;
  box: SecretBox;
  cookie: Identity['cookie'];
  fetchPublic: FetchPublic;
  oidc: OidcVendor;
  saml: SamlVendor;
  txt: TxtResolver;
  /** Whether our own cookies are for https alone. */
  secure: boolean;
}
