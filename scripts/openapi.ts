/**
 * `npm run openapi`: writes the web application's types from the API's own document. With `--check`
 * it compares instead, and fails when they are stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { describeApi } from '../apps/server/src/app/describe-api.ts';

const target = fileURLToPath(new URL('../apps/web/src/generated/api.d.ts', import.meta.url));
const head = '// Made from the OpenAPI document by "npm run openapi". Do not edit.\n\n';

const schema = describeApi() as OpenAPI3; // the generator's own document type, made elsewhere
const text = head + astToString(await openapiTypescript(schema, { silent: true }));
if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  process.stderr.write('apps/web/src/generated/api.d.ts is stale: run "npm run openapi".\n');
  process.exitCode = 1;
}
