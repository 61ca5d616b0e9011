/** Guards between organizations and between partners, and those of a feature's own. */
import type { Mutation } from './mutation.ts';

const foundation = 'apps/server/migrations/0001-foundation.sql';
const identity = 'apps/server/migrations/0002-identity.sql';
const walks = ['apps/server/test/catalogue.test.ts', 'apps/server/test/tenancy.test.ts'];
const integrations = 'apps/server/src/features/integrations';

export const tenancyMutations: readonly Mutation[] = [
  {
    guard: 'an organization sees its own rows only',
    file: foundation,
    text: "'create policy tenant on %s to partneros_app using (%I = current_organization()) with",
    instead:
      "'create policy tenant on %s to partneros_app using (true or %I = current_organization()) with",
    noticedBy: walks,
  },
  {
    guard: 'an organization writes its own rows only',
    file: foundation,
    text: 'using (%I = current_organization()) with check (%I = current_organization())',
    instead: 'using (%I = current_organization()) with check (true or %I = current_organization())',
    noticedBy: walks,
  },
  {
    guard: 'row security holds the owner, too',
    file: foundation,
    text: "  execute format('alter table %s force row level security', target);\n  execute format(\n    'create policy tenant",
    instead: "  execute format(\n    'create policy tenant",
    noticedBy: walks,
  },
  {
    guard: 'a forgotten scope raises',
    file: foundation,
    text: "    raise exception 'no organization is set for this transaction' using errcode = '42501';",
    instead: '    return null;',
    noticedBy: walks,
  },
  {
    guard: 'a portal user sees no table that is not theirs',
    file: foundation,
    text: "    when 'none' then 'current_partner() is null'",
    instead: "    when 'none' then 'true'",
    noticedBy: walks,
  },
  {
    guard: 'a portal user sees their own partner only',
    file: foundation,
    text: "format('current_partner() is null or %I = current_partner()', coalesce(portal_key, 'partner_id'))",
    instead: "format('true or %I = current_partner()', coalesce(portal_key, 'partner_id'))",
    noticedBy: walks,
  },
  {
    guard: 'a portal user deletes nothing',
    file: foundation,
    text: 'as restrictive for delete to partneros_app using (current_partner() is null)',
    instead: 'as restrictive for delete to partneros_app using (true)',
    noticedBy: walks,
  },
  {
    guard: 'identity tables open in the identity scope only',
    file: foundation,
    text: 'create policy identity on %s to partneros_app using (is_identity_scope())',
    instead: 'create policy identity on %s to partneros_app using (true)',
    noticedBy: walks,
  },
  {
    guard: 'a foreign key carries the organization',
    file: identity,
    text: '  unique (organization_id, partner_id, email),\n  foreign key (organization_id, partner_id) references partners (organization_id, id) on delete cascade\n',
    instead:
      '  unique (organization_id, partner_id, email),\n  foreign key (partner_id) references partners (id) on delete cascade\n',
    noticedBy: walks,
  },
  {
    guard: 'audit lines are not changed',
    file: 'apps/server/migrations/0003-audit.sql',
    text: 'revoke update, delete on audit_log from partneros_app;\n',
    instead: '',
    noticedBy: walks,
  },
  {
    guard: 'the scope of a portal user holds their partner',
    file: 'apps/server/src/kernel/db/scope-statement.ts',
    text: "    settings.push(setting('app.partner_id', actor.partnerId));\n",
    instead: '',
    noticedBy: walks,
  },
  {
    guard: 'disconnecting needs its permission',
    file: `${integrations}/operations.ts`,
    text: "  access: 'connection.disconnect',",
    instead: "  access: 'connection.read',",
  },
  {
    guard: 'connecting needs its permission',
    file: `${integrations}/operations.ts`,
    text: "  access: 'connection.connect',",
    instead: "  access: 'schema.refresh',",
  },
  {
    guard: 'a reconnect names a connection of one’s own',
    file: `${integrations}/authorize-connection.ts`,
    text: "    if (wish.connectionId && known?.platform !== platform) throw notFound('Connection');\n",
    instead: '',
  },
  {
    guard: 'a connect comes back in the session that began it',
    file: `${integrations}/complete-connection.ts`,
    text: '  if (caller.sessionId !== state.sessionId || caller.userId !== state.userId) {',
    instead: '  if (caller.userId !== caller.userId) {',
    noticedBy: [`${integrations}/oauth-state.test.ts`],
  },
];
