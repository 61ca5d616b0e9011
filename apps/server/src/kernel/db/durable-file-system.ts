/**
 * PGlite's folder file system, made durable.
 *
 * Out of the box PGlite never calls fsync: it is started with `-F`, and its file operations have no
 * `fsync` at all, so that the database's own call does nothing (found by running 0.5.14). Here the
 * operations get one, and `openPglite` starts the database without `-F`.
 */
import { fsyncSync } from 'node:fs';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** Counts calls, so that a test can demand at least one per commit. */
export const durability = { fsyncCalls: 0 };

interface EmscriptenFileSystems {
  filesystems: { NODEFS: { stream_ops: { fsync?: (stream: OpenFile) => number } } };
}

interface OpenFile {
  nfd?: number;
}

export class DurableNodeFs extends NodeFS {
  override async init(...parameters: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(...parameters);
    const preRun = emscriptenOpts.preRun ?? [];
    return {
      emscriptenOpts: {
        ...emscriptenOpts,
        preRun: [
          ...preRun,
          (module) => {
            // Emscripten's own types are not at hand; its file systems keep their operations so.
            const { filesystems } = module.FS as unknown as EmscriptenFileSystems;
            filesystems.NODEFS.stream_ops.fsync = syncToDisk;
          },
        ],
      },
    };
  }
}

function syncToDisk(stream: OpenFile): number {
  if (stream.nfd === undefined) return 0;
  durability.fsyncCalls += 1;
  fsyncSync(stream.nfd);
  return 0;
}
