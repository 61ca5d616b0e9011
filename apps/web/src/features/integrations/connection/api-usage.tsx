import type { ApiUsage, Connection } from '../../../lib/api-types.ts';
import { formatCount, formatMoment } from '../../../lib/format.ts';
import { Fact } from '../../../ui/facts.tsx';
import { Meter } from '../../../ui/meter.tsx';

/** How much of the CRM's daily calls the whole account has used, by everybody's apps together. */
export function ApiUsageFact({ connection }: { connection: Connection }) {
  return (
    <Fact label="CRM API calls">
      {connection.apiUsage ? <Usage usage={connection.apiUsage} /> : 'Not told by the CRM yet'}
    </Fact>
  );
}

function Usage({ usage: { used, limit, resetsAt } }: { usage: ApiUsage }) {
  const share = limit > 0 ? used / limit : 0;
  return (
    <div className="grid gap-1">
      <span>
        {formatCount(used)} of {formatCount(limit)}
      </span>
      <Meter label="Used" share={share} tone={toneOf(share)} />
      <span className="text-xs text-ink-faint">
        {resetsAt ? `Starts anew ${formatMoment(resetsAt)}` : 'Within the last 24 hours'}
      </span>
    </div>
  );
}

/** From 80 % on bulk work stops, so that is where the bar turns red. */
function toneOf(share: number): 'accent' | 'warn' | 'danger' {
  if (share >= 0.8) return 'danger';
  return share >= 0.6 ? 'warn' : 'accent';
}
