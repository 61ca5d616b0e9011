/** Guards of sessions, roles and what people may do to themselves and others. */
import { type Mutation, newestMigrationWith } from './mutation.ts';

const cookie = 'apps/server/src/features/identity/session-cookie.ts';
const policy = 'apps/server/src/features/identity/policy.ts';
const findSession = newestMigrationWith('function find_session(token_hash text)');
const identityTests = ['apps/server/test/identity.test.ts', 'apps/server/test/sessions.test.ts'];

export const identityMutations: readonly Mutation[] = [
  {
    guard: 'the cookie’s signature counts',
    file: cookie,
    text: '  return valid ? token : null;',
    instead: '  return valid || token ? token : null;',
  },
  {
    guard: 'two cookies of one name are believed neither',
    file: cookie,
    text: '      if (values.length !== 1 || value === undefined) return null;',
    instead: '      if (value === undefined) return null;',
  },
  {
    guard: 'a session ends',
    file: findSession,
    text: '    and s.expires_at > now()\n',
    instead: '',
  },
  {
    guard: 'a session ends however much it is used',
    file: findSession,
    text: "    and s.created_at > now() - case when p.id is null then interval '30 days' else interval '14 days' end\n",
    instead: '',
  },
  {
    guard: 'a portal session ends sooner',
    file: findSession,
    text: "else interval '14 days' end",
    instead: "else interval '30 days' end",
  },
  {
    guard: 'a pinned session stays in its organization',
    file: findSession,
    text: '    and (s.pinned_organization_id is null or s.pinned_organization_id = o.id)\n',
    instead: '',
  },
  {
    guard: 'an active organization needs a membership',
    file: findSession,
    text: 'left join members m on m.organization_id = o.id and m.user_id = s.user_id\n',
    instead: "left join members m on m.organization_id = o.id and m.role = 'owner'\n",
  },
  {
    guard: 'a revoked portal link opens nothing',
    file: findSession,
    text: "p.user_id = s.user_id and p.state = 'active' and m.id is null",
    instead: 'p.user_id = s.user_id and m.id is null',
  },
  {
    guard: 'one switches to organizations of one’s own only',
    file: 'apps/server/src/features/identity/switch-session.ts',
    text: "  if (!organizations.some(({ id }) => id === organizationId)) throw notFound('Organization');\n",
    instead: '',
  },
  {
    guard: 'a proof of identity needs the right password',
    file: 'apps/server/src/features/identity/switch-session.ts',
    text: "  if (!right) throw new Problem('forbidden', 'The password is wrong.');\n",
    instead: '',
    noticedBy: identityTests,
  },
  {
    guard: 'signing out ends the session',
    file: 'apps/server/src/features/identity/routes.ts',
    text: '    await database.withIdentity((tx) => deleteSession(tx, caller.sessionId));\n',
    instead: '',
    noticedBy: identityTests,
  },
  {
    guard: 'a viewer reads no audit log',
    file: policy,
    text: "  'audit.read': administrators,",
    instead: "  'audit.read': members,",
  },
  {
    guard: 'a member saves no mapping',
    file: policy,
    text: "  'mapping.write': administrators,",
    instead: "  'mapping.write': contributors,",
  },
  {
    guard: 'a portal user reads no connection',
    file: policy,
    text: "  'connection.read': members,",
    instead: "  'connection.read': everyone,",
  },
  {
    guard: 'a role of the organization’s own grants what it says, no more',
    file: policy,
    text: "grants?.some((grant) => grant.split(':')[0] === permission)",
    instead: "grants?.some((grant) => grant.split('.')[0] === permission.split('.')[0])",
  },
];
