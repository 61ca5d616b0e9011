/**
 * One good request for every operation, by area. The common route suite makes all its bad ones from
 * these; an operation without a sample fails the suite, so whoever mounts one adds it to its area.
 */
import type { Client } from '../client.ts';
import type { TestApp } from '../harness.ts';
import { accountSamples } from './accounts.ts';
import { fieldMappingSamples } from './field-mapping.ts';
import { identitySamples } from './identity.ts';
import { instanceSamples } from './instance.ts';
import { integrationSamples } from './integrations.ts';
import { otherSamples } from './others.ts';
import { outreachSamples } from './outreach.ts';
import { peopleSamples } from './people.ts';
import type { SampleArea, SampleIds } from './sample.ts';
import { serviceAccountSamples } from './service-accounts.ts';
import { singleSignOnSamples } from './single-sign-on.ts';

const areas: readonly SampleArea[] = [
  identitySamples,
  accountSamples,
  integrationSamples,
  fieldMappingSamples,
  otherSamples,
  serviceAccountSamples,
  peopleSamples,
  outreachSamples,
  instanceSamples,
  singleSignOnSamples,
];

export const routeSamples: SampleArea['samples'] = Object.assign(
  {},
  ...areas.map(({ samples }) => samples),
);

/** Makes what all samples speak of in one organization. */
export async function prepareSamples(t: TestApp, owner: Client): Promise<SampleIds> {
  const ids: Record<string, string> = {};
  for (const area of areas) Object.assign(ids, await area.prepare?.(t, owner));
  return ids;
}
