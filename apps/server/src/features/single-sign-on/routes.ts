import type { Caller, Membership } from '../../kernel/http/caller.ts';
import { readVersion } from '../../kernel/http/checks.ts';
import { pageOf, readCursor } from '../../kernel/http/cursor.ts';
import { notFound } from '../../kernel/http/problem.ts';
import type { Routes } from '../../kernel/http/routes.ts';
import { ssoIsRequired } from '../identity/index.ts';
import { claimDomain } from './domains/claim-domain.ts';
import { removeDomain } from './domains/remove-domain.ts';
import { verifyDomain } from './domains/verify-domain.ts';
import * as operations from './operations.ts';
import type { SingleSignOnParts } from './parts.ts';
import { presentDomain, presentProvider } from './present.ts';
import { addProvider, type Change } from './providers/add-provider.ts';
import { removeProvider } from './providers/remove-provider.ts';
import { testProvider } from './providers/test-provider.ts';
import { changeProvider } from './providers/update-provider.ts';
import { setRequirement } from './set-requirement.ts';
import { mountSignIn } from './sign-in/routes.ts';
import { domainsByProvider, findProvider, listDomains, listProviders } from './store.ts';

export function mountSingleSignOn(routes: Routes, parts: SingleSignOnParts): void {
  mountDomains(routes, parts);
  mountProviders(routes, parts);
  mountProviderChanges(routes, parts);
  mountRequirement(routes, parts);
  mountSignIn(routes, parts);
}

function mountDomains(routes: Routes, parts: SingleSignOnParts): void {
  const { database } = parts;

  routes.organization(operations.listSsoDomains, async ({ caller, query }) => {
    const after = readCursor(query.cursor);
    const found = await database.withOrganization(caller.membership.scope, (tx) =>
      listDomains(tx, { after, limit: query.limit }),
    );
    const { rows, nextCursor } = pageOf(found, query.limit);
    return { domains: rows.map(presentDomain), nextCursor };
  });

  routes.organization(operations.claimSsoDomain, async ({ caller, body, requestId }) => ({
    domain: await claimDomain(database, caller.membership.scope, body.domain, requestId),
  }));

  routes.organization(operations.verifySsoDomain, async ({ caller, params, requestId }) => ({
    domain: await verifyDomain(parts, caller.membership.scope, params.domainId, requestId),
  }));

  routes.organization(operations.removeSsoDomain, async ({ caller, params, requestId }) => {
    await removeDomain(database, caller.membership.scope, params.domainId, requestId);
    return { success: true };
  });
}

function mountProviders(routes: Routes, parts: SingleSignOnParts): void {
  const { database } = parts;

  routes.organization(operations.listSsoProviders, async ({ caller, query, baseUrl }) => {
    const after = readCursor(query.cursor);
    const { scope } = caller.membership;
    const { found, domains } = await database.withOrganization(scope, async (tx) => ({
      found: await listProviders(tx, { after, limit: query.limit }),
      domains: await domainsByProvider(tx),
    }));
    const { rows, nextCursor } = pageOf(found, query.limit);
    const providers = rows.map((row) => presentProvider(row, domains.get(row.id) ?? [], baseUrl));
    return { providers, nextCursor };
  });

  routes.organization(operations.getSsoProvider, async ({ caller, params, baseUrl }) => {
    const { scope } = caller.membership;
    const { row, domains } = await database.withOrganization(scope, async (tx) => ({
      row: await findProvider(tx, params.providerId),
      domains: await domainsByProvider(tx),
    }));
    if (!row) throw notFound('Provider');
    return { provider: presentProvider(row, domains.get(row.id) ?? [], baseUrl) };
  });
}

function mountProviderChanges(routes: Routes, parts: SingleSignOnParts): void {
  const { database } = parts;

  routes.organization(operations.addSsoProvider, async (request) => ({
    provider: await addProvider(parts, changeOf(request), request.body),
  }));

  routes.organization(operations.updateSsoProvider, async (request) => {
    const { params, body } = request;
    const version = readVersion(request.headers);
    const wish = { providerId: params.providerId, version, body };
    return { provider: await changeProvider(parts, changeOf(request), wish) };
  });

  routes.organization(operations.removeSsoProvider, async ({ caller, params, requestId }) => {
    await removeProvider(database, caller.membership.scope, params.providerId, requestId);
    return { success: true };
  });

  routes.organization(operations.testSsoProvider, async ({ caller, params, baseUrl }) => ({
    test: await testProvider(parts, caller.membership.scope, params.providerId, baseUrl),
  }));
}

function changeOf(request: {
  caller: Caller & { membership: Membership };
  requestId: string;
  baseUrl: string;
}): Change {
  const { caller, requestId, baseUrl } = request;
  return { membership: caller.membership, requestId, baseUrl };
}

function mountRequirement(routes: Routes, { database }: SingleSignOnParts): void {
  routes.organization(operations.getSsoRequirement, async ({ caller }) => ({
    requirement: {
      required: await database.withOrganization(caller.membership.scope, ssoIsRequired),
    },
  }));

  routes.organization(operations.putSsoRequirement, async ({ caller, body, requestId }) => {
    await setRequirement(database, caller, body.required, requestId);
    return { requirement: { required: body.required } };
  });
}
