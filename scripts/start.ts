/**
 * `npm start`: a living demo on any machine. Turns the demo on unless told otherwise, builds the web
 * application when it changed, and becomes the server.
 */
import { explain } from '../apps/server/src/app/explain.ts';
import { run } from '../apps/server/src/main.ts';
import { buildWebWhenChanged } from './build-web.ts';

const production = process.env.NODE_ENV === 'production';
process.env.DEMO ??= production ? '0' : '1';

if (buildWebWhenChanged()) process.stdout.write('Web application built.\n');
await run().catch(explain);
