import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { sessionQuery } from '../features/identity/session.ts';
import { createQueryClient } from '../lib/query-client.ts';
import { ToastProvider } from '../ui/toast.tsx';
import { createAppRouter } from './router.tsx';

const queryClient = createQueryClient(goToSignIn);
const router = createAppRouter(queryClient);

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

/** Providers around the router: what every screen can rely on. */
export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <ToastProvider>
        <RouterProvider router={router} />
      </ToastProvider>
    </QueryClientProvider>
  );
}

/** Whatever call finds the session gone: sign in, then come back to this very address. */
function goToSignIn(): void {
  const { pathname, href } = router.state.location;
  if (pathname === '/sign-in') return;
  queryClient.setQueryData(sessionQuery.queryKey, null);
  void router.navigate({ to: '/sign-in', search: { returnTo: href, ended: true } });
}
