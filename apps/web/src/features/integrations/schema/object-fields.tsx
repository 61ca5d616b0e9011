import { useDeferredValue, useMemo, useState } from 'react';
import type { Field, ObjectSchema } from '../../../lib/api-types.ts';
import { countOf } from '../../../lib/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Select } from '../../../ui/select.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { FieldDetails } from './field-details.tsx';
import { FieldsTable } from './fields-table.tsx';
import { type FieldFilter, fieldFilters, findFields } from './find-fields.ts';

/** One object: what is known about it, and its fields to search through. */
export function ObjectFields({ schema }: { schema: ObjectSchema }) {
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<FieldFilter>('all');
  const [opened, setOpened] = useState<Field | null>(null);
  const wanted = useDeferredValue(search);
  const found = useMemo(
    () => findFields(schema.fields, wanted, filter),
    [schema.fields, wanted, filter],
  );
  return (
    <section aria-label={schema.label} className="grid min-w-0 gap-3">
      <ObjectHead schema={schema} />
      <div className="flex flex-wrap items-end gap-2">
        <SearchField
          label="Search fields by label, name, or option"
          value={search}
          onSearch={setSearch}
        />
        <Select
          label="Which fields"
          value={filter}
          choices={fieldFilters}
          onChoose={setFilter}
          className="h-9 text-base"
        />
      </div>
      <p role="status" className="text-sm text-ink-faint">
        {found.length === schema.fields.length
          ? countOf(found.length, 'field')
          : `${found.length} of ${countOf(schema.fields.length, 'field')}`}
      </p>
      {found.length > 0 ? (
        <FieldsTable label={`Fields of ${schema.label}`} fields={found} onOpen={setOpened} />
      ) : (
        <p className="rounded-lg border border-dashed border-line p-6 text-center text-ink-soft">
          No field matches. Clear the search or show all fields.
        </p>
      )}
      {opened && <FieldDetails field={opened} onClose={() => setOpened(null)} />}
    </section>
  );
}

function ObjectHead({ schema }: { schema: ObjectSchema }) {
  const { label, objectType, custom, discoveredAt, isExpired, recordTypes, pipelines } = schema;
  const parts = [
    recordTypes.length > 0 && `Record types: ${recordTypes.map(({ name }) => name).join(', ')}`,
    pipelines.length > 0 && `Pipelines: ${pipelines.map((pipeline) => pipeline.label).join(', ')}`,
  ].filter((part) => part !== false);
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="text-lg font-semibold">{label}</h3>
        {label !== objectType && (
          <code className="font-mono text-sm text-ink-faint">{objectType}</code>
        )}
        {custom && <Badge>Custom</Badge>}
        {isExpired && <Badge tone="warn">Out of date</Badge>}
        <span className="text-sm text-ink-faint">
          Read <TimeAgo at={discoveredAt} />
        </span>
      </div>
      {parts.map((part) => (
        <p key={part} className="text-sm text-ink-soft">
          {part}
        </p>
      ))}
    </div>
  );
}
