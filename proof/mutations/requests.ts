/** Guards that stand before every route. */
import type { Mutation } from './mutation.ts';

const checks = 'apps/server/src/kernel/http/checks.ts';
const origin = 'apps/server/src/kernel/http/origin.ts';
const csrf = ['apps/server/test/proof/csrf.test.ts'];

export const requestMutations: readonly Mutation[] = [
  {
    guard: 'a permission is asked for',
    file: checks,
    text: "  if (operation.access !== 'signed_in') requirePermission(caller, operation.access);\n",
    instead: '',
  },
  {
    guard: 'a session is asked for',
    file: checks,
    text: "  if (!authentication) throw new Problem('unauthorized', 'Sign in to continue.');",
    instead: '  if (!authentication) return null;',
  },
  {
    guard: 'an active organization is asked for',
    file: checks,
    text: "  if (operation.access !== 'signed_in' && !caller.membership) {",
    instead: "  if (operation.access === 'public') {",
  },
  {
    guard: 'a recent proof of identity is asked for',
    file: checks,
    text: '  if (operation.freshIdentity) requireFreshIdentity(caller, parts.clock.now());\n',
    instead: '',
  },
  {
    guard: 'unknown properties are refused where nothing is declared',
    file: checks,
    text: 'const nothing = z.strictObject({});',
    instead: 'const nothing = z.object({});',
  },
  {
    guard: 'the origin is looked at',
    file: checks,
    text: '  checkOrigin(parts.origin, request);\n',
    instead: '',
    noticedBy: csrf,
  },
  {
    guard: 'what the browser says of the site is looked at',
    file: origin,
    text: "      if (fetchSite === undefined || fetchSite === 'same-origin') return;",
    instead: '      if (fetchSite !== null) return;',
    noticedBy: csrf,
  },
  {
    guard: 'the origin is compared as a whole',
    file: origin,
    text: 'if (hosts().some((host) => origin === `${scheme}//${host}`)) return;',
    instead: 'if (hosts().some((host) => scheme !== "" && origin.endsWith(host))) return;',
    noticedBy: csrf,
  },
  {
    guard: 'a null origin is refused',
    file: origin,
    text: '      if (origin !== undefined) {',
    instead: "      if (origin !== undefined && origin !== 'null') {",
    noticedBy: csrf,
  },
  {
    guard: 'an unknown Host is refused',
    file: 'apps/server/src/kernel/http/router.ts',
    text: "    parts.origin.checkHost(incoming.request.headers.get('host') ?? undefined);\n",
    instead: '',
    noticedBy: ['apps/server/test/public-url.test.ts'],
  },
];
