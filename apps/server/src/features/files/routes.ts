import type { ActingCaller } from '../../kernel/http/caller.ts';
import { notFound, Problem } from '../../kernel/http/problem.ts';
import type { Routes } from '../../kernel/http/routes.ts';
import type { Jobs } from '../../kernel/jobs/jobs.ts';
import { deleteFile } from './delete-file.ts';
import { sweepFilesCron, sweepFilesJob } from './jobs.ts';
import * as operations from './operations.ts';
import type { FileParts } from './parts.ts';
import { presentFile } from './present.ts';
import { serveFile } from './serve-file.ts';
import { findFile } from './store.ts';
import { sweepFiles } from './sweep-files.ts';
import type { FileRow } from './tables.ts';
import { uploadFile } from './upload-file.ts';

export function mountFiles(routes: Routes, parts: FileParts): void {
  const read = async ({ membership }: ActingCaller, fileId: string): Promise<FileRow> => {
    const row = await parts.database.withOrganization(membership.scope, (tx) =>
      findFile(tx, fileId),
    );
    if (!row) throw notFound('File');
    return row;
  };

  routes.organization(operations.uploadFile, async ({ caller, query, upload, requestId }) => {
    // The router opens the form before it calls; this is for the compiler.
    if (!upload) throw new Problem('invalid_body', 'A file is required.');
    const partnerId = query.partnerId ?? null;
    const wish = { purpose: query.purpose, partnerId, upload, requestId };
    return { file: await uploadFile(parts, caller, wish) };
  });

  routes.organization(operations.getFile, async ({ caller, params }) => ({
    file: presentFile(await read(caller, params.fileId)),
  }));

  routes.organization(operations.getFileContent, async ({ caller, params, headers }) =>
    serveFile(parts, await read(caller, params.fileId), headers.get('if-none-match')),
  );

  routes.organization(operations.deleteFile, async ({ caller, params, requestId }) => {
    await deleteFile(parts, caller, params.fileId, requestId);
    return { success: true };
  });
}

export function registerFileJobs(parts: FileParts & { jobs: Jobs }): void {
  parts.jobs.register(sweepFilesJob, () => sweepFiles(parts));
  parts.jobs.schedule(sweepFilesJob, sweepFilesCron);
}
