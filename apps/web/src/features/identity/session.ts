/** Who is signed in and what they may do, for every screen. */
import { queryOptions } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api, bodyOf } from '../../lib/api.ts';
import { hasCode } from '../../lib/api-error.ts';
import type { Permission, Session } from '../../lib/api-types.ts';

/** How long a session that was read counts as known; rights may change meanwhile. */
const knownMilliseconds = 60_000;

/** Just long enough that the sign-in page does not ask again what sent the visitor there. */
const signedOutMilliseconds = 1_000;

/** The session, or null when signed out. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: readSession,
  staleTime: ({ state }) => (state.data === null ? signedOutMilliseconds : knownMilliseconds),
});

const appRoute = getRouteApi('/app');

/** The session of the signed-in part of the application; its guard has read it. */
export function useSession(): Session {
  return appRoute.useRouteContext({ select: ({ session }) => session });
}

/** Whether the role of the signed-in person allows something. */
export function useMay(permission: Permission): boolean {
  return useSession().permissions.includes(permission);
}

async function readSession(): Promise<Session | null> {
  try {
    const { session } = await bodyOf(api.GET('/api/auth/session'));
    return session;
  } catch (error) {
    if (hasCode(error, 'unauthorized')) return null;
    throw error;
  }
}
