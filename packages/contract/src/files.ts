/** Uploaded files as they cross the wire. */
import { z } from 'zod';
import { id, orNull, timestamp } from './common.ts';

export const filePurpose = z
  .enum(['image', 'document'])
  .meta({ id: 'FilePurpose', description: 'Images are checked and shown; documents only kept.' });

export const file = z
  .strictObject({
    id,
    purpose: filePurpose,
    name: z.string(),
    contentType: z.string().meta({ description: 'By content, whatever the file is called.' }),
    bytes: z.number().int(),
    sha256: z.string(),
    image: orNull(z.strictObject({ width: z.number().int(), height: z.number().int() })),
    partnerId: id.nullable().meta({ description: 'Whose portal users see it; null: nobody’s.' }),
    uploadedBy: id.nullable(),
    createdAt: timestamp,
    contentUrl: z.string(),
  })
  .meta({ id: 'File' });
export type File = z.infer<typeof file>;

export const fileAnswer = z.strictObject({ file });

export const uploadQuery = z.strictObject({ purpose: filePurpose, partnerId: id.optional() });
