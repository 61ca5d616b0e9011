/** Who a request comes from: a person with a session, or a program with a token; never both. */
import type { FindService } from '../features/service-accounts/index.ts';
import type { Authenticate, Identify } from '../kernel/http/caller.ts';

export function createIdentify(authenticate: Authenticate, findService: FindService): Identify {
  return async (credentials) => {
    const token = /^Bearer +(\S+) *$/i.exec(credentials.authorization ?? '')?.[1];
    if (token === undefined) return authenticate(credentials);
    // Two answers to the question who this is: neither is believed.
    if (/(?:^|;)\s*session_token=/.test(credentials.cookie ?? '')) return null;
    const caller = await findService(token);
    return caller && { caller, renewal: null };
  };
}
