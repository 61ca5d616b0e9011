import { type KeyboardEvent, type ReactNode, useDeferredValue, useId, useState } from 'react';
import { classNames } from './class-names.ts';
import { controlClasses } from './field-frame.tsx';

export interface PickItem {
  value: string;
  label: string;
  /** Second line, searched too: the API name, for instance. */
  detail: string;
  extra?: ReactNode;
}

interface PickListProps {
  label: string;
  items: readonly PickItem[];
  onPick: (value: string) => void;
}

/** More would be slow to draw and no faster to read: the search narrows it down. */
const shownItems = 60;

/** Search and pick one of many: arrows move, Enter picks. */
export function PickList({ label, items, onPick }: PickListProps) {
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const found = findItems(items, useDeferredValue(search));
  const shown = found.slice(0, shownItems);

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = shown[active];
    if (step !== undefined) {
      event.preventDefault();
      const next = Math.min(Math.max(active + step, 0), shown.length - 1);
      setActive(next);
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' });
    }
    if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      onPick(chosen.value);
    }
  }

  return (
    <div className="grid min-h-0 gap-2">
      <input
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={shown[active] ? `${listId}-${active}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder={label}
        value={search}
        onKeyDown={onKeyDown}
        onChange={({ target }) => {
          setSearch(target.value);
          setActive(0);
        }}
        className={controlClasses}
      />
      <ul
        id={listId}
        role="listbox"
        aria-label={label}
        tabIndex={-1}
        className="max-h-80 overflow-y-auto rounded-md border border-line"
      >
        {shown.map((item, index) => (
          <li
            key={item.value}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            onPointerMove={() => setActive(index)}
            onClick={() => onPick(item.value)}
            className={classNames(
              'flex cursor-pointer items-center justify-between gap-3 px-2.5 py-1.5',
              index === active && 'bg-sunken',
            )}
          >
            <span className="grid min-w-0">
              <span className="truncate">{item.label}</span>
              {item.detail !== item.label && (
                <span className="truncate font-mono text-xs text-ink-faint">{item.detail}</span>
              )}
            </span>
            {item.extra}
          </li>
        ))}
      </ul>
      <p role="status" className="text-sm text-ink-faint">
        {foundSentence(found.length)}
      </p>
    </div>
  );
}

function findItems(items: readonly PickItem[], search: string): readonly PickItem[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return items;
  return items.filter(({ label, detail }) => `${label} ${detail}`.toLowerCase().includes(wanted));
}

function foundSentence(count: number): string {
  if (count === 0) return 'Nothing found. Try another word.';
  if (count > shownItems) return `The first ${shownItems} of ${count}. Type to narrow it down.`;
  return `${count} found.`;
}
