import { Search } from 'lucide-react';
import { classNames } from './class-names.ts';
import { controlClasses } from './field-frame.tsx';

interface SearchFieldProps {
  label: string;
  value: string;
  onSearch: (value: string) => void;
}

export function SearchField({ label, value, onSearch }: SearchFieldProps) {
  return (
    <div className="relative min-w-48 grow">
      <Search aria-hidden className="absolute left-2.5 top-2.5 size-4 text-ink-faint" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={({ target }) => onSearch(target.value)}
        className={classNames(controlClasses, 'pl-8')}
      />
    </div>
  );
}
