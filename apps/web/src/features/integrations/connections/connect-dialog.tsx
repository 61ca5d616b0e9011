import { type SubmitEvent, useState } from 'react';
import { faultAt } from '../../../lib/api-error.ts';
import type { AuthorizeBody, Environment, Platform } from '../../../lib/api-types.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { platformNames } from '../words.ts';
import type { ConnectFaults } from './connect-faults.ts';
import { CredentialsFields } from './credentials-fields.tsx';
import { EnvironmentChoice } from './environment-choice.tsx';
import { useAuthorize } from './use-authorize.ts';

interface ConnectDialogProps {
  platform: Platform;
  onClose: () => void;
}

/** Which environment, and if need be with which app; then the browser goes to the CRM. */
export function ConnectDialog({ platform, onClose }: ConnectDialogProps) {
  const [environment, setEnvironment] = useState<Environment | null>(null);
  const [ownFaults, setOwnFaults] = useState<ConnectFaults>({});
  const authorize = useAuthorize(platform);
  const faults = allFaults(ownFaults, authorize.error);
  const crm = platformNames[platform];

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const body = readBody(environment, new FormData(event.currentTarget));
    const found = findFaults(body);
    setOwnFaults(found);
    if (Object.keys(found).length === 0) authorize.mutate(body);
  }

  return (
    <Dialog
      title={`Connect ${crm}`}
      description={`${crm} will ask you to sign in and to allow access. We only read; nothing is written to ${crm}.`}
      onClose={onClose}
    >
      <form noValidate onSubmit={submit} className="grid gap-4">
        {authorize.error && (
          <ErrorState title={`${crm} could not be reached for sign-in`} error={authorize.error} />
        )}
        <EnvironmentChoice
          platform={platform}
          value={environment}
          fault={faults.environment}
          onChoose={setEnvironment}
        />
        {environment !== 'demo' && (
          <CredentialsFields
            platform={platform}
            faults={faults}
            needsLoginUrl={environment === 'custom'}
          />
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={authorize.isPending}>
            Continue to {crm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Fields left blank are not sent: the server then takes what it was configured with. */
function readBody(environment: Environment | null, data: FormData): AuthorizeBody {
  const body: AuthorizeBody = environment ? { environment } : {};
  for (const name of ['loginUrl', 'clientId', 'clientSecret'] as const) {
    const value = data.get(name);
    if (typeof value === 'string' && value.trim() !== '') body[name] = value.trim();
  }
  return body;
}

/** What can be seen at a glance; the rest is the API's to check. */
function findFaults(body: AuthorizeBody): ConnectFaults {
  const faults: ConnectFaults = {};
  if (!body.environment) faults.environment = 'Choose which one to connect.';
  if (body.environment === 'custom' && !body.loginUrl) {
    faults.loginUrl = 'Enter the login URL of your org.';
  }
  if (body.clientSecret && !body.clientId) faults.clientId = 'A client secret needs its client id.';
  return faults;
}

/** Faults found here, and those that the API found in what was sent. */
function allFaults(own: ConnectFaults, error: unknown): ConnectFaults {
  const faults: ConnectFaults = { ...own };
  for (const name of ['environment', 'loginUrl', 'clientId', 'clientSecret'] as const) {
    const fault = faults[name] ?? faultAt(error, name);
    if (fault !== undefined) faults[name] = fault;
  }
  return faults;
}
