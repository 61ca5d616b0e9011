import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SignInForm } from './sign-in-form.tsx';

const route = getRouteApi('/sign-in');

/** Signs in and goes back to where the visitor was on the way to. */
export function SignInPage() {
  const { returnTo = '/', ended } = route.useSearch();
  const queryClient = useQueryClient();
  const router = useRouter();

  async function goOn(): Promise<void> {
    // Another person may have sat here before: nothing of theirs stays in the cache.
    queryClient.clear();
    await router.invalidate();
    await router.navigate({ to: returnTo, replace: true });
  }

  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <title>Sign in · PartnerOS</title>
      <div className="grid w-full max-w-sm gap-5">
        <div className="flex items-center justify-center gap-2.5">
          <img src="/favicon.svg" alt="" className="size-8" />
          <p className="text-xl font-semibold">PartnerOS</p>
        </div>
        {ended && (
          <Notice tone="info" title="Your session ended.">
            Sign in and you go on where you were.
          </Notice>
        )}
        <Card className="grid gap-4 p-6">
          <h1 className="text-lg font-semibold">Sign in</h1>
          <SignInForm onSignedIn={goOn} />
        </Card>
        <p className="text-center text-sm text-ink-faint">
          No account? Ask an Owner or Admin of your organization to invite you.
        </p>
      </div>
    </main>
  );
}
