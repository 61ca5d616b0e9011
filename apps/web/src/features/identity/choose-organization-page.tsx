import { Building2, LogOut } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { useSignOut, useSwitchOrganization } from './leave-session.ts';
import { useSession } from './session.ts';

/** For people who are signed in while no organization is active. */
export function ChooseOrganizationPage() {
  const { organizations } = useSession();
  const choose = useSwitchOrganization();
  const signOut = useSignOut();
  const leave = (
    <Button
      icon={<LogOut className="size-4" />}
      busy={signOut.isPending}
      onClick={() => signOut.mutate()}
    >
      Sign out
    </Button>
  );
  return (
    <main id="content" tabIndex={-1} className="mx-auto grid w-full max-w-xl gap-5 p-4 sm:p-8">
      <PageHeader title="Choose an organization" actions={leave} />
      {choose.error && (
        <ErrorState title="The organization could not be opened" error={choose.error} />
      )}
      {organizations.length === 0 && (
        <EmptyState icon={<Building2 />} title="You belong to no organization">
          Ask an Owner or Admin to invite you, then sign in again.
        </EmptyState>
      )}
      <ul className="grid gap-2">
        {organizations.map(({ id, name }) => (
          <li key={id} className="grid">
            <Button disabled={choose.isPending} onClick={() => choose.mutate(id)}>
              {name}
            </Button>
          </li>
        ))}
      </ul>
    </main>
  );
}
