/** The addresses of the application and what each needs before it is shown. */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { safeReturnTo } from '../features/identity/return-to.ts';
import { sessionQuery } from '../features/identity/session.ts';
import { SignInPage } from '../features/identity/sign-in-page.tsx';
import type { Session } from '../lib/api-types.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { FailurePage } from './failure-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { textOf, without } from './search.ts';

interface RouterContext {
  queryClient: QueryClient;
}

const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  // Outside the shell, which brings the landmark otherwise.
  notFoundComponent: () => (
    <main>
      <NotFoundPage />
    </main>
  ),
  errorComponent: (props) => (
    <main>
      <FailurePage {...props} />
    </main>
  ),
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search): { returnTo?: string; ended?: true } =>
    without({
      returnTo: search['returnTo'] === undefined ? undefined : safeReturnTo(search['returnTo']),
      ended: search['ended'] === true ? (true as const) : undefined,
    }),
  beforeLoad: async ({ context, search }) => {
    // When the session cannot be read the form is still the right thing to show.
    const session = await context.queryClient.fetchQuery(sessionQuery).catch(() => null);
    if (session) redirect({ to: search.returnTo ?? '/', replace: true, throw: true });
  },
  component: SignInPage,
});

const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.fetchQuery(sessionQuery);
    if (session) return { session };
    const returnTo = safeReturnTo(location.href);
    redirect({ to: '/sign-in', search: returnTo === '/' ? {} : { returnTo }, throw: true });
    throw new Error('Never reached: the redirect above is thrown.');
  },
  component: lazyRouteComponent(() => import('./app-layout.tsx'), 'AppLayout'),
});

const startRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/',
  beforeLoad: ({ context }) => {
    if (isAtWork(context.session)) {
      redirect({ to: '/settings/integrations', replace: true, throw: true });
    }
  },
});

const settingsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/settings',
  beforeLoad: ({ context, location }) => {
    if (!isAtWork(context.session)) redirect({ to: '/', replace: true, throw: true });
    if (!/^\/settings\/?$/.test(location.pathname)) return;
    redirect({ to: '/settings/integrations', replace: true, throw: true });
  },
});

const integrationsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'integrations',
  validateSearch: (search): { outcome?: string; platform?: string; connection?: string } =>
    without({
      outcome: textOf(search['outcome']),
      platform: textOf(search['platform']),
      connection: textOf(search['connection']),
    }),
  component: lazyRouteComponent(
    () => import('../features/integrations/connections/integrations-page.tsx'),
    'IntegrationsPage',
  ),
});

const connectionRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'integrations/$connectionId',
  component: lazyRouteComponent(
    () => import('../features/integrations/connection/connection-layout.tsx'),
    'ConnectionLayout',
  ),
});

const overviewRoute = createRoute({
  getParentRoute: () => connectionRoute,
  path: '/',
  component: lazyRouteComponent(
    () => import('../features/integrations/connection/overview-page.tsx'),
    'OverviewPage',
  ),
});

const schemaRoute = createRoute({
  getParentRoute: () => connectionRoute,
  path: 'schema',
  validateSearch: (search): { object?: string } => without({ object: textOf(search['object']) }),
  component: lazyRouteComponent(
    () => import('../features/integrations/schema/schema-page.tsx'),
    'SchemaPage',
  ),
});

const changesRoute = createRoute({
  getParentRoute: () => connectionRoute,
  path: 'changes',
  component: lazyRouteComponent(
    () => import('../features/integrations/schema-changes/schema-changes-page.tsx'),
    'SchemaChangesPage',
  ),
});

const mappingRoute = createRoute({
  getParentRoute: () => connectionRoute,
  path: 'mapping',
  validateSearch: (search): { pair?: string } => without({ pair: textOf(search['pair']) }),
  component: lazyRouteComponent(
    () => import('../features/field-mapping/mapping-page.tsx'),
    'MappingPage',
  ),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  appRoute.addChildren([
    startRoute,
    settingsRoute.addChildren([
      integrationsRoute,
      connectionRoute.addChildren([overviewRoute, schemaRoute, changesRoute, mappingRoute]),
    ]),
  ]),
]);

/** A member in an organization; portal users and people without one get a page of their own at `/`. */
function isAtWork({ organization, role }: Session): boolean {
  return organization !== null && role !== 'partner';
}

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultPendingMs: 200,
    defaultPendingComponent: PendingPage,
    defaultErrorComponent: FailurePage,
    defaultNotFoundComponent: NotFoundPage,
  });
}

function PendingPage() {
  return (
    <div className="mx-auto w-full max-w-2xl p-6">
      <Skeleton lines={6} />
    </div>
  );
}
