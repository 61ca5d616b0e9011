import { readVersion } from '../../kernel/http/checks.ts';
import type { Routes } from '../../kernel/http/routes.ts';
import { requireConnection } from '../integrations/index.ts';
import { confirmMapping } from './confirm-mapping.ts';
import * as operations from './operations.ts';
import type { FieldMappingParts } from './parts.ts';
import { presentMapping } from './present.ts';
import { requireObjectPair } from './require-pair.ts';
import { saveMapping } from './save-mapping.ts';
import { createSides } from './sides.ts';
import { findMapping, listMappings } from './store.ts';
import { suggestMapping } from './suggest-mapping.ts';

/** Suggestions and saved mappings of a connection. Answers with one mapping carry its ETag. */
export function mountFieldMapping(routes: Routes, parts: FieldMappingParts): void {
  const { database } = parts;
  const sides = createSides(parts);

  routes.organization(operations.suggestMapping, ({ caller, params, body }) =>
    suggestMapping({ ...parts, sides }, caller.membership.scope, { ...params, ...body }),
  );

  routes.organization(operations.listMappings, async ({ caller, params }) => {
    const saved = await database.withOrganization(caller.membership.scope, async (tx) => {
      await requireConnection(tx, params.connectionId);
      return listMappings(tx, params.connectionId);
    });
    return { mappings: saved.map((one) => presentMapping(one.objectPair, one)) };
  });

  routes.organization(operations.getMapping, async ({ caller, params, answerHeaders }) => {
    const pair = requireObjectPair(params.objectPair);
    const saved = await database.withOrganization(caller.membership.scope, async (tx) => {
      await requireConnection(tx, params.connectionId);
      return findMapping(tx, params.connectionId, pair.text);
    });
    return answerWith(answerHeaders, presentMapping(pair.text, saved));
  });

  routes.organization(
    operations.putMapping,
    async ({ caller, params, body, headers, requestId, answerHeaders }) => {
      const version = readVersion(headers);
      const saved = await saveMapping(parts, caller.membership.scope, {
        ...params,
        version,
        content: body,
        requestId,
      });
      return answerWith(answerHeaders, presentMapping(saved.objectPair, saved));
    },
  );

  routes.organization(
    operations.confirmMapping,
    async ({ caller, params, headers, requestId, answerHeaders }) => {
      const version = readVersion(headers);
      const saved = await confirmMapping(parts, caller.membership.scope, {
        ...params,
        version,
        requestId,
      });
      return answerWith(answerHeaders, presentMapping(saved.objectPair, saved));
    },
  );
}

/** The ETag is the version, which the next save or confirmation sends back as `If-Match`. */
function answerWith(answerHeaders: Headers, mapping: ReturnType<typeof presentMapping>) {
  answerHeaders.set('etag', `"${mapping.version}"`);
  return { mapping };
}
