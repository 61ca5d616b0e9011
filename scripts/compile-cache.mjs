/**
 * Loaded before `npm start`'s program, in plain JavaScript: keeps compiled code, TypeScript with its
 * types stripped included, in the data folder. A later start then needs neither compiler.
 */
import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';

enableCompileCache(join(resolve(process.env.DATA_DIR ?? './data'), 'compile-cache'));
