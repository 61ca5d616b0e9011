import { CircleCheck, Info } from 'lucide-react';
import type { Draft } from './draft.ts';
import type { MappingSubject } from './mapping-subject.ts';

/** Whether everything is mapped that the CRM demands of a new record. */
export function CreateNeeds({ subject, draft }: { subject: MappingSubject; draft: Draft }) {
  const { schema, crm } = subject;
  const needed = schema.requiredForCreate;
  if (needed.length === 0) return null;
  const written = new Set(
    draft.pairs.filter(({ direction }) => direction !== 'from_crm').map(({ crmField }) => crmField),
  );
  const missing = needed.filter((name) => !written.has(name));
  const Icon = missing.length === 0 ? CircleCheck : Info;
  return (
    <p className="flex items-start gap-2 text-sm text-ink-soft">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-faint" />
      <span>
        Needed to create {schema.label}: {needed.length - missing.length} of {needed.length}.
        {missing.length > 0 &&
          ` Missing: ${missing.map((name) => crm.get(name)?.label ?? name).join(', ')}. Without these, records can be read but not created.`}
      </span>
    </p>
  );
}
