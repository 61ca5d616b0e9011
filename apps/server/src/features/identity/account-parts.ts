/** What the use cases of a person's own account work with. */
import type { Aftermath } from '../../kernel/aftermath.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { SecretBox } from '../../kernel/crypto/secret-box.ts';
import type { Database } from '../../kernel/db/database.ts';
import type { Authenticate } from '../../kernel/http/caller.ts';
import type { Limits } from '../../kernel/http/limits.ts';
import type { Jobs } from '../../kernel/jobs/jobs.ts';
import type { MailQueue } from '../mail/index.ts';
import type { AuthLibrary } from './auth-library.ts';
import type { PlainCookie } from './plain-cookie.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { SignInDelays } from './sign-in-delays/delays.ts';
import type { KnownDevice } from './sign-in-delays/known-device.ts';

export interface AccountParts {
  database: Database;
  clock: Clock;
  auth: AuthLibrary;
  authenticate: Authenticate;
  limits: Limits;
  jobs: Jobs;
  box: SecretBox;
  mailQueue: MailQueue;
  cookie: SessionCookie;
  /** Between password and second factor. */
  challengeCookie: PlainCookie;
  /** Tells the browser that signed up from any other. */
  signUpCookie: PlainCookie;
  knownDevice: KnownDevice;
  delays: SignInDelays;
  aftermath: Aftermath;
}
