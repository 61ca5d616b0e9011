import { ChevronsUpDown, LogOut } from 'lucide-react';
import { useSignOut } from '../features/identity/leave-session.ts';
import { useSession } from '../features/identity/session.ts';
import { Menu, MenuItem, MenuLabel, MenuLine } from '../ui/menu.tsx';
import { useToast } from '../ui/toast.tsx';

const roleNames = {
  owner: 'Owner',
  admin: 'Admin',
  member: 'Member',
  viewer: 'Viewer',
  custom: 'Custom role',
  partner: 'Portal user',
} as const;

/** Who is signed in, and the way out. */
export function UserMenu() {
  const { user, role } = useSession();
  const signOut = useSignOut();
  const toast = useToast();
  return (
    <Menu
      trigger={
        <button
          type="button"
          disabled={signOut.isPending}
          className="flex w-full items-center gap-2 rounded-md p-1.5 text-left hover:bg-sunken"
        >
          <span
            aria-hidden
            className="inline-flex size-7 shrink-0 items-center justify-center rounded-full bg-accent-soft text-sm font-semibold text-accent"
          >
            {user.name.trim().charAt(0).toUpperCase()}
          </span>
          <span className="grid min-w-0 max-md:sr-only">
            <span className="truncate text-sm font-medium">{user.name}</span>
            <span className="text-xs text-ink-faint">{role && roleNames[role]}</span>
          </span>
          <ChevronsUpDown aria-hidden className="ml-auto size-4 shrink-0 text-ink-faint" />
        </button>
      }
    >
      <MenuLabel>{user.email}</MenuLabel>
      <MenuLine />
      <MenuItem
        icon={<LogOut />}
        onSelect={() =>
          signOut.mutate(undefined, { onError: ({ message }) => toast(message, 'danger') })
        }
      >
        Sign out
      </MenuItem>
    </Menu>
  );
}
