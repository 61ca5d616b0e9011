import { id, success } from '@partneros/contract/common';
import { fileAnswer, uploadQuery } from '@partneros/contract/files';
import { z } from 'zod';
import type { Operation } from '../../kernel/http/routes.ts';
import { maximumBytes } from './rules.ts';

const tag = 'Files';
const params = z.object({ fileId: id });

export const uploadFile = {
  method: 'post',
  path: '/api/files',
  id: 'uploadFile',
  summary: 'Upload a file',
  description:
    'One part, `file`. Images: PNG, JPEG, WebP or GIF up to 5 MiB and 25 megapixels, told by content; what is kept is made anew without metadata. Documents: anything up to 50 MiB; kept as they are, never opened. With `partnerId` the portal users of that partner see it.',
  tag,
  access: 'file.upload',
  limit: 'upload',
  query: uploadQuery,
  upload: { maximumBytes: maximumBytes.document },
  answer: { kind: 'json', schema: fileAnswer },
  errors: ['not_found', 'unavailable'],
} as const satisfies Operation;

export const getFile = {
  method: 'get',
  path: '/api/files/{fileId}',
  id: 'getFile',
  summary: 'What a file is',
  tag,
  access: 'file.read',
  limit: 'read',
  params,
  answer: { kind: 'json', schema: fileAnswer },
} as const satisfies Operation;

export const getFileContent = {
  method: 'get',
  path: '/api/files/{fileId}/content',
  id: 'getFileContent',
  summary: 'The file itself',
  description: 'Images are shown, everything else is an attachment. Takes `If-None-Match`.',
  tag,
  access: 'file.read',
  limit: 'read',
  params,
  answer: { kind: 'file', media: ['*/*'] },
  revalidates: true,
  errors: ['unavailable'],
} as const satisfies Operation;

export const deleteFile = {
  method: 'delete',
  path: '/api/files/{fileId}',
  id: 'deleteFile',
  summary: 'Delete a file',
  tag,
  access: 'file.upload',
  limit: 'write',
  params,
  answer: { kind: 'json', schema: success },
} as const satisfies Operation;
