import type { CatalogueField, Field } from '../../lib/api-types.ts';
import { Badge } from '../../ui/badge.tsx';
import { typeNames } from '../integrations/schema/field-words.ts';

/** A field of ours: label, and type below. */
export function OurField({ field, name }: { field: CatalogueField | undefined; name: string }) {
  return (
    <div className="grid min-w-0">
      <span className="flex min-w-0 flex-wrap items-center gap-x-1.5 font-medium">
        <span className="wrap-anywhere">{field?.label ?? name}</span>
        {field?.required && <Badge>Required</Badge>}
        {field?.computed && <Badge>Computed</Badge>}
      </span>
      <span className="text-xs text-ink-faint">
        {field ? typeNames[field.type] : 'No longer a field of PartnerOS'}
      </span>
    </div>
  );
}

/** A field of the CRM: label, API name and type below, and what is special about it. */
export function CrmField({ field, name }: { field: Field | undefined; name: string }) {
  return (
    <div className="grid min-w-0">
      <span className="flex min-w-0 flex-wrap items-center gap-1.5">
        <span className="wrap-anywhere font-medium">{field?.label ?? name}</span>
        {field ? <CrmBadges field={field} /> : <Badge tone="danger">Not in the schema</Badge>}
      </span>
      <span className="text-xs text-ink-faint wrap-anywhere">
        <code className="font-mono">{name}</code>
        {field && `, ${typeNames[field.type]}`}
      </span>
    </div>
  );
}

function CrmBadges({ field }: { field: Field }) {
  return (
    <>
      {field.required && <Badge>Required</Badge>}
      {field.writeBlock === 'formula' && <Badge>Formula</Badge>}
      {field.writeBlock === 'no_edit_permission' && <Badge tone="warn">No edit right</Badge>}
      {field.dependsOn && <Badge>Dependent</Badge>}
      {field.encrypted && <Badge>Encrypted</Badge>}
    </>
  );
}
