import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { Environment, Platform } from '../../../lib/api-types.ts';
import { platformsQuery } from '../queries.ts';
import { platformNames } from '../words.ts';

interface Offer {
  environment: Environment;
  label: string;
  detail: string;
}

const demo: Offer = {
  environment: 'demo',
  label: 'Demo',
  detail: 'A made-up CRM that comes with PartnerOS. No account needed, nothing real is touched.',
};

const offers: Record<Platform, readonly Offer[]> = {
  salesforce: [
    demo,
    {
      environment: 'production',
      label: 'Production',
      detail: 'The org that your company works in (login.salesforce.com).',
    },
    {
      environment: 'sandbox',
      label: 'Sandbox',
      detail: 'A Salesforce sandbox (test.salesforce.com).',
    },
    {
      environment: 'custom',
      label: 'Own login URL',
      detail: 'An org that signs in at an address of its own (My Domain).',
    },
  ],
  hubspot: [
    demo,
    {
      environment: 'production',
      label: 'Production',
      detail: 'The portal that your company works in.',
    },
    {
      environment: 'sandbox',
      label: 'Sandbox',
      detail: 'A HubSpot sandbox or a developer test account.',
    },
  ],
};

interface EnvironmentChoiceProps {
  platform: Platform;
  value: Environment | null;
  fault: string | undefined;
  onChoose: (environment: Environment) => void;
}

/** What this server can connect; all of it while that is not known yet. */
function useOffers(platform: Platform): readonly Offer[] {
  const { data } = useQuery(platformsQuery);
  const possible = data?.find((offer) => offer.platform === platform)?.environments;
  return offers[platform].filter(({ environment }) => possible?.includes(environment) ?? true);
}

/** None is chosen beforehand: production and sandbox must not be mixed up by haste. */
export function EnvironmentChoice({ platform, value, fault, onChoose }: EnvironmentChoiceProps) {
  const id = useId();
  const possible = useOffers(platform);
  return (
    <fieldset className="grid gap-2" aria-describedby={fault && `${id}-fault`}>
      <legend className="mb-1 font-medium">Which {platformNames[platform]}?</legend>
      {possible.map(({ environment, label, detail }) => (
        <label
          key={environment}
          className="flex cursor-pointer items-start gap-3 rounded-md border border-line px-3 py-2 hover:bg-sunken has-checked:border-accent has-checked:bg-accent-soft"
        >
          <input
            type="radio"
            name="environment"
            value={environment}
            checked={value === environment}
            onChange={() => onChoose(environment)}
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          <span className="grid">
            <span className="font-medium">{label}</span>
            <span className="text-sm text-ink-soft">{detail}</span>
          </span>
        </label>
      ))}
      {fault && (
        <p id={`${id}-fault`} role="alert" className="text-sm text-danger">
          {fault}
        </p>
      )}
    </fieldset>
  );
}
