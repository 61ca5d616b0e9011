import type { Platform } from '../../../lib/api-types.ts';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { platformNames } from '../words.ts';
import type { ConnectFaults } from './connect-faults.ts';

interface CredentialsFieldsProps {
  platform: Platform;
  faults: ConnectFaults;
  needsLoginUrl: boolean;
}

/** An app of the customer's own in place of the one that the server is configured with. */
export function CredentialsFields({ platform, faults, needsLoginUrl }: CredentialsFieldsProps) {
  return (
    <>
      {needsLoginUrl && (
        <TextField
          label="Login URL"
          name="loginUrl"
          type="url"
          autoComplete="off"
          placeholder="https://company.my.salesforce.com"
          hint="In Salesforce: Setup > My Domain."
          fault={faults.loginUrl}
        />
      )}
      <Disclosure summary={`Use your own ${platformNames[platform]} app`}>
        <div className="grid gap-4">
          <p className="text-sm text-ink-soft">
            Leave this empty to use the app that this server is set up with. The values are stored
            encrypted and belong to this connection only.
          </p>
          <TextField
            label="Client id"
            name="clientId"
            autoComplete="off"
            spellCheck={false}
            maxLength={300}
            fault={faults.clientId}
          />
          <TextField
            label="Client secret"
            name="clientSecret"
            type="password"
            autoComplete="off"
            maxLength={300}
            fault={faults.clientSecret}
          />
        </div>
      </Disclosure>
    </>
  );
}
