/** How the interface calls what the API names by code. */
import type { ConnectOutcome } from '@partneros/contract/integrations';
import type { Connection, Environment, Platform } from '../../lib/api-types.ts';
import type { Tone } from '../../ui/badge.tsx';

interface Words {
  label: string;
  tone: Tone;
}

export const platformNames: Record<Platform, string> = {
  salesforce: 'Salesforce',
  hubspot: 'HubSpot',
};

/** What the CRM itself calls the account that is connected. */
export const accountNouns: Record<Platform, string> = {
  salesforce: 'org',
  hubspot: 'portal',
};

export const environmentWords: Record<Environment, Words> = {
  production: { label: 'PRODUCTION', tone: 'warn' },
  sandbox: { label: 'SANDBOX', tone: 'info' },
  custom: { label: 'CUSTOM LOGIN', tone: 'info' },
  demo: { label: 'DEMO', tone: 'accent' },
};

export const statusWords: Record<Connection['status'], Words> = {
  active: { label: 'Connected', tone: 'good' },
  error: { label: 'Not working', tone: 'danger' },
  reauth_required: { label: 'Reconnect needed', tone: 'warn' },
  disconnected: { label: 'Disconnected', tone: 'neutral' },
};

/** What the status means and what to do about it; null when all is well. */
export function statusAdvice({ status, platform }: Connection): string | null {
  const crm = platformNames[platform];
  const advice: Record<Connection['status'], string | null> = {
    active: null,
    error: `${crm} has failed several times in a row. We keep trying; if it lasts, ask your ${crm} admin whether the API is available to the connected user, then refresh the schema.`,
    reauth_required: `${crm} no longer accepts our access. Somebody may have revoked it or changed the user. An Owner or Admin can reconnect; schemas and mappings are kept.`,
    disconnected: `We have no access to this ${crm} any more. Schemas and mappings are kept; connecting the same ${accountNouns[platform]} again brings it back.`,
  };
  return advice[status];
}

/** Title of a connection: the account's own name, else the platform's. */
export function connectionTitle({ accountName, platform }: Connection): string {
  return accountName ?? platformNames[platform];
}

interface OutcomeWords {
  tone: 'good' | 'warn' | 'danger';
  title: string;
  advice: string;
}

const outcomes: Record<ConnectOutcome, OutcomeWords> = {
  connected: {
    tone: 'good',
    title: 'The CRM is connected.',
    advice: 'Its schema is being read now. We only read; nothing is written to the CRM.',
  },
  denied: {
    tone: 'warn',
    title: 'Access was not granted.',
    advice:
      'Somebody chose “Deny” at the CRM. Nothing was stored. Connect again when you are ready.',
  },
  state_invalid: {
    tone: 'danger',
    title: 'The way back from the CRM was not one that we had started.',
    advice: 'The link may have been used twice. Nothing was stored. Start again from this page.',
  },
  state_expired: {
    tone: 'warn',
    title: 'It took longer than ten minutes.',
    advice: 'For safety an unfinished connect ends then. Nothing was stored. Start again.',
  },
  not_signed_in: {
    tone: 'warn',
    title: 'You were signed out on the way.',
    advice: 'Nothing was stored. You are signed in now: start again from this page.',
  },
  other_session: {
    tone: 'danger',
    title: 'The connect was started in another session.',
    advice:
      'Nothing was stored. Start and finish in the same browser, without signing in anew between.',
  },
  forbidden: {
    tone: 'danger',
    title: 'Your role does not allow connecting.',
    advice: 'Nothing was stored. Ask an Owner or Admin to connect.',
  },
  other_account: {
    tone: 'danger',
    title: 'That was another CRM account.',
    advice:
      'Only the account that was connected before can be reconnected here. Nothing was stored. Sign in at the CRM to the right account, or connect the other one as a new connection.',
  },
  untrusted_instance: {
    tone: 'danger',
    title: 'The CRM named an address that we do not trust.',
    advice: 'Nothing was stored. Check the login URL with your CRM admin, then start again.',
  },
  exchange_failed: {
    tone: 'danger',
    title: 'The CRM refused our client id or secret.',
    advice:
      'Nothing was stored. Check both, and the callback address in the CRM’s app, then start again.',
  },
  crm_failed: {
    tone: 'danger',
    title: 'The CRM did not answer as it should.',
    advice: 'Nothing was stored. It is often over in a few minutes; start again then.',
  },
};

const unknownOutcome: OutcomeWords = {
  tone: 'warn',
  title: 'The connect ended in a way that this page does not know.',
  advice: 'Look at the list below: when the CRM is not there, start again.',
};

/**
 * What the `outcome` in the address means; an unknown one is told as what it is.
 * @param platform names the CRM where it is known
 */
export function outcomeWords(outcome: string, platform: string | undefined): OutcomeWords {
  const words = Object.entries(outcomes).find(([code]) => code === outcome)?.[1] ?? unknownOutcome;
  const name = Object.entries(platformNames).find(([code]) => code === platform)?.[1];
  if (name === undefined) return words;
  return { ...words, title: words.title.replace(/\b[Tt]he CRM\b/, name) };
}
