import type { CatalogueField, Field, MappingPair } from '../../lib/api-types.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Select } from '../../ui/select.tsx';
import { valueRows, withValue } from './value-rows.ts';

interface ValueMapProps {
  pair: MappingPair;
  ours: CatalogueField;
  crm: Field;
  onChange: ((pair: MappingPair) => void) | null;
}

/** Which value of one side is which of the other, for two picklists. */
export function ValueMap({ pair, ours, crm, onChange }: ValueMapProps) {
  const rows = valueRows(pair, ours, crm);
  const matched = rows.filter(({ chosen }) => chosen !== '').length;
  return (
    <Disclosure
      summary={
        <>
          Values {matched} of {rows.length} matched
          <span className="sr-only"> of {ours.label}</span>
        </>
      }
    >
      <ul className="grid max-w-2xl gap-1.5">
        {rows.map((row) => (
          <li
            key={`${row.side} ${row.value}`}
            className="grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-center gap-3"
          >
            <span className="text-sm wrap-anywhere">
              {row.label}
              <span className="text-xs text-ink-faint"> {row.side === 'crm' && '(CRM)'}</span>
            </span>
            <span aria-hidden className="text-ink-faint">
              =
            </span>
            <Select
              label={`Counterpart of ${row.label}`}
              value={row.chosen}
              choices={[{ value: '', label: 'None' }, ...row.choices]}
              disabled={!onChange}
              onChoose={(chosen) =>
                onChange?.({ ...pair, valueMap: withValue(pair.valueMap, row, chosen) })
              }
            />
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
