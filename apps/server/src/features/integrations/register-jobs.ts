import { systemScope } from '../../kernel/db/scope.ts';
import { Problem } from '../../kernel/http/problem.ts';
import { refreshDueSchemasCron, refreshDueSchemasJob, refreshSchemaJob } from './jobs.ts';
import type { IntegrationParts } from './parts.ts';
import { refreshSchema } from './refresh-schema.ts';
import { listDueConnections } from './store.ts';

/** After connecting, and whenever a schema is about to expire, it is read again in the background. */
export function registerIntegrationJobs(parts: IntegrationParts): void {
  const { jobs, database } = parts;

  jobs.register(refreshSchemaJob, async ({ organizationId, connectionId }) => {
    const scope = systemScope(organizationId, refreshSchemaJob.name);
    try {
      await refreshSchema(parts, scope, { connectionId, objectTypes: [] });
    } catch (error) {
      // Gone, or waiting for a person: trying again would not help, and the connection says so.
      const settled = ['not_found', 'prerequisite_missing'];
      if (!(error instanceof Problem && settled.includes(error.code))) throw error;
    }
  });

  jobs.register(refreshDueSchemasJob, async () => {
    await database.withEveryOrganization(refreshDueSchemasJob.name, async (tx) => {
      const { organizationId } = tx.scope;
      for (const connectionId of await listDueConnections(tx)) {
        const payload = { organizationId, connectionId };
        await jobs.enqueue(tx, refreshSchemaJob, payload, { key: connectionId });
      }
    });
  });
  jobs.schedule(refreshDueSchemasJob, refreshDueSchemasCron);
}
