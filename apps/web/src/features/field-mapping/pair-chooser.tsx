import { Link, useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { type SubmitEvent, useState } from 'react';
import type { Mapping, PartnerosObject, SchemaSummary } from '../../lib/api-types.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { stateWords } from './mapping-words.ts';
import { partnerosObjectNames, readPair, writePair } from './object-pair.ts';

interface PairChooserProps {
  connectionId: string;
  offered: readonly string[];
  chosen: string | undefined;
  mappings: readonly Mapping[];
  summaries: readonly SchemaSummary[];
}

/** The pairs that are usual or saved, and a way to any other. */
export function PairChooser(props: PairChooserProps) {
  const { connectionId, offered, chosen, mappings, summaries } = props;
  const [choosing, setChoosing] = useState(false);
  const labels = new Map(summaries.map(({ objectType, label }) => [objectType, label]));
  const shown =
    chosen && readPair(chosen) && !offered.includes(chosen) ? [...offered, chosen] : offered;
  return (
    <nav aria-label="Object pairs">
      <ul className="flex flex-wrap gap-2">
        {shown.map((text) => (
          <li key={text}>
            <Link
              to="/settings/integrations/$connectionId/mapping"
              params={{ connectionId }}
              search={{ pair: text }}
              aria-current={text === chosen ? 'true' : undefined}
              className="inline-flex h-9 items-center gap-2 rounded-md border border-line bg-surface px-3 hover:bg-sunken aria-[current=true]:border-accent aria-[current=true]:bg-accent-soft"
            >
              {pairLabel(text, labels)}
              <PairState mapping={mappings.find(({ objectPair }) => objectPair === text)} />
            </Link>
          </li>
        ))}
        <li>
          <Button icon={<Plus className="size-4" />} look="quiet" onClick={() => setChoosing(true)}>
            Other pair
          </Button>
        </li>
      </ul>
      {choosing && (
        <OtherPairDialog
          connectionId={connectionId}
          summaries={summaries}
          onClose={() => setChoosing(false)}
        />
      )}
    </nav>
  );
}

function pairLabel(text: string, labels: ReadonlyMap<string, string>): string {
  const pair = readPair(text);
  if (!pair) return text;
  const crmLabel = labels.get(pair.objectType) ?? pair.objectType;
  return `${partnerosObjectNames[pair.partnerosObject]} – ${crmLabel}`;
}

function PairState({ mapping }: { mapping: Mapping | undefined }) {
  if (!mapping) return null;
  const { label, tone } = stateWords[mapping.state];
  return <Badge tone={tone}>{label}</Badge>;
}

const partnerosChoices = (
  ['partner', 'contact', 'deal_registration', 'deal', 'lead'] satisfies PartnerosObject[]
).map((value) => ({ value, label: partnerosObjectNames[value] }));

function OtherPairDialog({
  connectionId,
  summaries,
  onClose,
}: {
  connectionId: string;
  summaries: readonly SchemaSummary[];
  onClose: () => void;
}) {
  const navigate = useNavigate();
  const [partnerosObject, setPartnerosObject] = useState<PartnerosObject>('partner');
  const [objectType, setObjectType] = useState(summaries[0]?.objectType ?? '');
  function submit(event: SubmitEvent): void {
    event.preventDefault();
    onClose();
    void navigate({
      to: '/settings/integrations/$connectionId/mapping',
      params: { connectionId },
      search: { pair: writePair({ partnerosObject, objectType }) },
    });
  }
  return (
    <Dialog
      title="Map another pair of objects"
      description="Is the CRM’s object missing? Add it under Schema first."
      onClose={onClose}
    >
      <form onSubmit={submit} className="grid gap-4">
        <SelectField
          label="PartnerOS object"
          value={partnerosObject}
          choices={partnerosChoices}
          onChoose={setPartnerosObject}
        />
        <SelectField
          label="CRM object"
          value={objectType}
          choices={summaries.map(({ objectType: value, label }) => ({
            value,
            label: `${label} (${value})`,
          }))}
          onChoose={setObjectType}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary">
            Map these
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
