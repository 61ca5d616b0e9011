import { LogOut } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { useSignOut } from './leave-session.ts';
import { useSession } from './session.ts';

/** What a portal user sees: the own partner, and nothing of the vendor's. */
export function PortalPage() {
  const { user, partner, organization } = useSession();
  const signOut = useSignOut();
  return (
    <main id="content" tabIndex={-1} className="mx-auto grid w-full max-w-3xl gap-5 p-4 sm:p-8">
      <PageHeader
        title={partner?.name ?? 'Partner portal'}
        description={organization && `Partner portal of ${organization.name}`}
        actions={
          <Button
            icon={<LogOut className="size-4" />}
            busy={signOut.isPending}
            onClick={() => signOut.mutate()}
          >
            Sign out
          </Button>
        }
      />
      {signOut.error && <ErrorState title="You are still signed in" error={signOut.error} />}
      <Card className="grid gap-4 p-5">
        <Facts wide>
          <Fact label="Signed in as">{user.name}</Fact>
          <Fact label="E-mail">{user.email}</Fact>
          <Fact label="Partner">{partner?.name ?? 'Not linked to a partner yet'}</Fact>
        </Facts>
        <p className="text-ink-soft">
          {partner
            ? 'Something wrong here? Your partner manager can correct it.'
            : 'Ask your partner manager to link you to your company.'}
        </p>
      </Card>
    </main>
  );
}
