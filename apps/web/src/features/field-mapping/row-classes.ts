/** Our field, direction, CRM field, actions: in columns where there is room. */
export const rowClasses =
  'grid items-center gap-x-4 gap-y-2 sm:grid-cols-[minmax(0,1fr)_10.5rem_minmax(0,1.3fr)_auto]';
