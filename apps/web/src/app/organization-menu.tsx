import { Check, ChevronsUpDown } from 'lucide-react';
import { useSwitchOrganization } from '../features/identity/leave-session.ts';
import { useSession } from '../features/identity/session.ts';
import { Menu, MenuItem, MenuLabel } from '../ui/menu.tsx';
import { useToast } from '../ui/toast.tsx';

const nameClasses =
  'flex h-9 max-w-56 items-center gap-2 rounded-md px-2 font-semibold md:max-w-full';

/** The organization's name; a menu for people who belong to several. */
export function OrganizationMenu() {
  const session = useSession();
  const { organizations } = session;
  const switching = useSwitchOrganization();
  const toast = useToast();
  const name = (
    <>
      <img src="/favicon.svg" alt="" className="size-5" />
      <span className="truncate">{session.organization?.name}</span>
    </>
  );
  if (organizations.length < 2) return <p className={nameClasses}>{name}</p>;

  function switchTo(id: string): void {
    if (id === session.organization?.id) return;
    switching.mutate(id, { onError: ({ message }) => toast(message, 'danger') });
  }
  return (
    <Menu
      trigger={
        <button
          type="button"
          className={`${nameClasses} hover:bg-sunken`}
          disabled={switching.isPending}
        >
          {name}
          <ChevronsUpDown aria-hidden className="ml-auto size-4 shrink-0 text-ink-faint" />
          <span className="sr-only">, switch organization</span>
        </button>
      }
    >
      <MenuLabel>Switch organization</MenuLabel>
      {organizations.map(({ id, name: label }) => (
        <MenuItem
          key={id}
          icon={
            id === session.organization?.id ? (
              <Check aria-label="Active" />
            ) : (
              <span className="w-4" />
            )
          }
          onSelect={() => switchTo(id)}
        >
          <span className="truncate">{label}</span>
        </MenuItem>
      ))}
    </Menu>
  );
}
