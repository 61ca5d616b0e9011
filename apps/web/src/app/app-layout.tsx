import { Outlet } from '@tanstack/react-router';
import { ChooseOrganizationPage } from '../features/identity/choose-organization-page.tsx';
import { ConfirmIdentityProvider } from '../features/identity/confirm-identity.tsx';
import { PortalPage } from '../features/identity/portal-page.tsx';
import { useSession } from '../features/identity/session.ts';
import { OfflineBanner } from './offline-banner.tsx';
import { Shell } from './shell.tsx';

/** Which of the three faces of the application the signed-in person gets. */
export function AppLayout() {
  return (
    <ConfirmIdentityProvider>
      <OfflineBanner />
      <Face />
    </ConfirmIdentityProvider>
  );
}

function Face() {
  const { organization, role } = useSession();
  if (role === 'partner') return <PortalPage />;
  if (!organization) return <ChooseOrganizationPage />;
  return (
    <Shell>
      <Outlet key={organization.id} />
    </Shell>
  );
}
