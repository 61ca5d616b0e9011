import type { CatalogueField, Field, Suggestion } from '../../lib/api-types.ts';
import { formatPercent } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { PickList } from '../../ui/pick-list.tsx';
import { typeNames } from '../integrations/schema/field-words.ts';
import type { MappingSubject } from './mapping-subject.ts';
import { allowedDirections } from './pair-rules.ts';

interface CrmFieldPickerProps {
  subject: MappingSubject;
  ours: CatalogueField;
  /** Shown first, with how sure they are. */
  alternatives: Suggestion['alternatives'];
  onPick: (field: Field) => void;
  onClose: () => void;
}

/** Chooses the CRM field that a field of ours belongs to. */
export function CrmFieldPicker(props: CrmFieldPickerProps) {
  const { subject, ours, alternatives, onPick, onClose } = props;
  const sureness = new Map(alternatives.map((one) => [one.crmField, one.confidence]));
  const possible = [...subject.crm.values()].filter(
    (field) => allowedDirections(ours, field).length > 0,
  );
  const sorted = possible.sort(
    (one, other) => (sureness.get(other.name) ?? 0) - (sureness.get(one.name) ?? 0),
  );
  return (
    <Dialog
      title={`Which field is “${ours.label}”?`}
      description={ours.description}
      onClose={onClose}
    >
      <PickList
        label={`Search ${subject.schema.label} fields`}
        items={sorted.map((field) => ({
          value: field.name,
          label: field.label,
          detail: `${field.name} · ${typeNames[field.type]}`,
          extra: <Sureness confidence={sureness.get(field.name)} />,
        }))}
        onPick={(name) => {
          const picked = subject.crm.get(name);
          if (picked) onPick(picked);
          onClose();
        }}
      />
    </Dialog>
  );
}

function Sureness({ confidence }: { confidence: number | undefined }) {
  if (confidence === undefined) return null;
  return <Badge tone="accent">{formatPercent(confidence)}</Badge>;
}
