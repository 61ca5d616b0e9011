import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { api, bodyOf } from '../../lib/api.ts';
import { hasCode } from '../../lib/api-error.ts';
import { sessionQuery } from './session.ts';

/** Ends the session and goes to the sign-in page with nothing left in memory. */
export function useSignOut() {
  const queryClient = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: async () => {
      try {
        await bodyOf(api.POST('/api/auth/sign-out'));
      } catch (error) {
        // A session that is gone already is what was asked for.
        if (!hasCode(error, 'unauthorized')) throw error;
      }
      queryClient.clear();
      queryClient.setQueryData(sessionQuery.queryKey, null);
      await router.navigate({ to: '/sign-in' });
    },
  });
}

/** Makes another organization the active one; everything shown belongs to it from then on. */
export function useSwitchOrganization() {
  const queryClient = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: async (organizationId: string) => {
      await bodyOf(api.POST('/api/auth/organization/set-active', { body: { organizationId } }));
      queryClient.clear();
      await router.navigate({ to: '/' });
      await router.invalidate();
    },
  });
}
