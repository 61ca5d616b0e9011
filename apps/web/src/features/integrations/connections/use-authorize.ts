import { useMutation } from '@tanstack/react-query';
import { api, bodyOf } from '../../../lib/api.ts';
import { ApiError } from '../../../lib/api-error.ts';
import type { AuthorizeBody, Platform } from '../../../lib/api-types.ts';
import { useConfirmedAct } from '../../identity/confirm-identity.tsx';

/** Asks for the CRM's consent page and sends the browser there; asks for the password if need be. */
export function useAuthorize(platform: Platform) {
  const confirmed = useConfirmedAct();
  return useMutation({
    mutationFn: (body: AuthorizeBody) =>
      confirmed(async () => {
        const { url } = await bodyOf(
          api.POST('/api/integrations/{platform}/authorize', {
            params: { path: { platform } },
            body,
          }),
        );
        leaveFor(url);
      }),
  });
}

/** Only web addresses: a `javascript:` one would run here. */
function leaveFor(url: string): void {
  if (/^https?:$/.test(new URL(url).protocol)) {
    window.location.assign(url);
    return;
  }
  const sentence = 'The CRM’s sign-in address is not a web address. Tell whoever runs this server.';
  throw new ApiError({ code: 'unreadable', sentence });
}
