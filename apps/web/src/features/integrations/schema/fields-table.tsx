import type { Field } from '../../../lib/api-types.ts';
import { countOf } from '../../../lib/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { isWritable, typeNames, writingWords } from './field-words.ts';
import { useWindow } from './use-window.ts';

interface FieldsTableProps {
  label: string;
  fields: readonly Field[];
  onOpen: (field: Field) => void;
}

/** Pixels; `h-11` below. Every row has it, so that rows out of sight need not be drawn. */
const rowHeight = 44;

const headClasses =
  'h-9 border-b border-line bg-sunken px-3 text-left text-xs font-medium text-ink-soft';

/** Any number of fields; only the rows in sight are in the page. */
export function FieldsTable({ label, fields, onOpen }: FieldsTableProps) {
  const { container, onScroll, start, end, above, below } = useWindow<HTMLDivElement>(
    fields.length,
    rowHeight,
  );
  return (
    <div
      ref={container}
      onScroll={onScroll}
      role="region"
      aria-label={label}
      tabIndex={0}
      className="max-h-[70dvh] overflow-auto rounded-lg border border-line bg-surface"
    >
      <table
        aria-label={label}
        aria-rowcount={fields.length + 1}
        className="w-full table-fixed border-separate border-spacing-0 max-sm:min-w-140"
      >
        <thead className="sticky top-0 z-10">
          <tr aria-rowindex={1}>
            <th scope="col" className={headClasses}>
              Field
            </th>
            <th scope="col" className={classNames(headClasses, 'w-44')}>
              Type
            </th>
            <th scope="col" className={classNames(headClasses, 'w-24')}>
              Required
            </th>
            <th scope="col" className={classNames(headClasses, 'w-32')}>
              Writable
            </th>
          </tr>
        </thead>
        <tbody>
          <SpacerRow height={above} />
          {fields.slice(start, end).map((field, index) => (
            <FieldRow key={field.name} field={field} rowIndex={start + index + 2} onOpen={onOpen} />
          ))}
          <SpacerRow height={below} />
        </tbody>
      </table>
    </div>
  );
}

function SpacerRow({ height }: { height: number }) {
  if (height === 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={4} style={{ height }} />
    </tr>
  );
}

function FieldRow({
  field,
  rowIndex,
  onOpen,
}: {
  field: Field;
  rowIndex: number;
  onOpen: (field: Field) => void;
}) {
  const { label, name, type, nativeType, options, custom, required } = field;
  return (
    <tr
      aria-rowindex={rowIndex}
      className="h-11 hover:bg-sunken [&>td]:border-b [&>td]:border-line [&>td]:px-3"
    >
      <td>
        <button
          type="button"
          onClick={() => onOpen(field)}
          className="grid w-full min-w-0 rounded text-left -outline-offset-2"
        >
          <span className="flex min-w-0 items-center gap-1.5">
            <span className="truncate font-medium">{label}</span>
            {custom && <Badge>Custom</Badge>}
          </span>
          <span className="truncate font-mono text-xs text-ink-faint">{name}</span>
        </button>
      </td>
      <td className="text-sm">
        <span className="block truncate">
          {typeNames[type]}
          {options.length > 0 && `, ${countOf(options.length, 'option')}`}
        </span>
        <span className="block truncate font-mono text-xs text-ink-faint">{nativeType}</span>
      </td>
      <td className="text-sm">{required ? 'Yes' : <span className="text-ink-faint">No</span>}</td>
      <td className="text-sm">
        <Writable field={field} />
      </td>
    </tr>
  );
}

function Writable({ field }: { field: Field }) {
  const { short } = writingWords(field);
  if (field.writeBlock === 'no_edit_permission') return <Badge tone="warn">{short}</Badge>;
  if (isWritable(field)) return short;
  return <Badge>{short}</Badge>;
}
