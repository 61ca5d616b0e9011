/**
 * The OpenAPI document without a running program: from the operations that the features declare.
 * The test of mounted routes demands that it is the same as the served one.
 */
import { OpenAPIHono } from '@hono/zod-openapi';
import { auditOperations } from '../features/audit/index.ts';
import { eventOperations } from '../features/events/index.ts';
import { fieldCatalogueOperations } from '../features/field-catalogue/index.ts';
import { fieldMappingOperations } from '../features/field-mapping/index.ts';
import { fileOperations } from '../features/files/index.ts';
import { identityOperations, peopleOperations } from '../features/identity/index.ts';
import { instanceOperations } from '../features/instance/index.ts';
import { integrationOperations } from '../features/integrations/index.ts';
import { notificationOperations } from '../features/notifications/index.ts';
import { privacyOperations } from '../features/privacy/index.ts';
import { retentionOperations } from '../features/retention/index.ts';
import { serviceAccountOperations } from '../features/service-accounts/index.ts';
import { singleSignOnOperations } from '../features/single-sign-on/index.ts';
import { buildDocument, documentOperation } from '../kernel/http/openapi.ts';
import type { Operation } from '../kernel/http/routes.ts';

const declared: readonly Operation[] = [
  identityOperations,
  peopleOperations,
  integrationOperations,
  fieldMappingOperations,
  fieldCatalogueOperations,
  auditOperations,
  serviceAccountOperations,
  notificationOperations,
  eventOperations,
  fileOperations,
  instanceOperations,
  retentionOperations,
  privacyOperations,
  singleSignOnOperations,
].flatMap((feature) => Object.values<Operation>(feature));

/** An OpenAPI 3.1 document. */
export function describeApi(): unknown {
  const router = new OpenAPIHono();
  for (const operation of declared) documentOperation(router.openAPIRegistry, operation);
  return buildDocument(router, '/');
}
