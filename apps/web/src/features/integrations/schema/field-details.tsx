import type { Field } from '../../../lib/api-types.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Fact } from '../../../ui/facts.tsx';
import { sizeWords, typeNames, writingWords } from './field-words.ts';

/** Everything known about one field, beside the page. */
export function FieldDetails({ field, onClose }: { field: Field; onClose: () => void }) {
  const { label, name, type, nativeType, description, group, referenceTo, options } = field;
  const size = sizeWords(field);
  return (
    <Dialog
      side
      title={label}
      description={<code className="font-mono text-sm wrap-anywhere">{name}</code>}
      onClose={onClose}
    >
      <FieldBadges field={field} />
      <dl className="grid gap-3">
        {description && <Fact label="Description">{description}</Fact>}
        <Fact label="Type">
          {typeNames[type]} <span className="text-ink-faint">({nativeType} in the CRM)</span>
        </Fact>
        {size && <Fact label="Size">{size}</Fact>}
        <Fact label="Required">{requiredSentence(field)}</Fact>
        <Fact label="Writable">{writingWords(field).long}</Fact>
        {referenceTo.length > 0 && <Fact label="Refers to">{referenceTo.join(', ')}</Fact>}
        {field.compoundOf && <Fact label="Part of">{field.compoundOf}</Fact>}
        {field.dependsOn && <Fact label="Options depend on">{field.dependsOn}</Fact>}
        {group && <Fact label="Group">{group}</Fact>}
      </dl>
      {options.length > 0 && <FieldOptions field={field} />}
    </Dialog>
  );
}

function requiredSentence({ required, defaultedOnCreate }: Field): string {
  if (required) return 'Yes: a record without it is refused.';
  return defaultedOnCreate ? 'No: the CRM fills it in when it is left out.' : 'No.';
}

function FieldBadges({ field }: { field: Field }) {
  const badges = [
    field.custom && 'Custom',
    field.unique && 'Unique',
    field.externalId && 'External ID',
    field.encrypted && 'Encrypted',
    field.sensitive && 'Sensitive',
    field.restricted && 'Listed options only',
  ].filter((badge) => badge !== false);
  if (badges.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-1.5">
      {badges.map((badge) => (
        <Badge key={badge}>{badge}</Badge>
      ))}
    </div>
  );
}

function FieldOptions({ field: { options } }: { field: Field }) {
  return (
    <div className="grid gap-1">
      <h3 className="text-sm text-ink-faint">Options ({options.length})</h3>
      <ul className="divide-y divide-line rounded-md border border-line">
        {options.map(({ value, label, active }) => (
          <li key={value} className="flex items-center justify-between gap-3 px-2.5 py-1.5">
            <span className="wrap-anywhere">{label}</span>
            <span className="flex items-center gap-2 text-right">
              {!active && <Badge>Not in use</Badge>}
              {value !== label && (
                <code className="font-mono text-xs text-ink-faint wrap-anywhere">{value}</code>
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
