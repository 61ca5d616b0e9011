import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { CatalogueField, Direction, Field, MappingPair } from '../../lib/api-types.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { CrmFieldPicker } from './crm-field-picker.tsx';
import { CrmField, OurField } from './field-name.tsx';
import type { MappingSubject } from './mapping-subject.ts';
import { directionChoices } from './mapping-words.ts';
import { allowedDirections, needsValueMap, newPair } from './pair-rules.ts';
import { PairRules } from './pair-rules-form.tsx';
import { rowClasses } from './row-classes.ts';
import { ValueMap } from './value-map.tsx';

interface PairRowProps {
  subject: MappingSubject;
  pair: MappingPair;
  faults: readonly string[];
  onChange: ((pair: MappingPair) => void) | null;
  onRemove: (() => void) | null;
}

/** One pair: both fields, the direction, its rules, and what the server found wrong with it. */
export function PairRow({ subject, pair, faults, onChange, onRemove }: PairRowProps) {
  const [choosing, setChoosing] = useState(false);
  const ours = subject.ours.get(pair.partnerosField);
  const crm = subject.crm.get(pair.crmField);
  const name = ours?.label ?? pair.partnerosField;
  return (
    <div className="grid gap-1">
      <div className={rowClasses}>
        <OurField field={ours} name={pair.partnerosField} />
        <Select
          label={`Direction of ${name}`}
          value={pair.direction}
          choices={directionChoices(shownDirections(pair, ours, crm), subject.platform)}
          disabled={!onChange}
          onChoose={(direction) => onChange?.({ ...pair, direction })}
        />
        <CrmField field={crm} name={pair.crmField} />
        {onChange && onRemove && (
          <div className="flex gap-1 sm:justify-end">
            <IconButton
              label={`Change the CRM field of ${name}`}
              icon={<Pencil />}
              disabled={!ours}
              onClick={() => setChoosing(true)}
            />
            <IconButton label={`Remove the pair of ${name}`} icon={<Trash2 />} onClick={onRemove} />
          </div>
        )}
      </div>
      <PairFaults faults={faults} />
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        <PairValues subject={subject} pair={pair} onChange={onChange} />
        <Disclosure
          summary={
            <>
              Rules<span className="sr-only"> of {name}</span>
            </>
          }
        >
          <PairRules platform={subject.platform} pair={pair} onChange={onChange} />
        </Disclosure>
      </div>
      {choosing && ours && (
        <CrmFieldPicker
          subject={subject}
          ours={ours}
          alternatives={[]}
          onPick={(picked) => {
            const next = newPair(ours, picked);
            if (next) onChange?.(next);
          }}
          onClose={() => setChoosing(false)}
        />
      )}
    </div>
  );
}

function PairFaults({ faults }: { faults: readonly string[] }) {
  if (faults.length === 0) return null;
  return (
    <ul tabIndex={-1} data-faults className="grid gap-0.5 rounded text-sm text-danger">
      {faults.map((fault) => (
        <li key={fault}>{fault}</li>
      ))}
    </ul>
  );
}

function PairValues({
  subject,
  pair,
  onChange,
}: Pick<PairRowProps, 'subject' | 'pair' | 'onChange'>) {
  const ours = subject.ours.get(pair.partnerosField);
  const crm = subject.crm.get(pair.crmField);
  if (!ours || !crm || !needsValueMap(ours, crm)) return null;
  return <ValueMap pair={pair} ours={ours} crm={crm} onChange={onChange} />;
}

/** A pair saved earlier may go a way that the schema no longer allows: it is still shown as it is. */
function shownDirections(
  pair: MappingPair,
  ours: CatalogueField | undefined,
  crm: Field | undefined,
): Direction[] {
  const allowed = ours && crm ? allowedDirections(ours, crm) : [];
  return allowed.includes(pair.direction) ? allowed : [pair.direction, ...allowed];
}
