import { useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { Navigation } from './navigation.tsx';
import { OrganizationMenu } from './organization-menu.tsx';
import { UserMenu } from './user-menu.tsx';

/** The frame of every screen for members: organization, areas and person aside, the screen beside it. */
export function Shell({ children }: { children: ReactNode }) {
  const content = useFocusAfterNavigation();
  return (
    <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr] md:grid-cols-[14rem_minmax(0,1fr)] md:grid-rows-1">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-surface px-3 py-2 focus:not-sr-only focus:fixed focus:left-2 focus:top-2"
      >
        Skip to content
      </a>
      <header className="flex flex-wrap items-center gap-1 border-line bg-surface p-2 max-md:border-b md:sticky md:top-0 md:h-dvh md:flex-col md:flex-nowrap md:items-stretch md:border-r md:p-3">
        <OrganizationMenu />
        <Navigation />
        <div className="max-md:ml-auto md:mt-auto">
          <UserMenu />
        </div>
      </header>
      <main
        id="content"
        ref={content}
        tabIndex={-1}
        className="mx-auto grid w-full max-w-7xl content-start gap-5 p-4 sm:p-6 lg:p-8"
      >
        {children}
      </main>
    </div>
  );
}

/** After a change of page the focus goes to its heading, so that a screen reader reads on there. */
function useFocusAfterNavigation() {
  const content = useRef<HTMLElement>(null);
  const pathname = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const shown = useRef(pathname);
  useEffect(() => {
    if (pathname === undefined || shown.current === pathname) return;
    const isFirst = shown.current === undefined;
    shown.current = pathname;
    const heading = content.current?.querySelector<HTMLElement>('h1');
    if (!isFirst && !content.current?.contains(document.activeElement)) heading?.focus();
  }, [pathname]);
  return content;
}
