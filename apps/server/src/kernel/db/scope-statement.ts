/**
 * The statement that binds a transaction to its scope, as text for the simple protocol, so that
 * BEGIN and scope travel in one message. Values are checked to be UUIDs before they are put in.
 */
import { isUuid } from '../ids.ts';
import type { OrganizationScope } from './scope.ts';

/** `set_config(…, true)`: for this transaction only. */
export function organizationScopeStatement(scope: OrganizationScope): string {
  const { actor } = scope;
  const settings = [setting('app.organization_id', scope.organizationId)];
  if (actor.kind === 'portal') {
    settings.push(setting('app.partner_id', actor.partnerId));
    settings.push(setting('app.contact_id', actor.contactId));
  }
  return `select ${settings.join(', ')}`;
}

export const identityScopeStatement = `select set_config('app.identity', 'on', true)`;

function setting(name: string, value: string): string {
  if (!isUuid(value)) throw new Error(`The scope's ${name} is not a UUID.`);
  return `set_config('${name}', '${value}', true)`;
}
