import { ArrowRight } from 'lucide-react';
import type { DriftEvent, Field } from '../../../lib/api-types.ts';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { typeNames, writingWords } from '../schema/field-words.ts';
import { type Difference, fieldDifferences } from './field-difference.ts';

const changeWords: Record<DriftEvent['change'], { label: string; tone: Tone }> = {
  added: { label: 'Added', tone: 'good' },
  removed: { label: 'Removed', tone: 'danger' },
  changed: { label: 'Changed', tone: 'info' },
};

const causeWords = {
  customer: 'changed in your CRM account',
  vendor: 'changed by the CRM’s maker',
} as const;

/** One change of one field: what, when, and before and after. */
export function SchemaChange({ event }: { event: DriftEvent }) {
  const { change, objectType, field, at, by, mapped, resolvedAt } = event;
  const words = changeWords[change];
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={words.tone}>{words.label}</Badge>
        <h3 className="min-w-0 font-medium wrap-anywhere">
          {event.after?.label ?? event.before?.label ?? field}
        </h3>
        <code className="font-mono text-xs text-ink-faint wrap-anywhere">
          {objectType}.{field}
        </code>
        {mapped && !resolvedAt && <Badge tone="warn">Needs attention: mapped</Badge>}
        <span className="ml-auto text-sm text-ink-faint">
          <TimeAgo at={at} />, {causeWords[by]}
        </span>
      </div>
      <ChangeBody before={event.before} after={event.after} />
      {mapped && !resolvedAt && (
        <p className="text-sm text-ink-soft">
          A saved mapping uses this field. Check that pair under Mapping.
        </p>
      )}
    </div>
  );
}

function ChangeBody({ before, after }: { before: Field | null; after: Field | null }) {
  if (before && after) return <Differences differences={fieldDifferences(before, after)} />;
  if (after) return <p className="text-sm text-ink-soft">New: {describe(after)}</p>;
  if (!before) return null;
  return (
    <p className="text-sm text-ink-soft">
      No longer visible to the connected user. It was: {describe(before)} If it still exists in the
      CRM, give the user the right to see it again.
    </p>
  );
}

function describe(field: Field): string {
  const required = field.required ? ', required' : '';
  return `${typeNames[field.type]}${required}. Writable: ${writingWords(field).long}`;
}

function Differences({ differences }: { differences: readonly Difference[] }) {
  return (
    <table className="w-full text-sm">
      <thead className="sr-only">
        <tr>
          <th scope="col">What</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ label, before, after }) => (
          <tr key={label} className="align-top">
            <th
              scope="row"
              className="w-40 py-0.5 pr-3 text-left font-normal text-ink-faint wrap-anywhere"
            >
              {label}
            </th>
            <td className="py-0.5 text-ink-soft line-through wrap-anywhere">{before}</td>
            <td className="py-0.5 wrap-anywhere">
              <ArrowRight aria-hidden className="mx-2 inline size-3.5 text-ink-faint" />
              {after}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
